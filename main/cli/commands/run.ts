import { realpathSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { failure, success, type Outcome } from '../../../contract/problem.ts'
import { folderFreed, liveCore, type CoreHandle } from '../core-access.ts'
import { ensureCore } from '../detached-core.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { followSeries, onProcessInterrupt } from '../follower.ts'
import { plainEnvironment, refuse, type CommandContext } from '../output.ts'
import { policyOfFlags, type PolicyFlags } from '../policy-flags.ts'
import { shortId } from '../render/lists.ts'
import { createScreen } from '../screens.ts'

export interface RunOptions extends PolicyFlags {
  project: string
  task: string
  again?: boolean
  detach?: boolean
  foreground?: boolean
}

/** How long `--detach` waits for the series to say that it started; it is with the core by then in any case. */
const DETACH_LIMIT_MS = 10_000

/** `baton run`: starts or goes on with a series and follows it. */
export async function run(context: CommandContext, options: RunOptions): Promise<ExitCode> {
  const { out, io } = context
  const { project, task, again, detach, foreground, ...policyFlags } = options
  const folder = projectFolder(io.cwd, project)
  if (!folder.ok) return refuse(out, folder.problem)
  const flags = policyOfFlags({ ...policyFlags, ...absoluteClaude(io.cwd, policyFlags.claude) })
  if (!flags.ok) return refuse(out, flags.problem)
  const request = {
    project: folder.value,
    task,
    flags: flags.value,
    again: again === true,
    env: plainEnvironment(io.env),
  }
  const open = foreground === true ? foregroundCore : detachedCore
  for (let attempt = 1; ; attempt += 1) {
    const core = await open(context)
    if (!core.ok) return refuse(out, core.problem)
    try {
      const started = await core.value.client.call('series.run', request)
      // A core that was just ending for want of work is replaced by a new one; asking twice starts nothing twice.
      if (!started.ok && started.problem.code === 'core-gone' && attempt === 1) continue
      if (!started.ok) return refuse(out, started.problem)
      const { seriesId, afterSeq } = started.value
      return await (detach === true ? leaveRunning : followToEnd)(context, core.value, seriesId, afterSeq)
    } finally {
      await core.value.close()
    }
  }
}

function detachedCore({ dataDir, io }: CommandContext): Promise<Outcome<CoreHandle>> {
  return ensureCore(dataDir, io.env, io.entry)
}

/** Follows a series until it is over or needs a person. */
export async function followToEnd(
  context: CommandContext,
  core: CoreHandle,
  seriesId: string,
  afterSeq: number,
): Promise<ExitCode> {
  const { out, io } = context
  const id = shortId(seriesId)
  const screen = createScreen(out, io, `Ctrl-C pauses · baton attach ${id} opens its terminal`)
  const code = await followSeries({ client: core.client, seriesId, afterSeq, screen, onInterrupt: onProcessInterrupt })
  if (!out.json && out.live) out.diagnostic(out.paint.dim(nextStep(code, id)))
  return code
}

/** Waits until the series has begun, and says how to look at it. */
export async function leaveRunning(
  context: CommandContext,
  core: CoreHandle,
  seriesId: string,
  afterSeq: number,
): Promise<ExitCode> {
  const { out, io } = context
  let giveUp: NodeJS.Timeout | undefined
  const code = await followSeries({
    client: core.client,
    seriesId,
    afterSeq,
    screen: createScreen({ ...out, live: false }, io, ''),
    // Here Ctrl-C and the time limit mean the same: leave it to the core.
    onInterrupt(listener) {
      const stopListening = onProcessInterrupt(listener)
      giveUp = setTimeout(listener, DETACH_LIMIT_MS)
      return () => {
        clearTimeout(giveUp)
        stopListening()
      }
    },
    watchOnly: true,
    until: 'series.started',
  })
  const id = shortId(seriesId)
  out.diagnostic(`It runs on its own. Watch it: baton series ${id} --watch. Pause it: baton series pause ${id}.`)
  return code
}

/** What a person is likely to type next. */
function nextStep(code: ExitCode, id: string): string {
  switch (code) {
    case EXIT.needsAttention:
      return `Go on: baton series resume ${id}. What it did: baton series ${id} --report.`
    case EXIT.interrupted:
      return `Go on: the same command, or baton series resume ${id}.`
    case EXIT.limit:
      return `Go on with a new limit: the same command with --again. What it did: baton series ${id} --report.`
    default:
      return `What it did: baton series ${id} --report.`
  }
}

async function foregroundCore({ dataDir, io, out }: CommandContext): Promise<Outcome<CoreHandle>> {
  const live = await liveCore(dataDir)
  if (live !== null) {
    out.diagnostic(`A core runs already (pid ${live.pid}); the series runs there.`)
    return success(live)
  }
  const freed = await folderFreed(dataDir, 5_000)
  if (!freed.ok) return freed
  if (freed.value !== null) return success(freed.value)
  const { openCore } = await import('../../core/open.ts')
  const opened = await openCore({
    dataDir,
    serve: { port: 0 },
    telemetry: { httpPort: 0, grpcPort: 0 },
    recover: true,
    idleExitMs: null,
    env: io.env,
  })
  if (!opened.ok) return opened
  const { client, url, close } = opened.value
  // A closed terminal ends nothing, not even here; a request to end does so in order.
  process.on('SIGHUP', () => {})
  process.once('SIGTERM', () => void close().then(() => process.exit(EXIT.interrupted)))
  return success({ client, pid: process.pid, url, own: true, close })
}

/** A path is meant from where the person stands; a bare name is looked for on the PATH. */
export function absoluteClaude(cwd: string, claude: string | undefined): { claude?: string } {
  return claude === undefined ? {} : { claude: /[\\/]/.test(claude) ? resolve(cwd, claude) : claude }
}

/** The real path of an existing project folder. */
export function projectFolder(cwd: string, project: string): Outcome<string> {
  const path = resolve(cwd, project)
  try {
    if (statSync(path).isDirectory()) return success(realpathSync(path))
  } catch {
    return failure('project-missing', path, 'there is no such folder', 'give the project folder with --project DIR')
  }
  return failure('project-missing', path, 'it is a file, not a folder', 'give the project folder with --project DIR')
}
