/**
 * OTLP data as Baton sees it, whichever protocol brought it. Times are nanoseconds since the epoch, as the sender's clock
 * has them; 0n: not given. Ids are lower-case hex, "" where there is none.
 */

export type Signal = 'metrics' | 'logs' | 'traces'
export const SIGNALS: readonly Signal[] = ['metrics', 'logs', 'traces']

/** Arrays, maps and bytes stand as their JSON text (bytes as base64); int64 beyond 2^53 as decimal text. */
export type Scalar = string | number | boolean
/** No prototype: a sender names the keys. */
export type Attributes = Record<string, Scalar>

export interface Scope {
  name: string
  version: string
}

/** Sums and histograms either report what came since the point before (delta) or since `start` (cumulative). */
export type Temporality = 'delta' | 'cumulative' | 'unspecified'

interface MetricPointBase {
  name: string
  unit: string
  attributes: Attributes
  start: bigint
  time: bigint
  /** The sender says that there was nothing to measure: it carries no value. */
  noValue: boolean
}

export interface GaugePoint extends MetricPointBase {
  kind: 'gauge'
  value: number
}

export interface SumPoint extends MetricPointBase {
  kind: 'sum'
  value: number
  temporality: Temporality
  monotonic: boolean
}

export interface HistogramPoint extends MetricPointBase {
  kind: 'histogram'
  temporality: Temporality
  count: number
  /** Null: not reported. */
  sum: number | null
  min: number | null
  max: number | null
  /** Upper bounds; one less than `counts`, or both empty. */
  bounds: number[]
  counts: number[]
}

export interface ExponentialHistogramPoint extends MetricPointBase {
  kind: 'exponential-histogram'
  temporality: Temporality
  count: number
  sum: number | null
  min: number | null
  max: number | null
  scale: number
  zeroCount: number
  zeroThreshold: number
  positive: { offset: number; counts: number[] }
  negative: { offset: number; counts: number[] }
}

export interface SummaryPoint extends MetricPointBase {
  kind: 'summary'
  count: number
  sum: number
  quantiles: { quantile: number; value: number }[]
}

export type MetricPoint = GaugePoint | SumPoint | HistogramPoint | ExponentialHistogramPoint | SummaryPoint

export interface LogPoint {
  kind: 'log'
  /** 0n: see `observed`. */
  time: bigint
  observed: bigint
  /** 0: not given. */
  severity: number
  severityText: string
  /** Null: no body. */
  body: Scalar | null
  /** The record's own event name, else the attribute `event.name`, else "". */
  eventName: string
  attributes: Attributes
  traceId: string
  spanId: string
}

export interface SpanPoint {
  kind: 'span'
  traceId: string
  spanId: string
  parentSpanId: string
  name: string
  /** As OTLP numbers them: 1 internal … 5 consumer; 0 unspecified. */
  spanKind: number
  start: bigint
  end: bigint
  attributes: Attributes
  /** 0 unset, 1 ok, 2 error. */
  status: number
  statusMessage: string
  events: { name: string; time: bigint; attributes: Attributes }[]
  links: { traceId: string; spanId: string; attributes: Attributes }[]
}

export type Point = MetricPoint | LogPoint | SpanPoint

/** Points of one resource and scope, in the order in which they were sent. */
export interface PointGroup {
  resource: Attributes
  scope: Scope
  points: Point[]
}

/** A request, decoded. What is wrong with single points is counted in `bad`, by reason; the rest is whole. */
export interface Decoded {
  signal: Signal
  groups: PointGroup[]
  bad: Record<string, number>
}

export type Encoding = 'protobuf' | 'json'
