import type { SeriesView, SessionView } from '../../../contract/series.ts'
import type { AttachedTerminal, PageClient, TerminalHandle } from '../../client/types.ts'
import { handoverWords, nextProcess, type Seen, seenSession } from './follow-series.ts'
import { type EmulatedScreen, feedScreen, type ScreenFeed } from './screen-feed.ts'
import { type GridSize, SizeKeeper } from './view-size.ts'

/** What a pane says of its terminal beside the screen. */
export interface AttachmentView {
  /** `none`: there is no such terminal, see `why`. */
  phase: 'connecting' | 'live' | 'ended' | 'none'
  sessionId: string | null
  title: string
  /** Why it is over or not there; "" while it lives. */
  why: string
  /** How the pane came from the session before to this one; null: it did not. */
  handover: string | null
  /** The terminal's size, as the core has it. */
  size: GridSize | null
  /** Another viewer sizes it. */
  theirs: boolean
}

/** What the board says, now. */
export interface Known {
  series(id: string): SeriesView | null
  session(id: string): SessionView | null
}

const NOTHING: AttachmentView = {
  phase: 'connecting',
  sessionId: null,
  title: '',
  why: '',
  handover: null,
  size: null,
  theirs: false,
}

/**
 * One pane's way to its terminal. A target that is a series is followed from session to session: call `look` whenever
 * the board has changed.
 */
export class PaneAttachment {
  #client: Pick<PageClient, 'attach'>
  #target: string
  #screen: EmulatedScreen
  #known: Known
  #changed: (view: AttachmentView) => void
  #sizes = new SizeKeeper()
  #handle: TerminalHandle | null = null
  #feed: ScreenFeed | null = null
  #view = NOTHING
  /** The size that this pane asked for last, or asks for anew after a reconnection; null: it looks on. */
  #asked: GridSize | null = null
  #seen: Seen | null = null
  /** The session seen before the one that is now attached to; until its replay came. */
  #before: Seen | null = null
  /** The process that was gone to last: not again, should it be over before we were there. */
  #goneTo: number | null = null

  constructor(
    target: string,
    client: Pick<PageClient, 'attach'>,
    screen: EmulatedScreen,
    known: Known,
    changed: (view: AttachmentView) => void,
  ) {
    this.#target = target
    this.#client = client
    this.#screen = screen
    this.#known = known
    this.#changed = changed
  }

  get view(): AttachmentView {
    return this.#view
  }

  /** `size` null: as one who looks on and takes the size that there is. */
  open(size: GridSize | null): void {
    this.#leave()
    this.#asked = size
    const feed = feedScreen(this.#screen, (bytes) => this.#handle?.drawn(bytes))
    this.#feed = feed
    // What still comes for an earlier attachment is nobody's.
    const mine =
      <T extends unknown[]>(handle: (...args: T) => void) =>
      (...args: T) => {
        if (feed === this.#feed) handle(...args)
      }
    this.#handle = this.#client.attach(this.#target, size, {
      attached: mine((terminal) => this.#attached(terminal)),
      output: mine((bytes) => feed.output(bytes)),
      replay: mine((bytes) => this.#replay(bytes)),
      resized: mine((columns, rows) => this.#resized({ columns, rows })),
      detached: mine((why) => this.#detached(why)),
    })
  }

  /** False: nobody is there to take it. */
  write(bytes: Uint8Array): boolean {
    if (this.#view.phase !== 'live' || this.#handle === null) return false
    this.#handle.write(bytes)
    return true
  }

  /** There is room for this size. */
  fit(size: GridSize): void {
    if (this.#view.phase === 'live' && this.#sizes.fitted(size)) this.#ask(size)
  }

  /** The person works in this pane: it sizes the terminal from now on. */
  takeOver(size: GridSize): void {
    if (this.#view.phase !== 'live' || !this.#sizes.takeOver(size)) return
    this.#ask(size)
    this.#show({})
  }

  /** The board has changed: goes to the series' next session when there is one. `size` as in `open`. */
  look(size: () => GridSize | null): void {
    const { sessionId, phase } = this.#view
    if (phase === 'connecting') return
    if (phase === 'live') {
      const session = sessionId === null ? null : this.#known.session(sessionId)
      if (session?.live === true) this.#seen = seenSession(session.sessionId, session)
      return
    }
    const next = nextProcess(this.#seen, this.#known.series(this.#target))
    if (next === null || next === this.#goneTo) return
    this.#goneTo = next
    this.open(size())
  }

  dismissHandover(): void {
    if (this.#view.handover !== null) this.#show({ handover: null })
  }

  close(): void {
    this.#leave()
  }

  #ask(size: GridSize): void {
    this.#asked = size
    this.#handle?.resize(size.columns, size.rows)
  }

  #attached(terminal: AttachedTerminal): void {
    const { sessionId, title, columns, rows, live } = terminal
    this.#sizes.attached({ columns, rows }, live ? this.#asked : null)
    this.#before = this.#seen
    this.#seen = seenSession(sessionId, this.#known.session(sessionId))
    this.#feed?.resize({ columns, rows })
    this.#show({ phase: live ? 'live' : 'ended', sessionId, title, why: '' })
  }

  #replay(bytes: Uint8Array): void {
    const live = this.#view.phase === 'live'
    const handover = live ? handoverWords(this.#before, this.#known.series(this.#target)) : null
    this.#before = null
    this.#feed?.replay(bytes, handover)
    if (handover !== null) this.#show({ handover })
  }

  #resized(size: GridSize): void {
    this.#sizes.resized(size)
    this.#feed?.resize(size)
    this.#show({})
  }

  #detached(why: string): void {
    const phase = this.#view.sessionId === null ? 'none' : 'ended'
    this.#show({ phase, why })
  }

  #leave(): void {
    this.#feed?.close()
    this.#feed = null
    this.#handle?.close()
    this.#handle = null
  }

  #show(part: Partial<AttachmentView>): void {
    this.#view = { ...this.#view, ...part, size: this.#sizes.now, theirs: this.#sizes.theirs }
    this.#changed(this.#view)
  }
}
