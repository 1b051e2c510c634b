import { STATUS_CODES } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { admitClient, refusal, refuseForeign } from './gate.ts'
import type { Refusal } from './gate.ts'
import { CLIENT_FRAME_LIMIT, CLOSE_GRACE_MS, WEBSOCKET_LIMIT } from './limits.ts'
import { serveChannel } from './serve-channel.ts'
import type { ConnectionParts } from './serve-channel.ts'
import { socketChannel } from './socket-channel.ts'
import { encodeForClient } from './wire.ts'

export interface UpgradeParts extends ConnectionParts {
  controlToken: string
  hosts(): ReadonlySet<string>
}

export interface WebSocketEnd {
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void
  /** Open websockets. */
  count(): number
  /** Tells each client that the core ends; the deaf are cut off after `CLOSE_GRACE_MS`. */
  close(): Promise<void>
}

/** The server side of `GET /ws`. A client is let in before the handshake or not at all. */
export function createWebSocketEnd(parts: UpgradeParts): WebSocketEnd {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: CLIENT_FRAME_LIMIT })
  let closing = false

  const check = (request: IncomingMessage): Refusal | null => {
    const foreign = refuseForeign(request.headers, parts.hosts())
    if (foreign) return foreign
    const path = (request.url ?? '').split('?', 1)[0] ?? ''
    if (path !== '/ws') return refusal('unknown-route', 404, path, 'there is no such websocket', 'use /ws')
    const admission = admitClient(request.headers, parts.controlToken)
    if (!admission.ok) return admission.refusal
    if (!closing && server.clients.size < WEBSOCKET_LIMIT) return null
    const cause = closing ? 'it is ending' : `it has ${WEBSOCKET_LIMIT} clients`
    return refusal('too-many-clients', 503, 'baton core', cause, 'close one and try again')
  }

  return {
    upgrade(request, stream, head) {
      stream.on('error', () => stream.destroy())
      const refused = check(request)
      if (refused) {
        parts.refusals.count(refused.reason)
        return answer(stream, refused)
      }
      parts.contact()
      server.handleUpgrade(request, stream, head, (socket) => {
        parts.log.info({ clients: server.clients.size }, 'client connected')
        serveChannel(socketChannel(socket, parts.refusals), { role: 'control', clientId: null, name: 'command' }, parts)
      })
    },
    count: () => server.clients.size,
    async close() {
      closing = true
      const closed = [...server.clients].map((socket) => new Promise((resolve) => socket.once('close', resolve)))
      for (const socket of server.clients) socket.close(1001, 'the core is ending')
      const deaf = setTimeout(() => {
        for (const socket of server.clients) socket.terminate()
      }, CLOSE_GRACE_MS)
      await Promise.all(closed)
      clearTimeout(deaf)
    },
  }
}

/** An HTTP answer in place of the handshake. */
function answer(stream: Duplex, refused: Refusal): void {
  const body = encodeForClient({ ok: false, problem: refused.problem })
  const head = [
    `HTTP/1.1 ${refused.status} ${STATUS_CODES[refused.status] ?? ''}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  stream.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
