import type { SeriesView, SessionView } from '../../../contract/series.ts'
import type { AttachedTerminal, PageClient, TerminalHandle } from '../../client/types.ts'
import { createEarlyInput } from './early-input.ts'
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
 * the board has changed. It rests at first and after `rest`, attached to nothing, with the screen as it was; `show` ends that.
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
  /** The session seen before the one that is now attached to; until it was said how the pane came from there. */
  #before: Seen | null = null
  /** The replay came since we were there. */
  #drawn = false
  /** The process that was gone to last: not again, should it be over before we were there. */
  #goneTo: number | null = null
  #resting = true
  /** The core has said what it attached us to, since it was last asked. */
  #there = false
  #wasLive = false
  /** The session whose kept screen was asked for after it ended here. */
  #lastOf: string | null = null
  #typed = createEarlyInput()

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

  /** False: it rests, or is on its way. */
  get there(): boolean {
    return this.#there
  }

  /** What is on the screen came while the session lived; it may have ended since. */
  get wasLive(): boolean {
    return this.#wasLive
  }

  /** It is in sight: ends a rest. What is over stays as it stood, unless a next session is there. `size` as in `open`. */
  show(size: () => GridSize | null): void {
    if (!this.#resting) return
    this.#resting = false
    const { phase } = this.#view
    if (phase === 'ended' || phase === 'none') this.look(size)
    else this.open(size())
  }

  /** It is out of sight: nothing is sent for it, and it neither sizes the terminal nor answers for it. */
  rest(): void {
    this.#resting = true
    this.#seen = this.#before ?? this.#seen
    this.#before = null
    this.forgetTyped()
    this.#leave()
  }

  /** `size` null: as one who looks on and takes the size that there is. */
  open(size: GridSize | null): void {
    this.#leave()
    this.#resting = false
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

  /** False: nobody will take it. What is typed before the terminal is there waits for it. */
  write(bytes: Uint8Array): boolean {
    const { phase } = this.#view
    if (phase !== 'live' && phase !== 'connecting') return false
    if (!this.#there) return this.#typed.keep(bytes)
    this.#handle?.write(bytes)
    return true
  }

  /** The connection is gone: when it is back, the screen may be another than what was typed for. */
  forgetTyped(): void {
    this.#typed.take()
  }

  /** There is room for this size. */
  fit(size: GridSize): void {
    if (this.#there && this.#view.phase === 'live' && this.#sizes.fitted(size)) this.#ask(size)
  }

  /** The person works in this pane: it sizes the terminal from now on. */
  takeOver(size: GridSize): void {
    if (!this.#there || this.#view.phase !== 'live' || !this.#sizes.takeOver(size)) return
    this.#ask(size)
    this.#show({})
  }

  /** The board has changed: goes to the series' next session when there is one. `size` as in `open`. */
  look(size: () => GridSize | null): void {
    const { sessionId, phase } = this.#view
    if (this.#resting || phase === 'connecting') return
    if (phase === 'live') {
      // On the way back the board may know of a process that this pane has not seen.
      if (!this.#there) return
      const session = sessionId === null ? null : this.#known.session(sessionId)
      if (session?.live === true) this.#seen = seenSession(session.sessionId, session)
      const handover = this.#drawn ? this.#handover() : null
      if (handover !== null) this.#show({ handover })
      return
    }
    const next = nextProcess(this.#seen, this.#known.series(this.#target))
    if (next === null || next === this.#goneTo) {
      if (phase === 'ended' && sessionId !== null) this.#showLast(sessionId)
      return
    }
    this.#goneTo = next
    this.open(size())
  }

  /** A program may take its screen away as it ends: what it showed, as the core kept it, is put back. */
  #showLast(sessionId: string): void {
    if (!this.#wasLive || this.#lastOf === sessionId || this.#known.session(sessionId)?.live !== false) return
    this.#lastOf = sessionId
    this.#leave()
    const feed = feedScreen(this.#screen, () => {})
    this.#feed = feed
    const resized = (size: GridSize): void => {
      if (feed !== this.#feed) return
      feed.resize(size)
      this.#sizes.resized(size)
      this.#show({})
    }
    this.#handle = this.#client.attach(sessionId, null, {
      attached: resized,
      output: () => {},
      replay: (bytes) => feed === this.#feed && feed.replay(bytes, null),
      resized: (columns, rows) => resized({ columns, rows }),
      // None is kept: it stays as it stands.
      detached: () => {},
    })
  }

  dismissHandover(): void {
    if (this.#view.handover !== null) this.#show({ handover: null })
  }

  close(): void {
    this.forgetTyped()
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
    const before = this.#view.sessionId
    this.#there = true
    this.#drawn = false
    this.#wasLive = live
    this.#show({ phase: live ? 'live' : 'ended', sessionId, title, why: '' })
    // What was typed at the screen of a session that is over is not meant for the next one.
    const typed = this.#typed.take()
    if (live && (before === null || before === sessionId)) for (const bytes of typed) this.#handle?.write(bytes)
  }

  #replay(bytes: Uint8Array): void {
    this.#drawn = true
    const handover = this.#handover()
    this.#feed?.replay(bytes, handover)
    if (handover !== null) this.#show({ handover })
  }

  /** How the pane came here: once, and only when the board knows of this session, which may be a moment later. */
  #handover(): string | null {
    const { phase, sessionId } = this.#view
    const series = this.#known.series(this.#target)
    if (phase === 'live' && series?.session?.sessionId !== sessionId) return null
    const words = phase === 'live' ? handoverWords(this.#before, series) : null
    this.#before = null
    return words
  }

  #resized(size: GridSize): void {
    this.#sizes.resized(size)
    this.#feed?.resize(size)
    this.#show({})
  }

  #detached(why: string): void {
    const phase = this.#view.sessionId === null ? 'none' : 'ended'
    this.forgetTyped()
    this.#show({ phase, why })
  }

  #leave(): void {
    this.#there = false
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
