import type { Replay } from './screen.ts'

/** Someone who watches a terminal. */
export interface Viewer {
  output(bytes: Uint8Array): void
  /** Everything so far: to be drawn on a terminal that was just reset. Comes first, and again after output was skipped. */
  replay(bytes: Uint8Array): void
  /** Nothing follows. */
  ended(why: string): void
  /** False while too much of what was sent still waits. Output is then skipped, never queued. */
  writable?(): boolean
  /** The size of what follows: before each replay that changes it, and in order with the output. */
  resized?(columns: number, rows: number): void
}

/** How often a viewer that fell behind is asked whether it has caught up, ms: unseen by a person, nothing for the CPU. */
const LAG_CHECK_MS = 50
/**
 * While output goes on, a viewer that keeps falling behind is replayed at most so often, ms: nobody reads a flood, a replay costs
 * the core some 10 ms, and what else that viewer looks at has to get through to it as well.
 */
const REPLAY_APART_MS = 500

interface Attached {
  viewer: Viewer
  state: 'joining' | 'following' | 'lagging'
  /** What it is to be told after the replay: output and sizes since the snapshot was asked for. */
  pending: (Uint8Array | Size)[]
  /** What it asks for; null: it takes what there is. */
  size: Size | null
  /** What it was told last. */
  told: Size | null
  /** When it got its last replay, of `performance.now()`. */
  replayedAt: number
}

interface Place {
  /** Begins the replay; output from here on follows it. */
  join(): void
  /** Its size, which counts from here on. */
  setSize(size: Size): void
  /** A person uses it: the size it asked for counts from here on. */
  used(): void
  remove(): void
}

export interface Size {
  columns: number
  rows: number
}

type TakeSnapshot = (taken: (replay: Replay) => void) => void

/** The viewers of one terminal. None of them can slow it: one that lags misses output and gets a fresh replay later. */
export class Viewers {
  /** The one that last named a size or was typed at comes last. */
  #attached: Attached[] = []
  #snapshot: TakeSnapshot
  /** Why the program's output has ended. */
  #why: string | null = null
  #closed: string | null = null
  #timer: NodeJS.Timeout | null = null
  /** Output came since those who lag were last asked. */
  #flows = false

  constructor(snapshot: TakeSnapshot) {
    this.#snapshot = snapshot
  }

  /**
   * True when the terminal that sizes sees the output as it comes, and so answers the program's queries. The others do
   * not: who may only look sends nothing.
   */
  get following(): boolean {
    const sizes = this.#attached.findLast((one) => one.size !== null)
    return sizes !== undefined && sizes.state !== 'lagging'
  }

  /** What the viewer asks for that was last used, of those that ask for a size: tmux's "latest". */
  get size(): Size | null {
    return this.#attached.findLast((one) => one.size !== null)?.size ?? null
  }

  add(viewer: Viewer, size: Size | null): Place {
    const one: Attached = { viewer, state: 'joining', pending: [], size, told: null, replayedAt: 0 }
    this.#attached.push(one)
    return {
      join: () => this.#replay(one),
      setSize: (next) => {
        one.size = next
        this.#toFront(one)
      },
      used: () => this.#toFront(one),
      remove: () => {
        this.#attached = this.#attached.filter((other) => other !== one)
      },
    }
  }

  output(text: string): void {
    if (this.#attached.length === 0) return
    this.#flows = true
    const bytes = Buffer.from(text)
    for (const one of this.#attached) {
      if (one.state === 'joining') one.pending.push(bytes)
      else if (one.state === 'following' && canTake(one.viewer)) one.viewer.output(bytes)
      else this.#lag(one)
    }
  }

  /** Those who lag hear of it with their next replay. */
  resized(columns: number, rows: number): void {
    for (const one of this.#attached) {
      if (one.state === 'joining') one.pending.push({ columns, rows })
      else if (one.state === 'following') tellSize(one, { columns, rows })
    }
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

  #toFront(one: Attached): void {
    if (this.#attached.includes(one)) this.#attached = [...this.#attached.filter((other) => other !== one), one]
  }

  #replay(one: Attached): void {
    if (this.#closed !== null) {
      this.#finish(one, this.#closed)
      return
    }
    one.state = 'joining'
    one.pending = []
    this.#snapshot((replay) => {
      if (!this.#attached.includes(one) || one.state !== 'joining') return
      one.state = 'following'
      one.replayedAt = performance.now()
      tellSize(one, replay)
      one.viewer.replay(Buffer.from(replay.text))
      for (const next of one.pending.splice(0)) {
        if ('columns' in next) tellSize(one, next)
        else one.viewer.output(next)
      }
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
    const soonest = this.#flows ? performance.now() - REPLAY_APART_MS : Number.POSITIVE_INFINITY
    this.#flows = false
    for (const one of this.#attached) {
      if (one.state === 'lagging' && one.replayedAt <= soonest && canTake(one.viewer)) this.#replay(one)
    }
    if (this.#timer === null || this.#attached.some((one) => one.state === 'lagging')) return
    clearInterval(this.#timer)
    this.#timer = null
  }
}

function tellSize(one: Attached, { columns, rows }: Size): void {
  if (one.told?.columns === columns && one.told.rows === rows) return
  one.told = { columns, rows }
  one.viewer.resized?.(columns, rows)
}

function canTake(viewer: Viewer): boolean {
  return viewer.writable?.() ?? true
}
