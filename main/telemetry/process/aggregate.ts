import type { Meaning, ToldRequest } from '../../agents/telemetry.ts'
import type { Point, Signal } from '../../otlp/points.ts'
import type { TelemetryMinute, TelemetryRequestRow, TelemetrySource } from '../../store/telemetry-types.ts'
import type { Cardinality } from './cardinality.ts'
import type { StepCounter } from './counter.ts'
import type { Increment } from './delta.ts'
import { hashText, type Identity } from './identity.ts'
import { timeOf } from './validate.ts'

const MINUTE_MS = 60_000
/** Tokens of one response. Windows hold a few million; what is far beyond is a mistake or a forgery. */
const TOKENS_MOST = 2 ** 33
const USD_MOST = 1e6
const TEXT_LENGTH = 200
/** What can be added up for ever without leaving the numbers; nothing else is a figure. */
const GREATEST_VALUE = 1e100
const NANOSECONDS_PER_MS = 1e6

/** What one batch tells, point by point, gathered by the minute. */
export class Aggregate {
  readonly #counter: StepCounter
  readonly #cardinality: Cardinality
  readonly #sources = new Map<string, TelemetrySource>()
  readonly #minutes = new Map<string, TelemetryMinute & { at: number }>()
  readonly #requests: TelemetryRequestRow[] = []

  constructor(counter: StepCounter, cardinality: Cardinality) {
    this.#counter = counter
    this.#cardinality = cardinality
  }

  /** `increment`: of a metric; null: a record or a span. */
  add(
    signal: Signal,
    point: Point,
    source: TelemetrySource,
    meaning: Meaning,
    increment: Increment | null,
    identity: Identity,
  ): void {
    this.#counter.in += 1
    this.#hear(source)
    const at = timeOf(point)
    this.#addMinute(signal, source, at, meaning, figureOf(point, meaning, increment))
    if (meaning.request !== null) this.#addRequest(meaning.request, source, at, identity)
  }

  batch(): { sources: TelemetrySource[]; minutes: TelemetryMinute[]; requests: TelemetryRequestRow[] } {
    const minutes = [...this.#minutes.values()].map(({ at: _at, ...minute }) => minute)
    this.#counter.out += minutes.length + this.#requests.length
    return { sources: [...this.#sources.values()], minutes, requests: this.#requests }
  }

  #hear(source: TelemetrySource): void {
    const known = this.#sources.get(source.key)
    if (known === undefined) this.#sources.set(source.key, source)
    else {
      known.launchId = source.launchId ?? known.launchId
      known.project = source.project ?? known.project
    }
  }

  #addMinute(signal: Signal, source: TelemetrySource, at: number, meaning: Meaning, figure: Increment): void {
    const { known, unit } = meaning
    const { name, model, type } = this.#cardinality.bounded(`${source.agent} ${signal}`, meaning)
    const minute = Math.floor(at / MINUTE_MS)
    const { count, last } = figure
    const value = Math.abs(figure.value) <= GREATEST_VALUE ? figure.value : 0
    const key = `${source.key}\0${minute}\0${signal}\0${name}\0${model}\0${type}`
    const kept = this.#minutes.get(key)
    if (kept === undefined) {
      const row = { source: source.key, minute, signal, name, known, unit: unit.slice(0, TEXT_LENGTH), model, type }
      this.#minutes.set(key, { ...row, count, value, last, at })
      return
    }
    kept.count += count
    if (!last) kept.value += value
    else if (at >= kept.at) kept.value = value
    kept.at = Math.max(kept.at, at)
  }

  #addRequest(told: ToldRequest, source: TelemetrySource, at: number, identity: Identity): void {
    const { requestId, model, tokens, reasoning, costUsd, listUsd = null, fast = false, querySource, main } = told
    if (![...Object.values(tokens), reasoning].every(isCount)) {
      this.#counter.drop('request-out-of-range')
      return
    }
    const isCost = costUsd !== null && costUsd >= 0 && costUsd <= USD_MOST
    this.#requests.push({
      id: requestId === null ? `otlp:${hashText(identity)}` : requestId.slice(0, TEXT_LENGTH),
      byRequestId: requestId !== null,
      source: source.key,
      agent: source.agent,
      model: model.slice(0, TEXT_LENGTH),
      tokens,
      reasoning,
      costUsd: isCost ? costUsd : null,
      listUsd: isCost ? null : listUsd,
      fast,
      querySource: querySource.slice(0, TEXT_LENGTH),
      main,
      at,
    })
  }
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= TOKENS_MOST
}

/** A level is what its agent makes of it; a record or a span its meaning's value, else 1 a record and its milliseconds a span. */
function figureOf(point: Point, { value }: Meaning, increment: Increment | null): Increment {
  if (increment !== null) return increment.last && value !== null ? { ...increment, value } : increment
  if (value !== null) return { count: 1, value, last: false }
  if (point.kind !== 'span') return { count: 1, value: 1, last: false }
  const lasted = point.start > 0n && point.end > point.start ? Number(point.end - point.start) / NANOSECONDS_PER_MS : 0
  return { count: 1, value: lasted, last: false }
}
