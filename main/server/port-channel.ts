import type { Channel, ChannelEnds } from '../../contract/channel.ts'

/**
 * One end of a message channel: `MessagePort` of `node:worker_threads` (which gives the message itself) or Electron's
 * `MessagePortMain` (which gives an event with it).
 */
export interface PortLike {
  postMessage(message: string | Uint8Array): void
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

/** The core's end of a message port. What a port holds back nobody can tell: terminals go by acknowledgement. */
export function portChannel(port: PortLike): Channel {
  let over = false
  let user: ChannelEnds | null = null
  const end = (why: string) => {
    if (over) return
    over = true
    user?.closed(why)
  }
  return {
    send(data) {
      if (!over) port.postMessage(typeof data === 'string' ? data : ownBytes(data))
    },
    buffered: () => 0,
    open(ends) {
      user = ends
      port.on('message', (message) => {
        const data = dataOf(message)
        if (!over && data !== null) ends.received(data)
      })
      port.on('close', () => end('the port was closed'))
      port.start()
    },
    close() {
      port.close()
      end('closed')
    },
  }
}

/** A view of a larger buffer would be sent with the whole of it. */
function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes)
}

function dataOf(message: unknown): string | Uint8Array | null {
  if (typeof message === 'string' || message instanceof Uint8Array) return message
  if (typeof message !== 'object' || message === null || !('data' in message)) return null
  const { data } = message
  return typeof data === 'string' || data instanceof Uint8Array ? data : null
}
