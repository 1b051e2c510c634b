import headless from '@xterm/headless'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { SeriesView, SessionView } from '../../../contract/series.ts'
import type { TerminalHandlers } from '../../client/types.ts'
import { sampleBoard } from '../../testing/sample-board.ts'
import { type AttachmentView, PaneAttachment } from './pane-attachment.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const sample = sampleBoard().series.find(({ session }) => session !== null)
const MINE = { columns: 80, rows: 24 }

interface Attached {
  size: { columns: number; rows: number } | null
  handlers: TerminalHandlers
  written: string
  sizes: string[]
  drawn: number
  closed: boolean
}

/** A pane on the series `s`, a core that does what the test says, and a board with the series' present session. */
function pane() {
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

function live(sessionId: string, size = MINE) {
  return { sessionId, title: sessionId, ...size, live: true }
}

describe('an attached pane', () => {
  it('draws what comes, says how much of it, and passes keys on', async () => {
    const { attachment, last, text, view } = pane()
    attachment.open(MINE)
    expect(attachment.write(bytes('too early'))).toBe(false)
    last().handlers.attached(live('one'))
    last().handlers.replay(bytes('so far'))
    last().handlers.output(bytes(', and more'))
    expect(await text()).toBe('so far, and more')
    expect(last().drawn).toBe(16)
    expect(attachment.write(bytes('key'))).toBe(true)
    expect(last().written).toBe('key')
    expect(view()).toMatchObject({ phase: 'live', sessionId: 'one', size: MINE, theirs: false })
  })

  it('is drawn anew after a reconnection', async () => {
    const { attachment, last, text } = pane()
    attachment.open(MINE)
    last().handlers.attached(live('one'))
    last().handlers.replay(bytes('before'))
    last().handlers.attached(live('one'))
    last().handlers.replay(bytes('after'))
    expect(await text()).toBe('after')
  })

  it('still sizes the terminal when it comes back with the size that it had', () => {
    const { attachment, last, view } = pane()
    attachment.open(MINE)
    last().handlers.attached(live('one'))
    attachment.fit({ columns: 100, rows: 30 })
    last().handlers.resized(100, 30)
    last().handlers.attached(live('one', { columns: 100, rows: 30 }))
    expect(view()).toMatchObject({ theirs: false, size: { columns: 100, rows: 30 } })
  })

  it('takes the size of another viewer and takes it over when the person works here', () => {
    const { attachment, last, view } = pane()
    attachment.open(MINE)
    last().handlers.attached(live('one'))
    last().handlers.resized(120, 40)
    expect(view()).toMatchObject({ theirs: true, size: { columns: 120, rows: 40 } })
    attachment.fit({ columns: 90, rows: 24 })
    expect(last().sizes).toEqual([])
    attachment.takeOver({ columns: 90, rows: 24 })
    expect(last().sizes).toEqual(['90x24'])
    last().handlers.resized(90, 24)
    expect(view()).toMatchObject({ theirs: false, size: { columns: 90, rows: 24 } })
  })
})

describe('a pane of a series', () => {
  it('goes to the next session by itself and says how it came there', async () => {
    const { attachment, attached, last, board, text, view } = pane()
    attachment.open(MINE)
    last().handlers.attached(live('one'))
    last().handlers.replay(bytes('first'))
    last().handlers.detached('the session ended')
    expect(view()).toMatchObject({ phase: 'ended', why: 'the session ended' })
    board({}, 1)
    board({ live: false, pid: null }, 1)
    expect(attached).toHaveLength(1)
    board({ sessionId: 'two', n: 2, pid: 20, live: true }, 1)
    expect(attached).toHaveLength(2)
    expect(attached[0]?.closed).toBe(true)
    last().handlers.attached(live('two'))
    last().handlers.replay(bytes('second'))
    expect(view()).toMatchObject({ phase: 'live', handover: 'Session 1 handed over at checkpoint 1' })
    expect(await text()).toBe('── Session 1 handed over at checkpoint 1 ──\nsecond')
    attachment.dismissHandover()
    expect(view()).toMatchObject({ handover: null })
  })

  it('passes over what still comes of the session before', async () => {
    const { attachment, attached, last, board, text } = pane()
    attachment.open(MINE)
    last().handlers.attached(live('one'))
    last().handlers.detached('over')
    board({ sessionId: 'two', n: 2, pid: 20 }, 1)
    last().handlers.attached(live('two'))
    last().handlers.replay(bytes('second'))
    attached[0]?.handlers.output(bytes('late'))
    expect(await text()).not.toContain('late')
  })

  it('tries a process once, should it be over before the pane was there', () => {
    const { attachment, attached, last, board, view } = pane()
    attachment.open(MINE)
    last().handlers.attached(live('one'))
    last().handlers.detached('over')
    board({ sessionId: 'two', n: 2, pid: 20 }, 1)
    last().handlers.attached({ ...live('two'), live: false })
    last().handlers.detached('over, too')
    board({}, 1)
    expect(attached).toHaveLength(2)
    expect(view()).toMatchObject({ phase: 'ended', handover: null })
  })

  it('waits for the first session of a series that has none yet', async () => {
    const { attachment, attached, last, board, view } = pane()
    board({ live: false, pid: null })
    attachment.open(null)
    last().handlers.detached('it has had no session yet')
    expect(view()).toMatchObject({ phase: 'none', why: 'it has had no session yet' })
    board({ live: true, pid: 10 })
    await vi.waitFor(() => expect(attached).toHaveLength(2))
  })
})
