import { describeProblem } from '../../../contract/problem.ts'
import type { ReceiverView } from '../../../contract/telemetry.ts'
import type { RunningCore } from '../../core/open.ts'
import { prepareRemote } from '../../server/remote.ts'
import { openBrowser, screenOf } from '../browser.ts'
import { liveCore } from '../core-access.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { nowText, refuse, type CommandContext } from '../output.ts'
import { servingHint } from '../render/page-address.ts'
import { open } from './open.ts'

export interface ServeOptions {
  port: number
  host?: string
  tlsCert?: string
  tlsKey?: string
  /** Opens the page; a core that lives already is enough. */
  open?: boolean
  idleExit?: boolean
  /** False: without the telemetry receiver. */
  otlp: boolean
  otlpHttpPort?: number
  otlpGrpcPort?: number
}

/** A core that `run` started ends this long after its last series and client. */
const IDLE_EXIT_MS = 60_000

/** `baton serve`: the core in this process until it is told to end. */
export async function serve(context: CommandContext, options: ServeOptions): Promise<ExitCode> {
  const { dataDir, io, out } = context
  if (options.open === true && (await liveCore(dataDir)) !== null) {
    out.diagnostic('Baton runs already: its page is opened.')
    return open(context, {})
  }
  const files = { host: options.host, certFile: options.tlsCert, keyFile: options.tlsKey }
  const remote = await prepareRemote(files, Date.now())
  if (!remote.ok) return refuse(out, remote.problem)
  // A closed terminal or a lost line ends nothing.
  process.on('SIGHUP', () => {})
  const { openCore } = await import('../../core/open.ts')
  const idleExitMs = options.idleExit === true ? (io.idleExitMs ?? IDLE_EXIT_MS) : null
  const listen = { port: options.port, remote: remote.value }
  const telemetry = options.otlp ? { httpPort: options.otlpHttpPort, grpcPort: options.otlpGrpcPort } : null
  const opened = await openCore({ dataDir, serve: listen, telemetry, recover: true, idleExitMs, env: io.env })
  if (!opened.ok) {
    // The one that started this core reads its problem from the log.
    if (options.idleExit === true) out.diagnostic(JSON.stringify(opened.problem))
    return refuse(out, opened.problem)
  }
  const core = opened.value
  // What a core of `run` says goes into a log: no address that lets someone in may stand there.
  if (options.idleExit === true) out.text(`Baton listens on ${core.url ?? 'nothing'}`)
  else await sayAddress(context, core, options.open === true)
  for (const { problem } of core.receivers) if (problem !== null) out.diagnostic(describeProblem(problem))
  let closing: Promise<void> | null = null
  const close = () => {
    closing ??= core.close()
  }
  const interrupted = interruption(core, close, out)
  process.on('SIGINT', interrupted)
  process.on('SIGTERM', close)
  await core.ended
  await closing
  process.off('SIGINT', interrupted)
  process.off('SIGTERM', close)
  return EXIT.completed
}

/** Ctrl-C: as the desktop's safe end, nothing ends under a series; once more: at once. */
function interruption(core: RunningCore, close: () => void, out: CommandContext['out']): () => void {
  let asked = false
  return () => {
    if (asked || !core.status().busy) return close()
    asked = true
    out.diagnostic(
      'Baton ends once each session has written its checkpoint; the series are paused. Ctrl-C again ends it at once: the next start goes on from their transcripts.',
    )
    // What throws in it is made an answer.
    void core.client.call('core.quit', { force: true }).then((answer) => answer.ok || refuse(out, answer.problem))
  }
}

/** The address of the page with a one-time code in it, for the person or program that started this core. */
async function sayAddress({ io, out }: CommandContext, core: RunningCore, opens: boolean): Promise<void> {
  const link = await core.client.call('access.link', { role: 'control' })
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
      otlpHttp: receiverUrl(core.receivers, 'http'),
      otlpGrpc: receiverUrl(core.receivers, 'grpc'),
      pid: process.pid,
    })
  out.text(`Baton listens on ${link.value.url}`)
  const screen = screenOf(io.env)
  // The address is on the screen already: a browser that does not come up costs nothing.
  const opened = opens && screen === 'here' && (await openBrowser(link.value.url))
  if (opened) out.text('Opened in your browser.')
  else if (out.live) out.text(servingHint(link.value.url, screen))
}

function receiverUrl(receivers: readonly ReceiverView[], protocol: ReceiverView['protocol']): string | null {
  const port = receivers.find((receiver) => receiver.protocol === protocol)?.port ?? null
  return port === null ? null : `http://127.0.0.1:${port}`
}
