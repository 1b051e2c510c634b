import type { StepView, TelemetryState } from '../../../contract/telemetry.ts'
import type { AgentTelemetry, Meaning } from '../../agents/telemetry.ts'
import type { Point } from '../../otlp/points.ts'
import type { TelemetryBatch } from '../../store/telemetry-types.ts'
import type { TelemetryLedger } from '../types.ts'
import { Aggregate } from './aggregate.ts'
import { Sources } from './attribute.ts'
import { Cardinality } from './cardinality.ts'
import { StepCounter } from './counter.ts'
import { Dedupe } from './dedupe.ts'
import { incrementOf } from './delta.ts'
import type { Identity } from './identity.ts'
import { type Piece, reject } from './piece.ts'
import { StreamStates } from './stream-states.ts'

/** `baton doctor` sends points of this name to see them arrive: they are counted and told to nobody else. */
const PROBE = 'baton.probe'

export interface StepsParts {
  ledger: TelemetryLedger
  minutes: number
  now(): number
  fault(error: unknown, context?: object): void
}

type Outcomes = TelemetryState['received']

/** The steps from dedupe to aggregate, which remember. What they learn of a batch holds from `committed` on. */
export class Steps {
  readonly #parts: StepsParts
  readonly #dedupeCounter = new StepCounter('dedupe')
  readonly #deltaCounter = new StepCounter('delta')
  readonly #attributeCounter = new StepCounter('attribute')
  readonly #aggregateCounter = new StepCounter('aggregate')
  readonly #counters = [this.#dedupeCounter, this.#deltaCounter, this.#attributeCounter, this.#aggregateCounter]
  readonly #dedupe: Dedupe
  readonly #states: StreamStates
  readonly #sources: Sources
  readonly #cardinality = new Cardinality(this.#aggregateCounter)
  #outcomes: Outcomes = noOutcomes()
  #batchAt = 0
  /** A commit failed that may have been done all the same: batches since then (ms since the epoch) are to be read. */
  #unsureSince: number | null = null

  constructor(parts: StepsParts) {
    const { ledger, minutes, now } = parts
    this.#parts = parts
    this.#dedupe = new Dedupe({ minutes, now, counter: this.#dedupeCounter })
    this.#states = new StreamStates({ ledger, now })
    this.#sources = new Sources({ now, counter: this.#attributeCounter })
  }

  remember(batches: readonly Uint8Array[]): void {
    this.#dedupe.load(batches)
  }

  views(): StepView[] {
    return this.#counters.map((counter) => counter.view())
  }

  /** All that is new in these pieces; null: nothing is. Rejects as the ledger does; then, as after a failed commit, `takeBack`. */
  async batchOf(pieces: readonly Piece[]): Promise<TelemetryBatch | null> {
    this.#outcomes = noOutcomes()
    for (const counter of this.#counters) counter.begin()
    this.#batchAt = this.#parts.now()
    if (this.#unsureSince !== null) await this.#makeSure(this.#unsureSince)
    const fresh = pieces.map((piece) => this.#unseen(piece))
    const seen = this.#dedupe.fresh()
    if (seen.length === 0) return null
    const streams = new Set<string>()
    for (const each of fresh) for (const at of each) if (at.identity.stream !== '') streams.add(at.identity.stream)
    await this.#states.load(streams)
    const aggregate = new Aggregate(this.#aggregateCounter, this.#cardinality)
    pieces.forEach((piece, index) => {
      for (const { point, identity } of fresh[index] ?? []) this.#add(piece, point, identity, aggregate)
    })
    return { at: this.#batchAt, ...aggregate.batch(), streams: this.#states.changed(), seen }
  }

  /** What became of the points, by signal. */
  committed(): Outcomes {
    this.#dedupe.committed()
    this.#states.committed()
    return this.#outcomes
  }

  takeBack(): void {
    this.#unsureSince ??= this.#batchAt
    this.#dedupe.takeBack()
    this.#states.takeBack()
    for (const counter of this.#counters) counter.takeBack()
  }

  async #makeSure(since: number): Promise<void> {
    this.#dedupe.load(await this.#parts.ledger.seen(since))
    this.#states.forget()
    this.#unsureSince = null
  }

  #unseen({ waiting, signal, points, identities }: Piece): { point: Point; identity: Identity }[] {
    const fresh: { point: Point; identity: Identity }[] = []
    this.#dedupeCounter.in += points.length
    points.forEach((point, index) => {
      const identity = identities[index]
      if (identity === undefined) return
      const sighting = this.#dedupe.see(identity.high, identity.low)
      if (sighting !== 'duplicate') waiting.toForward = true
      if (sighting === 'fresh') fresh.push({ point, identity })
    })
    const duplicates = points.length - fresh.length
    this.#dedupeCounter.out += fresh.length
    this.#dedupeCounter.drop('duplicate', duplicates)
    this.#count(signal, 'duplicate', duplicates)
    return fresh
  }

  #add(piece: Piece, point: Point, identity: Identity, aggregate: Aggregate): void {
    const { signal, sender, waiting } = piece
    if ((point.kind === 'log' ? point.eventName : point.name) === PROBE) {
      this.#deltaCounter.in += 1
      this.#deltaCounter.drop('probe')
      this.#count(signal, 'probe', 1)
      return
    }
    try {
      const increment = incrementOf(point, identity.stream, this.#states, this.#deltaCounter)
      if (increment === 'redundant') {
        this.#count(signal, 'redundant', 1)
        return
      }
      const source = this.#sources.sourceOf(sender, point.attributes)
      aggregate.add(signal, point, source, meaningOf(sender.agent, point), increment, identity)
      this.#count(signal, 'accepted', 1)
    } catch (error) {
      // A defect of ours shall not end the thread, nor make a sender repeat for ever what brings it about.
      this.#parts.fault(error, { step: 'telemetry', signal, agent: sender.agent.agent })
      reject(waiting, this.#aggregateCounter, 'defect')
    }
  }

  #count(signal: Piece['signal'], outcome: string, count: number): void {
    if (count > 0) this.#outcomes[signal][outcome] = (this.#outcomes[signal][outcome] ?? 0) + count
  }
}

export function noOutcomes(): Outcomes {
  return { metrics: {}, logs: {}, traces: {} }
}

function meaningOf(agent: AgentTelemetry, point: Point): Meaning {
  if (point.kind === 'log') return agent.log(point)
  return point.kind === 'span' ? agent.span(point) : agent.metric(point)
}
