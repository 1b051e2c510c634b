import type { StepCounter } from './counter.ts'
import { SeenTable } from './seen-table.ts'

/** Points remembered of this run: 16 MiB at most; half as many of earlier ones. */
const REMEMBERED = 1_000_000
const MINUTE_MS = 60_000

/** `earlier`: it is stored, by a run or a commit that did not live to see that, and so did not send it on. */
export type Sighting = 'fresh' | 'duplicate' | 'earlier'

export interface DedupeParts {
  minutes: number
  now(): number
  counter: StepCounter
  /** For tests; see `REMEMBERED`. */
  limit?: number
}

/**
 * Remembers points for `minutes`, for twice as long at most: in two generations, of which the older is let go of when the
 * younger is as old as that, or full. What is not committed yet is kept beside them.
 */
export class Dedupe {
  readonly #windowMs: number
  readonly #half: number
  readonly #now: () => number
  readonly #counter: StepCounter
  #young = new SeenTable()
  #old = new SeenTable()
  #youngSince: number
  #earlier = new SeenTable()
  #earlierSince = 0
  readonly #pending = new SeenTable()
  #hashes = new Uint32Array(2_048)
  #count = 0

  constructor({ minutes, now, counter, limit = REMEMBERED }: DedupeParts) {
    this.#windowMs = minutes * MINUTE_MS
    this.#half = Math.floor(limit / 2)
    this.#now = now
    this.#counter = counter
    this.#youngSince = now()
  }

  /** What is stored though this run did not see it succeed; oldest first. */
  load(batches: readonly Uint8Array[]): void {
    this.#earlierSince = this.#now()
    for (const batch of batches.toReversed()) {
      // A copy begins where words may begin.
      const hashes = new Uint32Array(new Uint8Array(batch).buffer, 0, Math.floor(batch.length / 8) * 2)
      for (let at = 0; at < hashes.length; at += 2) {
        if (this.#earlier.size >= this.#half) this.#counter.drop('forgotten-early')
        else this.#earlier.add(hashes[at] ?? 0, hashes[at + 1] ?? 0)
      }
    }
  }

  /** Counts it as seen from here on, if the commit succeeds. */
  see(high: number, low: number): Sighting {
    if (this.#young.has(high, low) || this.#old.has(high, low)) return 'duplicate'
    if (this.#earlier.has(high, low)) return 'earlier'
    if (!this.#pending.add(high, low)) return 'duplicate'
    if (this.#count * 2 === this.#hashes.length) this.#hashes = grown(this.#hashes)
    this.#hashes[this.#count * 2] = high
    this.#hashes[this.#count * 2 + 1] = low
    this.#count += 1
    return 'fresh'
  }

  /** What was fresh since the last commit, 8 bytes each. */
  fresh(): Uint8Array {
    return new Uint8Array(this.#hashes.slice(0, this.#count * 2).buffer)
  }

  committed(): void {
    const now = this.#now()
    if (now - this.#youngSince >= this.#windowMs) this.#turn()
    if (now - this.#earlierSince >= this.#windowMs) this.#earlier = new SeenTable()
    for (let at = 0; at < this.#count * 2; at += 2) {
      if (this.#young.size >= this.#half) {
        this.#counter.drop('forgotten-early', this.#old.size)
        this.#turn()
      }
      this.#young.add(this.#hashes[at] ?? 0, this.#hashes[at + 1] ?? 0)
    }
    this.takeBack()
  }

  takeBack(): void {
    this.#pending.clear()
    this.#count = 0
  }

  #turn(): void {
    this.#old = this.#young
    this.#young = new SeenTable()
    this.#youngSince = this.#now()
  }
}

function grown(hashes: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const twice = new Uint32Array(hashes.length * 2)
  twice.set(hashes)
  return twice
}
