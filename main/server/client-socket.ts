import { decodeFrame, encodeFrame, FrameKind, ServerMessage } from '../../contract/frames.ts'
import type { ClientMessage } from '../../contract/frames.ts'
import type { CoreAddress } from './client-call.ts'
import { openCoreChannel } from './core-channel.ts'
import { parseJson } from './wire.ts'

export interface SocketHandlers {
  message(message: ServerMessage): void
  frame?(kind: FrameKind, bytes: Uint8Array): void
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
export function openSocket(address: CoreAddress, handlers: SocketHandlers): ClientSocket {
  const channel = openCoreChannel(address)
  let over = false
  const end = (why: string) => {
    if (over) return
    over = true
    channel.close()
    handlers.closed(why)
  }
  channel.open({
    received(data) {
      if (over) return
      if (typeof data !== 'string') {
        const frame = decodeFrame(data)
        if (frame) handlers.frame?.(frame.kind, frame.bytes)
        return
      }
      const message = ServerMessage.safeParse(parseJson(data))
      if (message.success) handlers.message(message.data)
      else end('the core said something this version does not understand: end it with `baton quit` and try again')
    },
    closed: end,
  })
  return {
    send: (message) => channel.send(JSON.stringify(message)),
    sendInput: (number, bytes) => channel.send(encodeFrame(FrameKind.input, number, bytes)),
    close() {
      over = true
      channel.close()
    },
  }
}
