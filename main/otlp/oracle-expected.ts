import type { HrTime } from '@opentelemetry/api'
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs'
import { DataPointType, type MetricData } from '@opentelemetry/sdk-metrics'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'
import type { Attributes, LogPoint, MetricPoint, Scalar, SpanPoint } from './points.ts'

/** For tests: what the SDK holds, as Baton's points. Written from the contract, with nothing of the decoder. */

export function logExpected(record: ReadableLogRecord): LogPoint {
  return {
    kind: 'log',
    time: nanoseconds(record.hrTime),
    observed: nanoseconds(record.hrTimeObserved),
    severity: record.severityNumber ?? 0,
    severityText: record.severityText ?? '',
    body: record.body === undefined || record.body === null ? null : scalar(record.body),
    eventName: record.eventName ?? String(record.attributes['event.name'] ?? ''),
    attributes: attributes(record.attributes),
    traceId: record.spanContext?.traceId ?? '',
    spanId: record.spanContext?.spanId ?? '',
  }
}

export function spanExpected(span: ReadableSpan): SpanPoint {
  return {
    kind: 'span',
    traceId: span.spanContext().traceId,
    spanId: span.spanContext().spanId,
    parentSpanId: span.parentSpanContext?.spanId ?? '',
    name: span.name,
    // OTLP begins with "unspecified".
    spanKind: span.kind + 1,
    start: nanoseconds(span.startTime),
    end: nanoseconds(span.endTime),
    attributes: attributes(span.attributes),
    status: span.status.code,
    statusMessage: span.status.message ?? '',
    events: span.events.map((event) => ({
      name: event.name,
      time: nanoseconds(event.time),
      attributes: attributes(event.attributes ?? {}),
    })),
    links: span.links.map((link) => ({
      traceId: link.context.traceId,
      spanId: link.context.spanId,
      attributes: attributes(link.attributes ?? {}),
    })),
  }
}

export function metricExpected(metric: MetricData): MetricPoint[] {
  const temporality = metric.aggregationTemporality === 0 ? 'delta' : 'cumulative'
  const base = (point: { attributes: object; startTime: HrTime; endTime: HrTime }) => ({
    name: metric.descriptor.name,
    unit: metric.descriptor.unit,
    attributes: attributes(point.attributes),
    start: nanoseconds(point.startTime),
    time: nanoseconds(point.endTime),
    noValue: false,
  })
  switch (metric.dataPointType) {
    case DataPointType.GAUGE:
      return metric.dataPoints.map((point) => ({ kind: 'gauge', ...base(point), value: point.value }))
    case DataPointType.SUM:
      return metric.dataPoints.map((point) => {
        return { kind: 'sum', ...base(point), value: point.value, temporality, monotonic: metric.isMonotonic }
      })
    case DataPointType.HISTOGRAM:
      return metric.dataPoints.map((point) => {
        const { buckets } = point.value
        const shape = { bounds: buckets.boundaries, counts: buckets.counts }
        return { kind: 'histogram', ...base(point), temporality, ...spread(point.value), ...shape }
      })
    case DataPointType.EXPONENTIAL_HISTOGRAM:
      return metric.dataPoints.map((point) => {
        const { scale, zeroCount, positive, negative } = point.value
        return {
          kind: 'exponential-histogram',
          ...base(point),
          temporality,
          ...spread(point.value),
          scale,
          zeroCount,
          zeroThreshold: 0,
          positive: { offset: positive.offset, counts: positive.bucketCounts },
          negative: { offset: negative.offset, counts: negative.bucketCounts },
        }
      })
  }
}

function spread(value: { count: number; sum?: number; min?: number; max?: number }) {
  return { count: value.count, sum: value.sum ?? null, min: value.min ?? null, max: value.max ?? null }
}

function nanoseconds([seconds, rest]: HrTime): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(rest)
}

export function attributes(of: object): Attributes {
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, scalar(value)]))
}

export function scalar(value: unknown): Scalar {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number') return isLongInteger(value) ? BigInt(value).toString() : value
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  return JSON.stringify(plain(value))
}

/** As JSON has it: bytes in base64, long integers and what is no number as text. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry) => plain(entry) ?? null)
  if (value instanceof Uint8Array) return scalar(value)
  if (typeof value === 'number') return Number.isFinite(value) ? scalar(value) : String(value)
  if (typeof value !== 'object' || value === null) return value ?? null
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, plain(held)]))
}

function isLongInteger(value: number): boolean {
  return Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 2 ** 63
}
