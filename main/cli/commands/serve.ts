import { failure } from '../../../contract/problem.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { nowText, refuse, type CommandContext } from '../output.ts'

export interface ServeOptions {
  port: number
  host?: string
  idleExit?: boolean
}

/** A core that `run` started ends this long after its last series and client. */
const IDLE_EXIT_MS = 60_000
const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost']

/** `baton serve`: the core in this process until it is told to end. */
export async function serve({ dataDir, io, out }: CommandContext, options: ServeOptions): Promise<ExitCode> {
  if (options.host !== undefined && !LOOPBACK.includes(options.host))
    return refuse(
      out,
      failure(
        'usage',
        `--host ${options.host}`,
        'this version listens on this machine only, because whoever reaches the port can type to the agents',
        'leave --host out and reach it from elsewhere through an SSH tunnel (ssh -L 4319:127.0.0.1:4319 HOST)',
      ).problem,
    )
  // A closed terminal or a lost line ends nothing.
  process.on('SIGHUP', () => {})
  const { openCore } = await import('../../core/open.ts')
  const idleExitMs = options.idleExit === true ? (io.idleExitMs ?? IDLE_EXIT_MS) : null
  const opened = await openCore({ dataDir, serve: { port: options.port }, recover: true, idleExitMs, env: io.env })
  if (!opened.ok) {
    // The one that started this core reads its problem from the log.
    if (options.idleExit === true) out.diagnostic(JSON.stringify(opened.problem))
    return refuse(out, opened.problem)
  }
  const core = opened.value
  const { url, token } = core
  if (out.json)
    out.object({ type: 'listening', at: nowText(), url, token, otlpHttp: null, otlpGrpc: null, pid: process.pid })
  else out.text(`Baton listens on ${url ?? 'nothing'}`)
  let closing: Promise<void> | null = null
  const close = () => {
    closing ??= core.close()
  }
  process.on('SIGINT', close)
  process.on('SIGTERM', close)
  await core.ended
  await closing
  process.off('SIGINT', close)
  process.off('SIGTERM', close)
  return EXIT.completed
}
