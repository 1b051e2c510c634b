import type { IncomingMessage } from 'node:http'
import { WebSocket } from 'ws'
import { decodeFrame, encodeFrame, FrameKind, ServerMessage } from '../../contract/frames.ts'
import type { ClientMessage } from '../../contract/frames.ts'
import { describeProblem, Problem } from '../../contract/problem.ts'
import { describeCoreGone } from './client-call.ts'
import type { CoreAddress } from './client-call.ts'
import { CLOSE_GRACE_MS, SERVER_FRAME_LIMIT } from './limits.ts'
import { parseJson } from './wire.ts'

export interface SocketHandlers {
  message(message: ServerMessage): void
  frame(kind: FrameKind, bytes: Uint8Array): void
  /** Once, and not after the client's own `close`. */
  closed(why: string): void
}

export interface ClientSocket {
  /** Kept and sent in order once the connection stands. */
  send(message: ClientMessage): void
  sendInput(channel: number, bytes: Uint8Array): void
  close(): void
}

/** One websocket to the core. Each following and each terminal has its own, so that none holds up another. */
export function openSocket({ url, token }: CoreAddress, handlers: SocketHandlers): ClientSocket {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, {
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
    maxPayload: SERVER_FRAME_LIMIT,
  })
  const unsent: (string | Uint8Array)[] = []
  let over = false
  const end = (why: string) => {
    if (over) return
    over = true
    socket.terminate()
    handlers.closed(why)
  }

  socket.on('open', () => {
    for (const data of unsent.splice(0)) socket.send(data)
  })
  socket.on('message', (data: Buffer, isBinary) => {
    if (over) return
    if (isBinary) {
      const frame = decodeFrame(data)
      if (frame) handlers.frame(frame.kind, frame.bytes)
      return
    }
    const message = ServerMessage.safeParse(parseJson(data.toString('utf8')))
    if (message.success) handlers.message(message.data)
    else end('the core said something this version does not understand: end it with `baton quit` and try again')
  })
  socket.on('unexpected-response', (_request, response) => void refusalOf(response).then(end))
  socket.on('error', (error: NodeJS.ErrnoException) => end(describeCoreGone(url, error.code ?? error.message)))
  socket.on('close', (code, reason) => end(describeCoreGone(url, reason.toString() || `connection closed, ${code}`)))

  const send = (data: string | Uint8Array) => {
    if (over) return
    if (socket.readyState === WebSocket.CONNECTING) unsent.push(data)
    else if (socket.readyState === WebSocket.OPEN) socket.send(data)
  }
  return {
    send: (message) => send(JSON.stringify(message)),
    sendInput: (channel, bytes) => send(encodeFrame(FrameKind.input, channel, bytes)),
    close() {
      over = true
      unsent.length = 0
      socket.close()
      // A core that hangs answers no goodbye; the client's process must not wait for it.
      setTimeout(() => socket.terminate(), CLOSE_GRACE_MS).unref()
    },
  }
}

/** Why the core did not let the client in. */
async function refusalOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of response) chunks.push(chunk as Buffer)
  } catch {
    return `the core answered ${response.statusCode} and broke off`
  }
  const body = parseJson(Buffer.concat(chunks).toString('utf8'))
  const problem = Problem.safeParse((body as { problem?: unknown } | undefined)?.problem)
  return problem.success ? describeProblem(problem.data) : `the core answered ${response.statusCode}`
}
