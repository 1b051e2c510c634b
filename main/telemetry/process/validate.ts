import type { Attributes, HistogramPoint, LogPoint, MetricPoint, Point, SpanPoint } from '../../otlp/points.ts'

const DAY_MS = 86_400_000
const NANOSECONDS_PER_MS = 1e6
/** Older figures would change days that were read already. Exporters try again for minutes, not for weeks. */
const OLDEST_MS = 30 * DAY_MS
/** Clocks of one machine differ by nothing, those of a virtual one by hours at most. */
const NEWEST_MS = DAY_MS
/** Characters of all attributes of one point. Claude Code's longest, a request's whole body, has 61,440. */
const ATTRIBUTES_LENGTH = 524_288
/** What the store can add up a million times without leaving its integers. */
const GREATEST_COUNT = 2 ** 40
/** What can be added up for ever without leaving the numbers. */
const GREATEST_VALUE = 1e100

/** Said by the sender: nothing was measured. Passed over, not refused. */
export const SAYS_NOTHING = 'says-nothing'

/** Why a point cannot be used, in a word; null: it can. `now`: milliseconds since the epoch. */
export function whyUnusable(point: Point, now: number): string | null {
  if (point.kind !== 'log' && point.name === '') return 'no-name'
  const why = whyUntimely(timeOf(point), now)
  if (why !== null) return why
  if (areTooLong(point.attributes)) return 'attributes-too-long'
  if (point.kind === 'log') return whyBadLog(point)
  if (point.kind === 'span') return whyBadSpan(point)
  return point.noValue ? SAYS_NOTHING : whyBadMetric(point)
}

/** When it happened, milliseconds since the epoch; 0: not said. */
export function timeOf(point: Point): number {
  return Math.floor(Number(nanosecondsOf(point)) / NANOSECONDS_PER_MS)
}

function nanosecondsOf(point: Point): bigint {
  if (point.kind === 'log') return point.time === 0n ? point.observed : point.time
  if (point.kind === 'span') return point.end === 0n ? point.start : point.end
  return point.time
}

function whyUntimely(time: number, now: number): string | null {
  if (time <= 0) return 'no-time'
  if (time < now - OLDEST_MS) return 'too-old'
  return time > now + NEWEST_MS ? 'in-the-future' : null
}

function areTooLong(attributes: Attributes): boolean {
  let length = 0
  for (const key in attributes) {
    const value = attributes[key]
    length += key.length + (typeof value === 'string' ? value.length : 0)
  }
  return length > ATTRIBUTES_LENGTH
}

const TRACE_ID = /^[0-9a-f]{32}$/
const SPAN_ID = /^[0-9a-f]{16}$/
const NOTHING = /^0+$/

function isId(id: string, form: RegExp): boolean {
  return form.test(id) && !NOTHING.test(id)
}

/** A record need not be of a trace; senders give none as no bytes or as zeros. */
function whyBadLog({ traceId, spanId }: LogPoint): string | null {
  if (traceId !== '' && !TRACE_ID.test(traceId)) return 'bad-trace-id'
  return spanId !== '' && !SPAN_ID.test(spanId) ? 'bad-span-id' : null
}

function whyBadSpan({ traceId, spanId }: SpanPoint): string | null {
  if (!isId(traceId, TRACE_ID)) return 'bad-trace-id'
  return isId(spanId, SPAN_ID) ? null : 'bad-span-id'
}

function whyBadMetric(point: MetricPoint): string | null {
  if (point.kind === 'gauge') return whyBadValue(point.value)
  if (point.kind === 'sum') {
    if (point.temporality === 'unspecified') return 'no-temporality'
    if (point.monotonic && point.value < 0) return 'negative-sum'
    return whyBadValue(point.value)
  }
  if (point.kind !== 'summary' && point.temporality === 'unspecified') return 'no-temporality'
  const why = whyBadCount(point.count) ?? (point.sum === null ? null : whyBadValue(point.sum))
  if (why !== null) return why
  if (point.kind === 'summary') return null
  if (point.kind === 'histogram') return doBucketsFit(point) ? null : 'bad-buckets'
  const buckets = [point.zeroCount, ...point.positive.counts, ...point.negative.counts]
  return addsUp(buckets, point.count) ? null : 'bad-buckets'
}

function whyBadValue(value: number): string | null {
  if (!Number.isFinite(value)) return 'not-a-number'
  return Math.abs(value) > GREATEST_VALUE ? 'out-of-range' : null
}

function whyBadCount(count: number): string | null {
  if (!Number.isInteger(count)) return 'not-a-number'
  if (count < 0) return 'negative-count'
  return count > GREATEST_COUNT ? 'out-of-range' : null
}

function doBucketsFit({ bounds, counts, count }: HistogramPoint): boolean {
  if (bounds.length === 0 && counts.length === 0) return true
  if (counts.length !== bounds.length + 1) return false
  for (let at = 1; at < bounds.length; at += 1) {
    if (!((bounds[at - 1] ?? Number.NaN) < (bounds[at] ?? Number.NaN))) return false
  }
  return addsUp(counts, count)
}

function addsUp(counts: readonly number[], count: number): boolean {
  let sum = 0
  for (const one of counts) {
    if (!(one >= 0)) return false
    sum += one
  }
  return sum === count
}
