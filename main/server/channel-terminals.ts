import { FrameKind } from '../../contract/frames.ts'
import type { ClientMessage } from '../../contract/frames.ts'
import { CHANNEL_LIMIT, LEAST_UNDRAWN_BYTES, UNDRAWN_BYTES } from './limits.ts'
import type { Outbox } from './outbox.ts'
import { openAttachment } from './terminal-attachment.ts'
import type { Access, AttachedView, TerminalHandle, TerminalSize, TerminalSource } from './types.ts'
import { createUndrawn } from './undrawn.ts'
import type { Undrawn } from './undrawn.ts'

export interface TerminalParts {
  terminals: TerminalSource
  refuse(why: string, what?: { channel: number }): void
  /** Someone who may only look types or sizes. */
  refuseWrite(): void
  attached(terminal: AttachedView): void
  fault(error: unknown, target: string): void
}

type Attach = ClientMessage & { type: 'attach' }

/** The terminals of one channel, each by the number that the client gave it. */
export function createChannelTerminals(parts: TerminalParts, { role }: Access, outbox: Outbox) {
  const terminals = new Map<number, { handle: TerminalHandle; undrawn: Undrawn | null }>()

  // One page draws them all: what is typed into one of them waits behind what the others were sent.
  const window = () => Math.max(LEAST_UNDRAWN_BYTES, UNDRAWN_BYTES / Math.max(1, terminals.size))

  const attach = (message: Attach) => {
    const { channel, target } = message
    // Not named: the terminal that has this number goes on.
    if (terminals.has(channel)) return parts.refuse(`channel ${channel} is in use`)
    if (terminals.size >= CHANNEL_LIMIT) return parts.refuse('too many terminals attached', { channel })
    const undrawn = message.acknowledges ? createUndrawn(window) : null
    const frame = (kind: FrameKind, bytes: Uint8Array) => {
      undrawn?.sent(bytes.length)
      outbox.frame(kind, channel, bytes)
    }
    const handle = openAttachment(parts.terminals, target, role === 'view' ? null : sizeOf(message), {
      attached: (terminal) => {
        parts.attached(terminal)
        outbox.message({ type: 'attached', channel, ...terminal })
      },
      output: (bytes) => frame(FrameKind.output, bytes),
      replay: (bytes) => frame(FrameKind.replay, bytes),
      resized: (columns, rows) => outbox.message({ type: 'resized', channel, columns, rows }),
      detached: (why) => {
        terminals.delete(channel)
        outbox.message({ type: 'detached', channel, why })
      },
      writable: () => outbox.writable() && undrawn?.behind() !== true,
      fault: (error) => parts.fault(error, target),
    })
    terminals.set(channel, { handle, undrawn })
  }

  // One that is not there is not refused: it may just have ended while the message was on its way.
  return {
    attach,
    input(channel: number, bytes: Uint8Array) {
      if (role === 'view') parts.refuseWrite()
      else terminals.get(channel)?.handle.write(bytes)
    },
    resize({ channel, columns, rows }: ClientMessage & { type: 'resize' }) {
      if (role === 'view') parts.refuseWrite()
      else terminals.get(channel)?.handle.resize(columns, rows)
    },
    acknowledge({ channel, bytes }: ClientMessage & { type: 'ack' }) {
      const undrawn = terminals.get(channel)?.undrawn
      if (undrawn?.acknowledged(bytes) === false) parts.refuse('that was not sent yet')
    },
    detach({ channel }: ClientMessage & { type: 'detach' }) {
      terminals.get(channel)?.handle.close()
      terminals.delete(channel)
    },
    close() {
      for (const { handle } of terminals.values()) handle.close()
      terminals.clear()
    },
  }
}

function sizeOf({ columns, rows }: Attach): TerminalSize | null {
  return columns === null || rows === null ? null : { columns, rows }
}
