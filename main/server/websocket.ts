import { STATUS_CODES } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import { refusal, refuseForeign } from './gate.ts'
import type { Admission, Refusal } from './gate.ts'
import type { Grants } from './grants.ts'
import { CLIENT_FRAME_LIMIT, CLOSE_GRACE_MS, WEBSOCKET_LIMIT } from './limits.ts'
import { admitSocket } from './page-access.ts'
import { serveChannel } from './serve-channel.ts'
import type { ConnectionParts } from './serve-channel.ts'
import type { Site } from './site.ts'
import { socketChannel } from './socket-channel.ts'
import type { Access } from './types.ts'
import { encodeForClient } from './wire.ts'

export interface UpgradeParts extends ConnectionParts {
  controlToken: string
  grants: Grants
}

export interface WebSocketEnd {
  upgrade(site: Site, request: IncomingMessage, stream: Duplex, head: Buffer): void
  /** Open websockets. */
  count(): number
  /** Tells each client that the core ends; the deaf are cut off after `CLOSE_GRACE_MS`. */
  close(): Promise<void>
}

/** Close code of a browser that was put out: it does not come back by itself. */
export const CLOSED_REVOKED = 4401
/** In which the close code still reaches a browser that was put out. Nothing that it sends is heard. Milliseconds. */
const REVOKED_GRACE_MS = 1_000

/** The server side of `GET /ws`. A client is let in before the handshake or not at all. */
export function createWebSocketEnd(parts: UpgradeParts): WebSocketEnd {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: CLIENT_FRAME_LIMIT })
  let closing = false

  const admit = (site: Site, request: IncomingMessage): Admission => {
    const { headers } = request
    const foreign = refuseForeign(headers, site)
    if (foreign) return { ok: false, refusal: foreign }
    const path = (request.url ?? '').split('?', 1)[0] ?? ''
    if (path !== '/ws') {
      return { ok: false, refusal: refusal('unknown-route', 404, path, 'there is no such websocket', 'use /ws') }
    }
    const admission = admitSocket(headers, site, parts.grants, parts.controlToken)
    if (!admission.ok || (!closing && server.clients.size < WEBSOCKET_LIMIT)) return admission
    const cause = closing ? 'it is ending' : `it has ${WEBSOCKET_LIMIT} clients`
    const full = refusal('too-many-clients', 503, 'baton core', cause, 'close one and try again')
    return { ok: false, refusal: full }
  }

  const serve = (socket: WebSocket, access: Access): void => {
    const { clientId: client, role, name } = access
    parts.log.info({ client, role, name, clients: server.clients.size }, 'client connected')
    serveChannel(socketChannel(socket, parts.refusals), access, parts)
    if (client === null) return
    const gone = parts.grants.connected(client, () => putOut(socket))
    socket.once('close', gone)
  }

  return {
    upgrade(site, request, stream, head) {
      stream.on('error', () => stream.destroy())
      const admission = admit(site, request)
      if (!admission.ok) {
        parts.refusals.count(admission.refusal.reason)
        return answer(stream, admission.refusal)
      }
      parts.contact()
      server.handleUpgrade(request, stream, head, (socket) => serve(socket, admission.access))
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

/** What was typed and is on its way is dropped: from this moment on nothing of that client is done. */
function putOut(socket: WebSocket): void {
  socket.removeAllListeners('message')
  socket.close(CLOSED_REVOKED, 'this browser was put out')
  const deaf = setTimeout(() => socket.terminate(), REVOKED_GRACE_MS)
  socket.once('close', () => clearTimeout(deaf))
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
