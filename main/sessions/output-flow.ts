import { WholeSequences } from './whole-sequences.ts'

/**
 * Output that comes so close behind other is gathered this long before it is passed on, ms: one frame instead of many (VS Code's
 * figure). What comes after a rest is passed on at once: the echo of a key waits for no timer of a busy loop.
 */
const GATHER_MS = 5
/** So many characters are a frame already and do not wait: else a flood stands still until the timer comes round. */
const GATHER_MOST = 16_384
/** The program is paused while more characters than this wait to be parsed, and goes on below the second (VS Code's figures). */
const HIGH_WATER = 100_000
const LOW_WATER = 5_000

export interface FlowEnds {
  /** Takes a batch that ends outside an escape sequence; calls `parsed` when it is dealt with. */
  deliver(batch: string, parsed: () => void): void
  pause(): void
  resume(): void
}

/** Output on its way from a program to those who show it: gathered, never cut inside a sequence, and bounded. */
export class OutputFlow {
  #ends: FlowEnds
  #whole = new WholeSequences()
  #gathered = ''
  #timer: NodeJS.Timeout | null = null
  /** When output was passed on last, of `performance.now()`. */
  #passedAt = Number.NEGATIVE_INFINITY
  /** Characters delivered and not parsed yet. */
  #unparsed = 0
  #paused = false
  #stopped = false

  constructor(ends: FlowEnds) {
    this.#ends = ends
  }

  push(text: string): void {
    this.#gather(this.#whole.push(text))
  }

  /** Delivers what has been gathered so far. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const batch = this.#gathered
    this.#gathered = ''
    if (batch === '' || this.#stopped) return
    this.#passedAt = performance.now()
    this.#unparsed += batch.length
    this.#ends.deliver(batch, () => {
      this.#unparsed -= batch.length
      this.#steer()
    })
  }

  /** Delivers all there is, an open sequence included: nothing more will come. */
  finish(): void {
    this.#gather(this.#whole.rest())
    this.flush()
  }

  /** From here on output is dropped, so that the program can still write its end. */
  stop(): void {
    this.#stopped = true
    if (this.#paused) this.#ends.resume()
    this.#paused = false
  }

  #gather(text: string): void {
    if (this.#stopped || text === '') return
    this.#gathered += text
    const rested = performance.now() - this.#passedAt >= GATHER_MS
    if (this.#gathered.length >= GATHER_MOST || (rested && this.#timer === null)) this.flush()
    else this.#timer ??= setTimeout(() => this.flush(), GATHER_MS)
    this.#steer()
  }

  #steer(): void {
    const waiting = this.#unparsed + this.#gathered.length
    if (this.#stopped || (this.#paused ? waiting >= LOW_WATER : waiting <= HIGH_WATER)) return
    this.#paused = !this.#paused
    if (this.#paused) this.#ends.pause()
    else this.#ends.resume()
  }
}
