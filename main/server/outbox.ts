import type { Channel } from '../../contract/channel.ts'
import { encodeFrame } from '../../contract/frames.ts'
import type { FrameKind, ServerMessage } from '../../contract/frames.ts'
import { CLIENT_BEHIND_BYTES, DRAIN_CHECK_MS } from './limits.ts'
import { encodeForClient } from './wire.ts'

export interface Outbox {
  message(message: ServerMessage): void
  frame(kind: FrameKind, channel: number, bytes: Uint8Array): void
  /** False while the client is behind by `CLIENT_BEHIND_BYTES` or gone. */
  writable(): boolean
  /** Resolves when the client has caught up or is gone. */
  drained(): Promise<void>
  /** The channel closed: nothing is sent any more, and nobody waits for it. */
  close(): void
}

/** Sends to one client without ever waiting for it. */
export function createOutbox(channel: Channel): Outbox {
  const waiting: (() => void)[] = []
  let gone = false
  let timer: NodeJS.Timeout | null = null
  const behind = () => !gone && channel.buffered() >= CLIENT_BEHIND_BYTES
  const release = () => {
    if (behind()) return
    if (timer !== null) clearInterval(timer)
    timer = null
    for (const resolve of waiting.splice(0)) resolve()
  }
  return {
    message(message) {
      if (!gone) channel.send(encodeForClient(message))
    },
    frame(kind, number, bytes) {
      if (!gone) channel.send(encodeFrame(kind, number, bytes))
    },
    writable: () => !gone && !behind(),
    drained() {
      if (!behind()) return Promise.resolve()
      // A channel does not tell when it has sent; who waits looks again.
      timer ??= setInterval(release, DRAIN_CHECK_MS)
      return new Promise((resolve) => waiting.push(resolve))
    },
    close() {
      gone = true
      release()
    },
  }
}
