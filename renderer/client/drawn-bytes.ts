import { ACK_BYTES } from '../../contract/frames.ts'

export interface DrawnBytes {
  received(bytes: number): void
  /** How much to acknowledge now; 0: nothing yet. */
  drawn(bytes: number): number
  /** The connection is gone: what it brought is still drawn, but the next one never sent it. */
  lost(): void
}

/** What a terminal was sent and has drawn, in order. */
export function createDrawnBytes(): DrawnBytes {
  let former = 0
  let undrawn = 0
  let unsaid = 0
  return {
    received: (bytes) => void (undrawn += bytes),
    drawn(bytes) {
      const old = Math.min(former, bytes)
      former -= old
      const fresh = Math.min(undrawn, bytes - old)
      undrawn -= fresh
      unsaid += fresh
      if (unsaid < ACK_BYTES) return 0
      const told = unsaid
      unsaid = 0
      return told
    },
    lost() {
      former += undrawn
      undrawn = 0
      unsaid = 0
    },
  }
}
