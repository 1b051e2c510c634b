import { main } from '../../main/cli.ts'
import { openCore } from '../../main/core/open.ts'
import type { TransitionProbe } from '../../main/series/driver/ports.ts'
import type { CyclerState } from '../../main/series/state.ts'
import type { TransitionName } from '../../main/series/transitions.ts'
import type { CoreClient } from '../../main/server/types.ts'
// oxlint-disable-next-line import/no-unassigned-import -- lays the test's waits over those of the product
import '../support/core.ts'
import { POINTS_VARIABLE, readPoints, type Moment } from './points.ts'

/**
 * The `baton` command whose core kills itself, or the agent, at each point of the list, once. `baton run` without a live
 * core starts this file again with `serve`, as the shipped command does.
 */

/** Short, so that the test sees it end. */
const IDLE_EXIT_MS = 1_500

if (process.argv[2] === 'serve') await serve()
else await main(process.argv)

async function serve(): Promise<void> {
  process.on('SIGHUP', () => {})
  const points = readPoints(process.env[POINTS_VARIABLE] ?? '')
  const asking: { client: CoreClient | null } = { client: null }

  let struck = false
  const look = (moment: Moment, name: TransitionName, state: CyclerState): void => {
    // One kill for one transition: an agent killed before it must not hide what a core killed after it leaves.
    if (moment === 'before') struck = false
    else if (struck) return
    const here = points.remaining().filter((point) => point.moment === moment && point.name === name)
    const at = Date.now()
    for (const point of here) {
      // A session that is killed twice before its first prompt is rightly left to a person.
      if (point.victim === 'cli' && name === 'started' && state.launch?.resumed === true) continue
      const pid = point.victim === 'core' ? process.pid : (state.launch?.pid ?? null)
      if (pid === null || !lives(pid) || points.hits().some((hit) => hit.pid === pid)) continue
      points.hit({ ...point, at, pid })
      struck = true
      process.kill(pid, 'SIGKILL')
      break
    }
    if (name === 'go-on' && moment === 'after') askForCheckpoint(state.id)
  }
  /** A person's word while the agent works: nothing else brings a `command`. */
  const askForCheckpoint = (id: string): void => {
    if (!points.remaining().some((point) => point.name === 'command')) return
    setImmediate(() => void asking.client?.call('series.checkpoint', { id }))
  }
  const probe: TransitionProbe = {
    before: (name, state) => look('before', name, state),
    after: (name, state) => look('after', name, state),
  }
  const dataDir = process.argv[process.argv.indexOf('--data-dir') + 1] ?? ''
  const opened = await openCore({
    dataDir,
    serve: { port: 0 },
    telemetry: null,
    recover: true,
    idleExitMs: IDLE_EXIT_MS,
    env: process.env,
    probe,
  })
  if (!opened.ok) {
    process.stderr.write(`${JSON.stringify(opened.problem)}\n`)
    process.exitCode = 1
    return
  }
  asking.client = opened.value.client
  await opened.value.ended
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
