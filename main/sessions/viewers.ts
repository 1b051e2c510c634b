/** Someone who watches a terminal. */
export interface Viewer {
  output(bytes: Uint8Array): void
  /** Everything so far: to be drawn on a terminal that was just reset. Comes first, and again after output was skipped. */
  replay(bytes: Uint8Array): void
  /** Nothing follows. */
  ended(why: string): void
  /** False while too much of what was sent still waits. Output is then skipped, never queued. */
  writable?(): boolean
  /** The terminal's size, when it changed. */
  resized?(columns: number, rows: number): void
}

/** How often a viewer that fell behind is asked whether it has caught up, ms: unseen by a person, nothing for the CPU. */
const LAG_CHECK_MS = 50

interface Attached {
  viewer: Viewer
  state: 'joining' | 'following' | 'lagging'
  /** Output since the snapshot was asked for. */
  pending: Uint8Array[]
  size: Size | null
}

interface Place {
  /** Begins the replay; output from here on follows it. */
  join(): void
  setSize(size: Size): void
  remove(): void
}

export interface Size {
  columns: number
  rows: number
}

type TakeSnapshot = (taken: (replay: string) => void) => void

/** The viewers of one terminal. None of them can slow it: one that lags misses output and gets a fresh replay later. */
export class Viewers {
  #attached: Attached[] = []
  #snapshot: TakeSnapshot
  /** Why the program's output has ended. */
  #why: string | null = null
  #closed: string | null = null
  #timer: NodeJS.Timeout | null = null

  constructor(snapshot: TakeSnapshot) {
    this.#snapshot = snapshot
  }

  /** True when a terminal of a person sees the output as it comes and so answers the program's queries. */
  get following(): boolean {
    return this.#attached.some((one) => one.state !== 'lagging')
  }

  /** Size asked for by the newest viewer that asked for one. */
  get size(): Size | null {
    return this.#attached.findLast((one) => one.size !== null)?.size ?? null
  }

  add(viewer: Viewer, size: Size | null): Place {
    const one: Attached = { viewer, state: 'joining', pending: [], size }
    this.#attached.push(one)
    return {
      join: () => this.#replay(one),
      setSize: (next) => {
        one.size = next
      },
      remove: () => {
        this.#attached = this.#attached.filter((other) => other !== one)
      },
    }
  }

  output(text: string): void {
    if (this.#attached.length === 0) return
    const bytes = Buffer.from(text)
    for (const one of this.#attached) {
      if (one.state === 'joining') one.pending.push(bytes)
      else if (one.state === 'following' && canTake(one.viewer)) one.viewer.output(bytes)
      else this.#lag(one)
    }
  }

  resized(columns: number, rows: number): void {
    for (const one of this.#attached) one.viewer.resized?.(columns, rows)
  }

  /** Those who lag hear of it after the replay that they are owed. */
  end(why: string): void {
    this.#why = why
    for (const one of this.#attached) if (one.state === 'following') this.#finish(one, why)
  }

  /** The screen goes away: whoever is here, or comes later, gets no replay any more. */
  close(why: string): void {
    this.#closed = why
    for (const one of this.#attached) this.#finish(one, why)
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }

  #replay(one: Attached): void {
    if (this.#closed !== null) {
      this.#finish(one, this.#closed)
      return
    }
    one.state = 'joining'
    this.#snapshot((replay) => {
      if (!this.#attached.includes(one) || one.state !== 'joining') return
      one.state = 'following'
      one.viewer.replay(Buffer.from(replay))
      for (const bytes of one.pending.splice(0)) one.viewer.output(bytes)
      if (this.#why !== null) this.#finish(one, this.#why)
    })
  }

  #finish(one: Attached, why: string): void {
    this.#attached = this.#attached.filter((other) => other !== one)
    one.viewer.ended(why)
  }

  #lag(one: Attached): void {
    one.state = 'lagging'
    this.#timer ??= setInterval(() => this.#catchUp(), LAG_CHECK_MS).unref()
  }

  #catchUp(): void {
    for (const one of this.#attached) if (one.state === 'lagging' && canTake(one.viewer)) this.#replay(one)
    if (this.#timer === null || this.#attached.some((one) => one.state === 'lagging')) return
    clearInterval(this.#timer)
    this.#timer = null
  }
}

function canTake(viewer: Viewer): boolean {
  return viewer.writable?.() ?? true
}
