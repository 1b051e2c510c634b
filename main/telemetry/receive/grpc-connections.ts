import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { success } from '../../../contract/problem.ts'
import type { Outcome } from '../../../contract/problem.ts'
import { listen } from '../../server/listener.ts'
import type { Refusals } from '../../server/refusals.ts'
import { CONNECTION_LIMIT } from './limits.ts'

export interface ConnectionParts {
  address: string
  /** 0: any free one. */
  port: number
  refusals: Refusals
  fault(error: Error): void
  /** How long a client may take until it has spoken. Milliseconds. */
  timeout: number
}

export interface Connections {
  port: number
  /** Gets each connection from here on. Called at once, in the turn in which `openConnections` resolved. */
  serve(connection: (socket: Socket) => void): void
  /** Takes no new connection; resolves when the last one has gone. */
  close(): Promise<void>
  /** Ends those that are left. */
  destroy(): void
}

/** What every HTTP/2 client sends first, whatever it wants. Bytes. */
const PREFACE_BYTES = 24

/** Bounded connections on one address, for a protocol that is served by someone else. */
export async function openConnections(parts: ConnectionParts): Promise<Outcome<Connections>> {
  const { refusals, fault, timeout } = parts
  const server = createServer({ noDelay: true })
  server.maxConnections = CONNECTION_LIMIT
  server.on('drop', () => refusals.count('too-many-connections'))
  const listening = await listen(server, parts)
  if (!listening.ok) return listening
  server.on('error', fault)
  const open = new Set<Socket>()
  return success({
    port: listening.value,
    serve: (connection) =>
      void server.on('connection', (socket) => {
        open.add(socket)
        const silent = setTimeout(() => {
          if (socket.bytesRead >= PREFACE_BYTES) return
          refusals.count('timeout')
          socket.destroy()
        }, timeout)
        socket.on('error', () => socket.destroy())
        socket.on('close', () => {
          clearTimeout(silent)
          open.delete(socket)
        })
        connection(socket)
      }),
    close: () => closed(server),
    destroy: () => open.forEach((socket) => socket.destroy()),
  })
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => void server.close(() => resolve()))
}
