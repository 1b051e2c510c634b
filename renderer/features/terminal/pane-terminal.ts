import { core } from '../../stores/core.ts'
import { useBoard } from '../../stores/board.ts'
import { createXterm, type XtermParts } from './create-xterm.ts'
import { gpuRenderer, type GpuRenderer } from './gpu-renderer.ts'
import { type AttachmentView, PaneAttachment } from './pane-attachment.ts'
import { watchSight } from './in-sight.ts'
import { copySelection, listenToKeys, pasteInto } from './pane-keys.ts'
import { guardQueries } from './query-guard.ts'
import type { SearchWish } from './search-term.ts'
import { stepFont } from './tabs-store.ts'
import { buildMatchColours, buildTheme } from './terminal-theme.ts'
import { searchScreen, type SearchWay } from './pane-search.ts'
import { readColour } from './read-colour.ts'
import { keepStill } from './still-screen.ts'
import { frame, isTooLarge, unframe } from './screen-frame.ts'
import { fittingSize, type GridSize } from './view-size.ts'

/** What a pane shows beside its screen. */
export interface PaneState extends AttachmentView {
  /** The title that the program set; "" for none. */
  programTitle: string
  /** The true address of the link under the pointer. */
  link: string | null
  found: { index: number; count: number } | null
  searching: boolean
}

/** The terminal of one tab. It lives outside React: a pane only gives it a place on the screen. */
export class PaneTerminal {
  readonly id: string
  readonly target: string
  #parts: XtermParts
  #gpu: GpuRenderer
  #attachment: PaneAttachment
  #state: PaneState
  #listeners = new Set<() => void>()
  /** Moves from pane to pane with the terminal in it. */
  #shell = document.createElement('div')
  #host: HTMLElement | null = null
  #opened = false
  #wantsFocus = false
  #fontSize = 13
  #frame = 0
  #resizes = new ResizeObserver(() => this.#layoutSoon())
  #encoder = new TextEncoder()
  #sight = watchSight(document, { seen: () => this.#layoutSoon(), rested: () => this.#attachment.rest() })
  #stopBoard: () => void
  #stopConnection: () => void

