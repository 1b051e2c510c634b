import headless from '@xterm/headless'
import { onTestFinished } from 'vitest'
import type { SeriesView, SessionView } from '../../../contract/series.ts'
import type { TerminalHandlers } from '../../client/types.ts'
import { sampleBoard } from '../../testing/sample-board.ts'
import { type AttachmentView, PaneAttachment } from './pane-attachment.ts'

export const bytes = (text: string) => new TextEncoder().encode(text)
const sample = sampleBoard().series.find(({ session }) => session !== null)
export const MINE = { columns: 80, rows: 24 }

export interface Attached {
  size: { columns: number; rows: number } | null
  handlers: TerminalHandlers
  written: string
  sizes: string[]
  drawn: number
  closed: boolean
}

/** A pane on the series `s`, a core that does what the test says, and a board with the series' present session. For tests of this folder. */
export function pane() {
  if (sample === undefined || sample.session === null) throw new Error('the samples have no series with a session')
  const { session: sampleSession, ...rest } = sample
  const screen = new headless.Terminal({ cols: 80, rows: 24, allowProposedApi: true })
  onTestFinished(() => screen.dispose())
  const attached: Attached[] = []
  let view: AttachmentView | null = null
  let session: SessionView = { ...sampleSession, sessionId: 'one', n: 1, pid: 10, live: true }
  let series: SeriesView = { ...rest, id: 's', checkpoints: 0, session }
  const client = {
    attach: (_target: string, size: Attached['size'], handlers: TerminalHandlers) => {
      const one: Attached = { size, handlers, written: '', sizes: [], drawn: 0, closed: false }
      attached.push(one)
      return {
        write: (data: Uint8Array) => void (one.written += new TextDecoder().decode(data)),
        resize: (columns: number, rows: number) => void one.sizes.push(`${columns}x${rows}`),
        drawn: (count: number) => void (one.drawn += count),
        close: () => void (one.closed = true),
      }
    },
  }
  const known = { series: () => series, session: (id: string) => (id === session.sessionId ? session : null) }
  const attachment = new PaneAttachment('s', client, screen, known, (next) => {
    view = next
  })
  const last = () => {
    const one = attached.at(-1)
    if (one === undefined) throw new Error('nothing is attached')
    return one
  }
  return {
    attachment,
    screen,
    attached,
    last,
    view: () => view,
    /** The board says so now. */
    board: (part: Partial<SessionView>, checkpoints = 0) => {
      session = { ...session, ...part }
      series = { ...series, checkpoints, session }
      attachment.look(() => MINE)
    },
    text: async () => {
      await new Promise<void>((resolve) => screen.write('', resolve))
      const { active } = screen.buffer
      const lines = Array.from(
        { length: active.length },
        (_, row) => active.getLine(row)?.translateToString(true) ?? '',
      )
      return lines.filter(Boolean).join('\n')
    },
  }
}

/** As the core tells of a live session. */
export function live(sessionId: string, size = MINE) {
  return { sessionId, title: sessionId, ...size, live: true }
}
