/** Columns and rows of a terminal. */
export interface GridSize {
  columns: number
  rows: number
}

/** What the core takes at most and at least. */
const SMALLEST: GridSize = { columns: 2, rows: 1 }
const LARGEST: GridSize = { columns: 500, rows: 300 }

/** The core answers a size that was asked for within this, ms, or not at all: then nothing changed, or it left it out for a slow viewer. */
const ANSWER_LIMIT_MS = 3_000

export function sameSize(a: GridSize | null, b: GridSize | null): boolean {
  return a !== null && b !== null && a.columns === b.columns && a.rows === b.rows
}

/** Null when there is no room or nothing was measured: a hidden element is no reason to resize a program. */
export function fittingSize(size: { cols: number; rows: number } | undefined): GridSize | null {
  if (size === undefined || !Number.isFinite(size.cols) || !Number.isFinite(size.rows)) return null
  if (size.cols < 1 || size.rows < 1) return null
  return {
    columns: Math.min(Math.max(Math.floor(size.cols), SMALLEST.columns), LARGEST.columns),
    rows: Math.min(Math.max(Math.floor(size.rows), SMALLEST.rows), LARGEST.rows),
  }
}

/**
 * Who sizes a terminal that several look at: this pane, or another viewer since. Pure bookkeeping: what was asked for,
 * and what the core said. A size that this pane asked for and the core gives later is no sign of another viewer.
 */
export class SizeKeeper {
  #asked: { size: GridSize; at: number }[] = []
  /** The size of the terminal as the core said last; null before. */
  #now: GridSize | null = null
  #wanted: GridSize | null = null
  #theirs = false
  #clock: () => number

  /** @param clock ms; for tests. */
  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock
  }

  /** Another viewer sizes the terminal. */
  get theirs(): boolean {
    return this.#theirs
  }

  get now(): GridSize | null {
    return this.#now
  }

  /** Attached anew: what was asked before is void. `asked` null: as a viewer that takes what there is. */
  attached(size: GridSize, asked: GridSize | null): void {
    this.#asked = []
    this.#now = size
    this.#wanted = asked
    this.#theirs = asked !== null && !sameSize(size, asked)
  }

  /** The core says so. */
  resized(size: GridSize): void {
    this.#now = size
    const since = this.#clock() - ANSWER_LIMIT_MS
    const awaited = this.#asked.filter(({ at }) => at >= since)
    const at = awaited.findIndex((asked) => sameSize(asked.size, size))
    const wanted = this.#wanted === null || sameSize(size, this.#wanted)
    this.#asked = wanted ? [] : awaited.slice(at + 1)
    this.#theirs = !wanted && at === -1
  }

  /** There is room for `size`. True: tell the core. Another viewer's size is not taken over by a layout change. */
  fitted(size: GridSize): boolean {
    if (this.#theirs || sameSize(size, this.#wanted)) return false
    this.#ask(size)
    return true
  }

  /** The person works here: this pane sizes the terminal from now on. True: tell the core. */
  takeOver(size: GridSize): boolean {
    if (!this.#theirs) return this.fitted(size)
    this.#theirs = false
    this.#ask(size)
    return true
  }

  #ask(size: GridSize): void {
    this.#wanted = size
    this.#asked.push({ size, at: this.#clock() })
  }
}

/** Below this nobody reads; what does not fit is scrolled to. */
const SMALLEST_FONT = 6

/**
 * Font size in whole pixels at which a terminal of another's size fits into `room`; never above the own one.
 * `drawn`: its size on the screen, in the same unit as `room`, at the font size `at`.
 */
export function fontToFit(
  own: number,
  at: number,
  drawn: { width: number; height: number },
  room: { width: number; height: number },
): number {
  if (drawn.width <= 0 || drawn.height <= 0 || room.width <= 0 || room.height <= 0) return own
  const scale = Math.min(room.width / drawn.width, room.height / drawn.height)
  return Math.max(SMALLEST_FONT, Math.min(own, Math.floor(at * scale)))
}
