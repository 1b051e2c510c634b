import type { StreamState } from '../../store/telemetry-types.ts'
import type { TelemetryLedger } from '../types.ts'
import { readBody, type StreamBody, weightOf, writeBody } from './stream-body.ts'

/** Marks and intervals held in memory, about 130 bytes each. What is let go of is looked up again when it is needed. */
const WEIGHT_HELD = 50_000
/** A stream that says nothing new is written again so often that it does not count as silent. */
const WRITTEN_AGAIN_MS = 86_400_000

interface Held {
  body: StreamBody
  /** When it was written last, ms since the epoch; 0: never. */
  writtenAt: number
}

export interface StreamStatesParts {
  ledger: Pick<TelemetryLedger, 'streams'>
  now(): number
  /** For tests; see `WEIGHT_HELD`. */
  limit?: number
}

/** What is known of streams: what is committed, the batch in the making over it, and the ledger below. */
export class StreamStates {
  readonly #ledger: Pick<TelemetryLedger, 'streams'>
  readonly #now: () => number
  readonly #limit: number
  /** Those asked for the longest ago come first. */
  readonly #held = new Map<string, Held>()
  #weight = 0
  #pending = new Map<string, Held & { write: boolean }>()

  constructor({ ledger, now, limit = WEIGHT_HELD }: StreamStatesParts) {
    this.#ledger = ledger
    this.#now = now
    this.#limit = limit
  }

  /** To be awaited before the others are asked about these streams. Rejects as the ledger does. */
  async load(keys: ReadonlySet<string>): Promise<void> {
    const missing = [...keys].filter((key) => !this.#held.has(key))
    if (missing.length === 0) return
    for (const { key, body, at } of await this.#ledger.streams(missing)) {
      const read = readBody(body)
      if (read !== null) this.#hold(key, { body: read, writtenAt: at })
    }
  }

  get(key: string): StreamBody | null {
    return (this.#pending.get(key) ?? this.#held.get(key))?.body ?? null
  }

  /** `write`: it has to outlive this process; else it is written now and then. */
  put(key: string, body: StreamBody, write: boolean): void {
    const pending = this.#pending.get(key)
    const writtenAt = pending?.writtenAt ?? this.#held.get(key)?.writtenAt ?? 0
    const now = this.#now()
    const writes = write || pending?.write === true || now - writtenAt > WRITTEN_AGAIN_MS
    this.#pending.set(key, { body, write: writes, writtenAt: writes ? now : writtenAt })
  }

  /** What this batch has to make durable. */
  changed(): StreamState[] {
    const states: StreamState[] = []
    for (const [key, { body, write, writtenAt }] of this.#pending) {
      if (write) states.push({ key, body: writeBody(body), at: writtenAt })
    }
    return states
  }

  committed(): void {
    for (const [key, { body, writtenAt }] of this.#pending) this.#hold(key, { body, writtenAt })
    this.#pending = new Map()
    for (const [key, { body }] of this.#held) {
      if (this.#weight <= this.#limit) return
      this.#held.delete(key)
      this.#weight -= weightOf(body)
    }
  }

  takeBack(): void {
    this.#pending = new Map()
  }

  /** What the ledger holds counts. */
  forget(): void {
    this.#held.clear()
    this.#weight = 0
  }

  #hold(key: string, held: Held): void {
    const before = this.#held.get(key)
    if (before !== undefined) this.#weight -= weightOf(before.body)
    this.#held.delete(key)
    this.#held.set(key, held)
    this.#weight += weightOf(held.body)
  }
}
