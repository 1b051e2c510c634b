import { describeProblem } from '../../contract/problem.ts'
import { EARLY_INPUT_BYTES } from './limits.ts'
import type {
  AttachedTerminal,
  AttachHandlers,
  TerminalHandle,
  TerminalSize,
  TerminalSource,
  TerminalViewer,
} from './types.ts'

export interface AttachmentSink extends AttachHandlers {
  resized(columns: number, rows: number): void
  writable(): boolean
  /** The source threw, which is a bug. */
  fault(error: unknown): void
}

/**
 * One viewer of one terminal, usable at once: input and size given before the terminal is there wait for it, and
 * the sink hears `attached` before any byte and nothing after `detached` or `close`. `size` null: it takes what there is.
 */
export function openAttachment(
  source: TerminalSource,
  target: string,
  size: TerminalSize | null,
  sink: AttachmentSink,
): TerminalHandle {
  let terminal: AttachedTerminal | null = null
  let over = false
  const first = size && atLeastOneCell(size)
  let wanted = first
  const unsaid: (() => void)[] = []
  let typed: Uint8Array[] = []
  let typedBytes = 0

  const say = (action: () => void) => {
    if (over) return
    if (terminal) action()
    else unsaid.push(action)
  }
  const end = (why: string) => {
    if (over) return
    over = true
    typed = []
    sink.detached(why)
  }
  const begin = (attached: AttachedTerminal) => {
    if (over) return attached.detach()
    terminal = attached
    const { sessionId, title, columns, rows, live } = attached
    sink.attached({ sessionId, title, columns, rows, live })
    for (const action of unsaid.splice(0)) if (!over) action()
    if (over) return
    if (wanted && wanted !== first) attached.resize(wanted.columns, wanted.rows)
    for (const bytes of typed.splice(0)) attached.write(bytes)
  }

  const viewer: TerminalViewer = {
    output: (bytes) => say(() => sink.output(bytes)),
    replay: (bytes) => say(() => sink.replay(bytes)),
    ended: (why) => say(() => end(why)),
    resized: (columns, rows) => say(() => sink.resized(columns, rows)),
    writable: () => !over && sink.writable(),
  }
  const attach = async () => {
    const outcome = await source.attach(target, first, viewer)
    if (outcome.ok) begin(outcome.value)
    else end(describeProblem(outcome.problem))
  }
  attach().catch((error: unknown) => {
    sink.fault(error)
    end('the core failed to attach the terminal')
  })

  return {
    write(bytes) {
      if (over) return
      if (terminal) return terminal.write(bytes)
      typedBytes += bytes.length
      if (typedBytes > EARLY_INPUT_BYTES) return end('too much was typed before the terminal was there')
      typed.push(bytes)
    },
    resize(columns, rows) {
      if (over) return
      const next = atLeastOneCell({ columns, rows })
      wanted = next
      terminal?.resize(next.columns, next.rows)
    },
    close() {
      if (over) return
      over = true
      typed = []
      terminal?.detach()
    },
  }
}

/** A terminal that tells no size (0 × 0, as some do) is taken for the smallest: a pty refuses less. */
export function atLeastOneCell({ columns, rows }: TerminalSize): TerminalSize {
  return { columns: Math.max(1, Math.floor(columns)), rows: Math.max(1, Math.floor(rows)) }
}
