import { FrameKind } from '../../contract/frames.ts'
import type { ClientMessage, ServerMessage } from '../../contract/frames.ts'
import { inputPieces } from '../../contract/input-pieces.ts'
import { createDrawnBytes } from './drawn-bytes.ts'
import type { DrawnBytes } from './drawn-bytes.ts'
import type { TerminalHandle, TerminalHandlers } from './types.ts'

/** Typed before the first connection stood: more than a person types or pastes in that moment. */
export const EARLY_INPUT_BYTES = 1024 * 1024

export interface PageTerminals {
  attach(target: string, size: TerminalSize | null, handlers: TerminalHandlers): TerminalHandle
  message(message: ServerMessage & { type: 'attached' | 'resized' | 'detached' }): void
  frame(kind: FrameKind, channel: number, bytes: Uint8Array): void
  opened(): void
  lost(): void
}

export interface TerminalWires {
  send(message: ClientMessage): void
  input(channel: number, bytes: Uint8Array): void
  /** `null`: the first connection is still being made. */
  mayWrite(): boolean | null
}

interface TerminalSize {
  columns: number
  rows: number
}

interface Attached {
  target: string
  size: TerminalSize | null
  handlers: TerminalHandlers
  drawn: DrawnBytes
}

/** The terminals of the page, each with a number of its own that is never given again. */
export function createPageTerminals(wires: TerminalWires): PageTerminals {
  const terminals = new Map<number, Attached>()
  let last = 0
  let early: { channel: number; bytes: Uint8Array }[] = []
  let earlyBytes = 0

  const ask = (channel: number, { target, size }: Attached) => {
    const { columns, rows } = size ?? { columns: null, rows: null }
    wires.send({ type: 'attach', channel, target, columns, rows, acknowledges: true })
  }
  const type = (channel: number, bytes: Uint8Array) => {
    for (const piece of inputPieces(bytes)) wires.input(channel, piece)
  }
  // Typed while the connection is gone, nobody sees it, and when it is back the screen may be another: it is dropped.
  const write = (channel: number, bytes: Uint8Array) => {
    if (!terminals.has(channel)) return
    const may = wires.mayWrite()
    if (may) return type(channel, bytes)
    if (may === false || earlyBytes + bytes.length > EARLY_INPUT_BYTES) return
    earlyBytes += bytes.length
    early.push({ channel, bytes: bytes.slice() })
  }
  const forgetEarly = () => {
    early = []
    earlyBytes = 0
  }

  return {
    attach(target, size, handlers) {
      const channel = ++last
      const terminal: Attached = { target, size: size && wholeCells(size), handlers, drawn: createDrawnBytes() }
      terminals.set(channel, terminal)
      ask(channel, terminal)
      return {
        write: (bytes) => write(channel, bytes),
        resize(columns, rows) {
          terminal.size = wholeCells({ columns, rows })
          if (terminals.has(channel) && wires.mayWrite()) wires.send({ type: 'resize', channel, ...terminal.size })
        },
        drawn(bytes) {
          const told = terminal.drawn.drawn(bytes)
          if (told > 0 && terminals.has(channel)) wires.send({ type: 'ack', channel, bytes: told })
        },
        close() {
          if (terminals.delete(channel)) wires.send({ type: 'detach', channel })
        },
      }
    },
    message(message) {
      const { channel } = message
      const handlers = terminals.get(channel)?.handlers
      if (message.type === 'attached') {
        const { sessionId, title, columns, rows, live } = message
        handlers?.attached({ sessionId, title, columns, rows, live })
      } else if (message.type === 'resized') handlers?.resized(message.columns, message.rows)
      else if (terminals.delete(channel)) handlers?.detached(message.why)
    },
    frame(kind, channel, bytes) {
      const terminal = terminals.get(channel)
      terminal?.drawn.received(bytes.length)
      if (kind === FrameKind.replay) terminal?.handlers.replay(bytes)
      else if (kind === FrameKind.output) terminal?.handlers.output(bytes)
    },
    opened() {
      for (const [channel, terminal] of terminals) ask(channel, terminal)
      for (const { channel, bytes } of early) write(channel, bytes)
      forgetEarly()
    },
    lost() {
      for (const { drawn } of terminals.values()) drawn.lost()
      forgetEarly()
    },
  }
}

/** A terminal that was not laid out yet tells no size; a pty refuses less than one cell. */
function wholeCells({ columns, rows }: TerminalSize): TerminalSize {
  return { columns: Math.max(1, Math.floor(columns)), rows: Math.max(1, Math.floor(rows)) }
}
