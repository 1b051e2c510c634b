import { prepareRemote } from '../../server/remote.ts'
import type { CoreClient } from '../../server/types.ts'
import { screenOf } from '../browser.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { nowText, refuse, type CommandContext } from '../output.ts'
import { servingHint } from '../render/page-address.ts'

export interface ServeOptions {
  port: number
  host?: string
  tlsCert?: string
  tlsKey?: string
  idleExit?: boolean
}

/** A core that `run` started ends this long after its last series and client. */
const IDLE_EXIT_MS = 60_000

/** `baton serve`: the core in this process until it is told to end. */
export async function serve(context: CommandContext, options: ServeOptions): Promise<ExitCode> {
  const { dataDir, io, out } = context
  const files = { host: options.host, certFile: options.tlsCert, keyFile: options.tlsKey }
  const remote = await prepareRemote(files, Date.now())
  if (!remote.ok) return refuse(out, remote.problem)
  // A closed terminal or a lost line ends nothing.
  process.on('SIGHUP', () => {})
  const { openCore } = await import('../../core/open.ts')
  const idleExitMs = options.idleExit === true ? (io.idleExitMs ?? IDLE_EXIT_MS) : null
  const listen = { port: options.port, remote: remote.value }
  const opened = await openCore({ dataDir, serve: listen, recover: true, idleExitMs, env: io.env })
  if (!opened.ok) {
    // The one that started this core reads its problem from the log.
    if (options.idleExit === true) out.diagnostic(JSON.stringify(opened.problem))
    return refuse(out, opened.problem)
  }
  const core = opened.value
  // What a core of `run` says goes into a log: no address that lets someone in may stand there.
  if (options.idleExit === true) out.text(`Baton listens on ${core.url ?? 'nothing'}`)
  else await sayAddress(context, core.client)
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

/** The address of the page with a one-time code in it, for the person or program that started this core. */
async function sayAddress({ io, out }: CommandContext, client: CoreClient): Promise<void> {
  const link = await client.call('access.link', { role: 'control' })
  if (!link.ok) return void refuse(out, link.problem)
  const address = new URL(link.value.url)
  const { origin: url, hash } = address
  const token = hash.slice('#t='.length)
  if (out.json)
    return out.object({
      type: 'listening',
      at: nowText(),
      url,
      token,
      otlpHttp: null,
      otlpGrpc: null,
      pid: process.pid,
    })
  out.text(`Baton listens on ${link.value.url}`)
  if (out.live) out.text(servingHint(link.value.url, screenOf(io.env)))
}
