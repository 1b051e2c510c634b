import type {
  Attributes,
  ExponentialHistogramPoint,
  GaugePoint,
  HistogramPoint,
  SumPoint,
  SummaryPoint,
  Temporality,
} from './points.ts'

/** What the points of one metric share. */
export interface MetricHead {
  name: string
  unit: string
}

/** The points of one metric in the making; temporality and monotony, which stand after them, are set at the end. */
export function gaugePoint(head: MetricHead, attributes: Attributes): GaugePoint {
  return { kind: 'gauge', ...base(head, attributes), value: 0 }
}

export function sumPoint(head: MetricHead, attributes: Attributes): SumPoint {
  return { kind: 'sum', ...base(head, attributes), value: 0, temporality: 'unspecified', monotonic: false }
}

export function histogramPoint(head: MetricHead, attributes: Attributes): HistogramPoint {
  const figures = { count: 0, sum: null, min: null, max: null }
  return {
    kind: 'histogram',
    ...base(head, attributes),
    temporality: 'unspecified',
    ...figures,
    bounds: [],
    counts: [],
  }
}

export function exponentialPoint(head: MetricHead, attributes: Attributes): ExponentialHistogramPoint {
  return {
    kind: 'exponential-histogram',
    ...base(head, attributes),
    temporality: 'unspecified',
    count: 0,
    sum: null,
    min: null,
    max: null,
    scale: 0,
    zeroCount: 0,
    zeroThreshold: 0,
    positive: { offset: 0, counts: [] },
    negative: { offset: 0, counts: [] },
  }
}

export function summaryPoint(head: MetricHead, attributes: Attributes): SummaryPoint {
  return { kind: 'summary', ...base(head, attributes), count: 0, sum: 0, quantiles: [] }
}

function base(head: MetricHead, attributes: Attributes) {
  return { name: head.name, unit: head.unit, attributes, start: 0n, time: 0n, noValue: false }
}

const TEMPORALITIES: readonly Temporality[] = ['unspecified', 'delta', 'cumulative']

/** As OTLP numbers it. */
export function temporalityOf(number: number): Temporality {
  return TEMPORALITIES[number] ?? 'unspecified'
}

/** The one bit of DataPointFlags: the point carries no value. */
export function saysNoValue(flags: number): boolean {
  return (flags & 1) === 1
}
