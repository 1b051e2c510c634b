import type { StepView, TelemetryState } from '../../../contract/telemetry.ts'
import type { Signal } from '../../otlp/points.ts'
import { StoreError } from '../../store/store-error.ts'
import type { TelemetryBatch } from '../../store/telemetry-types.ts'
import type { Forwarder, TelemetryLedger } from '../types.ts'
import { StepCounter } from './counter.ts'
import { inWords, type Piece, type Waiting } from './piece.ts'
import type { Steps } from './steps.ts'

/** One transaction holds so many points, or what was decoded within so long. */
const BATCH_POINTS = 1_000
const BATCH_MS = 20
/** A store that failed is not well again at once. */
const RETRY_AFTER_MS = 5_000

export interface CommitterParts {
  ledger: TelemetryLedger
  steps: Steps
  forwarder: Forwarder | null
  now(): number
  fault(error: unknown, context?: object): void
  /** Told of each point, once it is durable. */
  count(signal: Signal, outcome: string, by: number): void
  /** A batch is done: more may come. */
  onRoom(): void
}

/** Gathers pieces, has one batch at a time stored, and answers requests of which all is stored. */
export class Committer {
  readonly #parts: CommitterParts
  readonly #counter = new StepCounter('batch')
  #queue: Piece[] = []
  #points = 0
  #isAtWork = false
  #isHurrying = false
  #timer: NodeJS.Timeout | null = null
  #lastError: TelemetryState['lastError'] = null

  constructor(parts: CommitterParts) {
    this.#parts = parts
  }

  /** That wait, decoded. */
  get points(): number {
    return this.#points
  }

  view(): StepView {
    return this.#counter.view()
  }

  lastError(): TelemetryState['lastError'] {
    return this.#lastError
  }

  add(piece: Piece): void {
    if (piece.waiting.refused) return
    this.#queue.push(piece)
    this.#points += piece.points.length
    this.#arm()
  }

  /** All pieces of it were made; it is answered when they are stored. */
  async finish(waiting: Waiting): Promise<void> {
    waiting.left -= 1
    if (waiting.left === 0 && !waiting.refused) await this.#answer([waiting])
  }

  /** Waits for no more to come from here on. */
  hurry(): void {
    this.#isHurrying = true
    this.#arm()
  }

  #arm(): void {
    const oldest = this.#queue[0]
    if (this.#isAtWork || oldest === undefined) return
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const left = BATCH_MS - (performance.now() - oldest.since)
    if (this.#points >= BATCH_POINTS || left <= 0 || this.#isHurrying) void this.#store()
    else this.#timer = setTimeout(() => void this.#store(), left)
  }

  async #store(): Promise<void> {
    this.#isAtWork = true
    const pieces = this.#next()
    try {
      await this.#commit(pieces)
    } catch (error) {
      this.#refuse(pieces, error)
    }
    await this.#answer(doneOf(pieces))
    this.#isAtWork = false
    this.#parts.onRoom()
    this.#arm()
  }

  #next(): Piece[] {
    let count = 0
    let points = 0
    for (const { points: more } of this.#queue) {
      if (count > 0 && points + more.length > BATCH_POINTS) break
      count += 1
      points += more.length
    }
    this.#points -= points
    return this.#queue.splice(0, count)
  }

  async #commit(pieces: readonly Piece[]): Promise<void> {
    const { steps, count } = this.#parts
    const batch = await steps.batchOf(pieces)
    if (batch !== null) await this.#write(batch)
    for (const [signal, outcomes] of Object.entries(steps.committed())) {
      for (const [outcome, by] of Object.entries(outcomes)) count(signal as Signal, outcome, by)
    }
    for (const { waiting } of pieces) waiting.left -= 1
  }

  async #write(batch: TelemetryBatch): Promise<void> {
    const rows = batch.minutes.length + batch.requests.length
    this.#counter.in += rows
    try {
      await this.#parts.ledger.commit(batch)
      this.#counter.out += rows
    } catch (error) {
      this.#counter.drop('not-stored', rows)
      throw error
    }
  }

  /** As if nothing of it had come: it comes again. What is stored of it already is known by its hashes then. */
  #refuse(pieces: readonly Piece[], error: unknown): void {
    this.#parts.steps.takeBack()
    const why = error instanceof Error ? error.message : String(error)
    this.#fail(`telemetry could not be stored: ${why}`)
    if (!(error instanceof StoreError)) this.#parts.fault(error, { step: 'telemetry' })
    for (const { waiting } of pieces) {
      waiting.refused = true
      waiting.answer({ did: 'busy', retryAfterMs: RETRY_AFTER_MS, why: 'Baton could not store it' })
    }
    this.#queue = this.#queue.filter(({ waiting }) => !waiting.refused)
    this.#points = this.#queue.reduce((sum, piece) => sum + piece.points.length, 0)
  }

  async #answer(done: readonly Waiting[]): Promise<void> {
    await this.#forward(done.filter(({ toForward }) => toForward))
    for (const { request, rejected, said, answer } of done) {
      this.#parts.count(request.signal, 'rejected', rejected)
      answer({ did: 'taken', rejected, why: inWords(said) })
    }
  }

  /** What cannot be kept for sending on is lost there, not here: its sender would only send again what is stored. */
  async #forward(done: readonly Waiting[]): Promise<void> {
    const { forwarder } = this.#parts
    if (forwarder === null || done.length === 0) return
    try {
      await forwarder.keep(done.map(({ request }) => request))
    } catch (error) {
      this.#counter.drop('not-forwarded', done.length)
      this.#fail(
        `telemetry could not be kept for sending on: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }

  #fail(what: string): void {
    this.#lastError = { at: new Date(this.#parts.now()).toISOString(), what }
  }
}

function doneOf(pieces: readonly Piece[]): Waiting[] {
  const all = new Set(pieces.map(({ waiting }) => waiting))
  return [...all].filter(({ left, refused }) => left === 0 && !refused)
}
