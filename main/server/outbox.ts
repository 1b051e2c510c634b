import type { WebSocket } from 'ws'
import { encodeFrame } from '../../contract/frames.ts'
import type { FrameKind, ServerMessage } from '../../contract/frames.ts'
import { CLIENT_BEHIND_BYTES, CLIENT_LOST_BYTES } from './limits.ts'
import { encodeForClient } from './wire.ts'

export interface Outbox {
  message(message: ServerMessage): void
  frame(kind: FrameKind, channel: number, bytes: Uint8Array): void
  /** False while the client is behind by `CLIENT_BEHIND_BYTES` or gone. */
  writable(): boolean
  /** Resolves when the client has caught up or is gone. */
  drained(): Promise<void>
}

/** Sends to one client without ever waiting for it. One that is behind by `CLIENT_LOST_BYTES` is cut off: `lost`. */
export function createOutbox(socket: WebSocket, lost: () => void): Outbox {
  const waiting: (() => void)[] = []
  const open = () => socket.readyState === socket.OPEN
  const behind = () => open() && socket.bufferedAmount >= CLIENT_BEHIND_BYTES
  const release = () => {
    if (!behind()) for (const resolve of waiting.splice(0)) resolve()
  }
  socket.on('close', release)

  const send = (data: string | Uint8Array) => {
    if (!open()) return
    socket.send(data, release)
    if (socket.bufferedAmount <= CLIENT_LOST_BYTES) return
    lost()
    socket.terminate()
  }
  return {
    message: (message) => send(encodeForClient(message)),
    frame: (kind, channel, bytes) => send(encodeFrame(kind, channel, bytes)),
    writable: () => open() && !behind(),
    drained: () => (behind() ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
  }
}
