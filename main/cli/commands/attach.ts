import { failure, success, type Outcome } from '../../../contract/problem.ts'
import type { CoreClient } from '../../server/types.ts'
import { attachTerminal } from '../attachment.ts'
import { liveCore } from '../core-access.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { nowText, refuse, type CommandContext } from '../output.ts'
import { shortId } from '../render/lists.ts'

interface Target {
  target: string
  seriesId: string | null
}

/** `baton attach [SERIES|SESSION]`: the real terminal of a session, here. */
export async function attach({ dataDir, io, out }: CommandContext, wanted: string | undefined): Promise<ExitCode> {
  if (io.stdin.isTTY !== true || io.stdout.isTTY !== true)
    return refuse(out, failure('usage', 'attach', 'this is no terminal', 'run it in a terminal, without pipes').problem)
  const core = await liveCore(dataDir)
  if (core === null)
    return refuse(
      out,
      failure(
        'core-gone',
        'baton core',
        'none is running, so there is no session to attach to',
        'start one with `baton run`',
      ).problem,
    )
  const target = wanted === undefined ? await onlyTarget(core.client) : await targetOf(core.client, wanted)
  if (!target.ok) return refuse(out, target.problem)
  const end = await attachTerminal({ ...target.value, client: core.client, stdin: io.stdin, stdout: io.stdout })
  if (out.json) out.object({ type: 'detached', at: nowText(), ...target.value, ...end })
  else out.diagnostic(end.left ? 'Left; the session goes on.' : `The terminal is closed: ${end.why}`)
  return end.left || end.shown ? EXIT.completed : EXIT.failed
}

/** A series by its id or a part of it, else what is taken for a session. */
async function targetOf(client: CoreClient, wanted: string): Promise<Outcome<Target>> {
  const series = await client.call('series.get', { id: wanted })
  if (series.ok) return success({ target: series.value.id, seriesId: series.value.id })
  const sessions = await client.call('session.list', {})
  if (!sessions.ok) return sessions
  const found = sessions.value.filter((session) => session.sessionId.startsWith(wanted))
  const [only] = found
  if (only !== undefined && found.length === 1) return success({ target: only.sessionId, seriesId: null })
  return failure(
    'unknown-series',
    wanted,
    found.length > 1 ? 'several sessions begin like this' : 'no series and no session is called so',
    'see `baton status` and `baton sessions` for those there are',
  )
}

async function onlyTarget(client: CoreClient): Promise<Outcome<Target>> {
  const listed = await client.call('series.list', {})
  if (!listed.ok) return listed
  const live = listed.value.filter((view) => view.session?.live === true)
  const [only] = live
  if (only !== undefined && live.length === 1) return success({ target: only.id, seriesId: only.id })
  if (only === undefined)
    return failure(
      'unknown-series',
      'attach',
      'no session is running',
      'see `baton status`, or start one with `baton run`',
    )
  const names = live.map((view) => `${shortId(view.id)} (${view.task})`).join(', ')
  return failure('usage', 'attach', `${live.length} sessions are running: ${names}`, 'name one: `baton attach ID`')
}
