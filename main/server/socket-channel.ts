import type { RawData, WebSocket } from 'ws'
import type { Channel } from '../../contract/channel.ts'
import { CLIENT_LOST_BYTES } from './limits.ts'
import type { Refusals } from './refusals.ts'

/** The core's end of an open websocket. A client that takes nothing while `CLIENT_LOST_BYTES` wait for it is cut off. */
export function socketChannel(socket: WebSocket, refusals: Refusals): Channel {
  const open = () => socket.readyState === socket.OPEN
  return {
    send(data) {
      if (!open()) return
      socket.send(data)
      if (socket.bufferedAmount <= CLIENT_LOST_BYTES) return
      refusals.count('slow-client')
      socket.terminate()
    },
    buffered: () => (open() ? socket.bufferedAmount : 0),
    open(ends) {
      socket.on('message', (data, isBinary) => {
        const bytes = toBuffer(data)
        ends.received(isBinary ? bytes : bytes.toString('utf8'))
      })
      // Oversized or broken frames: ws closes the connection itself.
      socket.on('error', () => refusals.count('client-message'))
      socket.on('close', (code, reason) => ends.closed(reason.toString() || `connection closed, ${code}`))
    },
    close: () => socket.close(),
  }
}

function toBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? Buffer.from(data) : data
}
