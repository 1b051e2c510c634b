import type { IncomingMessage } from 'node:http'
import { WebSocket } from 'ws'
import type { Channel, ChannelEnds } from '../../contract/channel.ts'
import { describeProblem, Problem } from '../../contract/problem.ts'
import { describeCoreGone } from './client-call.ts'
import type { CoreAddress } from './client-call.ts'
import { CLOSE_GRACE_MS, SERVER_FRAME_LIMIT } from './limits.ts'
import { parseJson } from './wire.ts'

/** A channel to the core behind an address. What is sent before the connection stands is kept and sent in order. */
export function openCoreChannel({ url, token }: CoreAddress): Channel {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, {
    headers: { authorization: `Bearer ${token}` },
    perMessageDeflate: false,
    maxPayload: SERVER_FRAME_LIMIT,
  })
  const unsent: (string | Uint8Array)[] = []
  const early: (string | Uint8Array)[] = []
  let user: ChannelEnds | null = null
  /** Why it is over; null: it is not. */
  let over: string | null = null
  const end = (why: string) => {
    if (over !== null) return
    over = why
    unsent.length = 0
    user?.closed(why)
  }
  const lost = (why: string) => {
    socket.terminate()
    end(why)
  }

  socket.on('open', () => {
    for (const data of unsent.splice(0)) socket.send(data)
  })
  socket.on('message', (bytes: Buffer, isBinary) => {
    if (over !== null) return
    const data = isBinary ? bytes : bytes.toString('utf8')
    if (user) user.received(data)
    else early.push(data)
  })
  socket.on('unexpected-response', (_request, response) => void refusalOf(response).then(lost))
  socket.on('error', (error: NodeJS.ErrnoException) => lost(describeCoreGone(url, error.code ?? error.message)))
  socket.on('close', (code, reason) => lost(describeCoreGone(url, reason.toString() || `connection closed, ${code}`)))

  return {
    send(data) {
      if (over !== null) return
      if (socket.readyState === WebSocket.CONNECTING) unsent.push(data)
      else if (socket.readyState === WebSocket.OPEN) socket.send(data)
    },
    buffered: () => socket.bufferedAmount,
    open(ends) {
      user = ends
      for (const data of early.splice(0)) ends.received(data)
      if (over !== null) ends.closed(over)
    },
    close() {
      early.length = 0
      socket.close()
      // A core that hangs answers no goodbye; the client's process must not wait for it.
      setTimeout(() => socket.terminate(), CLOSE_GRACE_MS).unref()
      end('closed')
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