  constructor(id: string, target: string) {
    this.id = id
    this.target = target
    this.#shell.className = 'terminal-shell'
    this.#parts = createXterm((link) => this.#show({ link }))
    const { terminal, search } = this.#parts
    this.#gpu = gpuRenderer(id, terminal)
    const board = useBoard.getState
    const known = {
      series: (series: string) => board().series.get(series) ?? null,
      session: (session: string) => board().sessions.get(session) ?? null,
    }
    const screen = {
      write: (data: string | Uint8Array, done?: () => void) => terminal.write(data, done),
      reset: () => terminal.reset(),
      resize: (columns: number, rows: number) => terminal.resize(columns, rows),
      still: () => keepStill(terminal),
    }
    this.#attachment = new PaneAttachment(target, core(), screen, known, (view) => this.#viewChanged(view))
    this.#state = { ...this.#attachment.view, programTitle: '', link: null, found: null, searching: false }
    guardQueries(terminal.parser, () => this.#mayAnswer())
    terminal.onData((data) => this.#type(this.#encoder.encode(data)))
    terminal.onBinary((data) => this.#type(Uint8Array.from(data, (character) => character.charCodeAt(0))))
    terminal.onTitleChange((programTitle) => this.#show({ programTitle }))
    terminal.onResize(() => this.#layoutSoon())
    search.onDidChangeResults(({ resultIndex, resultCount }) => {
      this.#show({ found: { index: resultIndex, count: resultCount } })
    })
    this.applyTheme()
    this.#stopBoard = useBoard.subscribe(() => this.#attachment.look(() => this.#sizeToAsk()))
    this.#stopConnection = core().onConnection((connection) => {
      const may = connection.status === 'open' ? connection.role === 'control' : connection.status === 'connecting'
      if (!may) this.#attachment.forgetTyped()
      this.#setInput()
    })
  }

  readonly state = (): PaneState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Puts the terminal on the screen. Attaches it once there is room, unless it still is. */
  mount(host: HTMLElement): void {
    this.#host = host
    host.append(this.#shell)
    this.#resizes.observe(host)
    this.#sight.placed(true)
    this.#layoutSoon()
  }

  /** It leaves the screen, and is detached when it does not come back soon. */
  unmount(host: HTMLElement): void {
    if (this.#host !== host) return
    this.#resizes.disconnect()
    cancelAnimationFrame(this.#frame)
    this.#gpu.hide()
    unframe(this.#shell, host)
    this.#shell.remove()
    this.#host = null
    this.#sight.placed(false)
  }

  /** At once, or as soon as it is on the screen. */
  focus(): void {
    if (this.#opened && this.#host !== null) this.#parts.terminal.focus()
    else this.#wantsFocus = true
  }

  /** This pane sizes the terminal from now on. */
  takeOver(): void {
    if (!this.#state.theirs || !this.#mayType()) return
    const size = this.#ownSize()
    if (size !== null) this.#attachment.takeOver(size)
    this.#layoutSoon()
  }

  setLook(fontSize: number, screenReader: boolean): void {
    this.#fontSize = fontSize
    this.#parts.terminal.options.screenReaderMode = screenReader
    this.#layoutSoon()
  }

  applyTheme(): void {
    const theme = buildTheme(readColour)
    const { active } = buildMatchColours(readColour)
    // The match that the search is at is the selection, which would hide its mark.
    const atMatch = { selectionBackground: active, selectionInactiveBackground: active }
    this.#parts.terminal.options.theme = this.#state.searching ? { ...theme, ...atMatch } : theme
  }

  setSearching(searching: boolean): void {
    if (!searching) this.#parts.search.clearDecorations()
    this.#show({ searching, found: null })
    this.applyTheme()
    if (!searching) this.focus()
  }

  /** `typing`: the term grows; the match under the eyes stays while it still fits. */
  search(wish: SearchWish, way: SearchWay): void {
    if (!searchScreen(this.#parts.search, wish, way)) this.#show({ found: null })
  }

  copy(): void {
    void copySelection(this.#parts.terminal)
  }

  paste(): void {
    void pasteInto(this.#parts.terminal)
  }

  selectAll(): void {
    this.#parts.terminal.selectAll()
  }

  dismissHandover(): void {
    this.#attachment.dismissHandover()
  }

  dispose(): void {
    this.#stopBoard()
    this.#stopConnection()
    this.#sight.close()
    this.#resizes.disconnect()
    cancelAnimationFrame(this.#frame)
    this.#attachment.close()
    this.#gpu.dispose()
    this.#parts.terminal.dispose()
    this.#shell.remove()
    this.#listeners.clear()
  }

  #open(): void {
    const { terminal } = this.#parts
    this.#opened = true
    terminal.open(this.#shell)
    terminal.textarea?.addEventListener('focus', () => this.takeOver())
    terminal.element?.addEventListener('mousedown', () => this.takeOver())
    listenToKeys(terminal, {
      worked: () => this.takeOver(),
      stepFont: (by) => stepFont(this.id, by),
      search: () => this.setSearching(true),
    })
    this.#setInput()
  }

  #layoutSoon(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = requestAnimationFrame(() => this.#layout())
  }

  #layout(): void {
    const host = this.#host
    if (host === null || host.clientWidth === 0 || host.clientHeight === 0) return
    if (!this.#opened) this.#open()
    this.#gpu.show()
    if (this.#wantsFocus) this.#parts.terminal.focus()
    this.#wantsFocus = false
    if (this.#sight.now) this.#attachment.show(() => this.#sizeToAsk())
    const { theirs, phase } = this.#state
    if (phase === 'ended' && this.#attachment.wasLive) {
      // It stays as it stood; where a line below it takes room, its last rows are what is seen.
      host.scrollTop = host.scrollHeight
    } else if (theirs || this.#cannotFit(host)) this.#frameIn(host)
    else if (phase === 'live' || phase === 'ended') {
      host.scrollTop = 0
      const size = this.#ownSize()
      if (size !== null && this.#mayType()) this.#attachment.fit(size)
    }
  }

  /** A screen that this pane does not size, too large for it: of an ended session, or for one who only looks. */
  #cannotFit(host: HTMLElement): boolean {
    if (this.#mayType() || this.#state.size === null || core().connection().status !== 'open') return false
    return isTooLarge(this.#shell, host, this.#fontSize / this.#fontNow)
  }

  #frameIn(host: HTMLElement): void {
    const fitting = frame(this.#shell, host, this.#fontSize, this.#fontNow)
    if (fitting === this.#fontNow) return
    this.#setFont(fitting)
    frame(this.#shell, host, this.#fontSize, fitting)
  }

  get #fontNow(): number {
    return this.#parts.terminal.options.fontSize ?? this.#fontSize
  }

  #setFont(size: number): void {
    if (this.#fontNow !== size) this.#parts.terminal.options.fontSize = size
  }

  /** What fits here at the size of text that the person chose. */
  #ownSize(): GridSize | null {
    if (this.#host === null || this.#host.clientWidth === 0 || this.#host.clientHeight === 0) return null
    unframe(this.#shell, this.#host)
    this.#setFont(this.#fontSize)
    return fittingSize(this.#parts.fit.proposeDimensions())
  }

  #sizeToAsk(): GridSize | null {
    const connection = core().connection()
    if (connection.status === 'open' && connection.role === 'view') return null
    return this.#ownSize()
  }

  #mayType(): boolean {
    const connection = core().connection()
    if (connection.status === 'connecting') return this.#state.phase === 'connecting'
    const comes = this.#state.phase === 'live' || this.#state.phase === 'connecting'
    return connection.status === 'open' && connection.role === 'control' && comes
  }

  #mayAnswer(): boolean {
    return this.#mayType() && this.#attachment.there && !this.#state.theirs
  }

  #type(bytes: Uint8Array): void {
    if (!this.#mayType()) return
    this.#attachment.write(bytes)
  }

  #setInput(): void {
    this.#parts.terminal.options.disableStdin = !this.#mayType()
    this.#layoutSoon()
  }

  #viewChanged(view: AttachmentView): void {
    const phaseBefore = this.#state.phase
    this.#show(view)
    if (view.phase !== phaseBefore) this.#setInput()
    else this.#layoutSoon()
  }

  #show(part: Partial<PaneState>): void {
    this.#state = { ...this.#state, ...part }
    for (const listener of this.#listeners) listener()
  }
}
