import { hash } from 'node:crypto'
import type { Attributes, MetricPoint, Point, Scalar, Scope } from '../../otlp/points.ts'

/**
 * A point by its hash, and a metric's point by its stream as well. The hash is the first 64 bits of SHA-1: among a million
 * points two differ and share it with a chance of 3 in 10⁸. SHA-1 since Node has it in one call: 3.5 µs of a record of 18
 * attributes, of which half goes to the text; a hash written in JavaScript took 2.6 µs and has no such bound.
 */
export interface Identity {
  high: number
  low: number
  /** Hash of all that names the stream; "" for what is of none. */
  stream: string
}

/** Names who sends, in as many characters for each; part of the identity of its points. */
export function senderId(resource: Attributes, scope: Scope): string {
  return hash('sha1', `${attributesText(resource)}|${framed(scope.name)}${framed(scope.version)}`, 'base64url')
}

export function identityOf(point: Point, sender: string): Identity {
  if (point.kind === 'log') {
    const { time, observed, severity, body, eventName, traceId, spanId } = point
    const said = body === null ? '-' : scalarText(body)
    const rest = `${framed(point.severityText)}${framed(eventName)}${framed(traceId)}${framed(spanId)}${said}`
    return identity(`${sender}log ${time} ${observed} ${severity} ${rest}${attributesText(point.attributes)}`, '')
  }
  if (point.kind === 'span') {
    const { traceId, spanId, parentSpanId, start, end, status, name } = point
    const rest = `${framed(traceId)}${framed(spanId)}${framed(parentSpanId)}${framed(name)}`
    return identity(`${sender}span ${start} ${end} ${status} ${rest}${attributesText(point.attributes)}`, '')
  }
  const stream = streamOf(point, sender)
  return identity(`${stream} ${point.start} ${point.time} ${figuresText(point)}`, stream)
}

/** Its hash as 16 hexadecimal digits. */
export function hashText({ high, low }: Identity): string {
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0')
}

function identity(text: string, stream: string): Identity {
  const digest = hash('sha1', text, 'binary')
  return { high: wordAt(digest, 0), low: wordAt(digest, 4), stream }
}

function wordAt(digest: string, at: number): number {
  const byte = (offset: number): number => digest.charCodeAt(at + offset)
  return ((byte(0) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3)) >>> 0
}

/** The first 96 bits. A counter that began anew is a stream of its own: so two senders of one name are told apart, too. */
function streamOf(point: MetricPoint, sender: string): string {
  const cumulative = point.kind === 'summary' || (point.kind !== 'gauge' && point.temporality === 'cumulative')
  const began = cumulative ? point.start : ''
  const rises = point.kind === 'sum' ? point.monotonic : ''
  const text = `${sender}${point.kind} ${began} ${rises} ${framed(point.name)}${framed(point.unit)}`
  return hash('sha1', `${text}${cumulative}${attributesText(point.attributes)}`, 'base64url').slice(0, 16)
}

function figuresText(point: MetricPoint): string {
  if (point.noValue) return '-'
  if (point.kind === 'gauge' || point.kind === 'sum') return `${point.value}`
  const base = `${point.count} ${point.sum}`
  if (point.kind === 'summary') return `${base} ${point.quantiles.map((one) => `${one.quantile}:${one.value}`).join()}`
  const ends = `${base} ${point.min} ${point.max}`
  if (point.kind === 'histogram') return `${ends} ${point.bounds.join()} ${point.counts.join()}`
  const { scale, zeroCount, positive, negative } = point
  return `${ends} ${scale} ${zeroCount} ${positive.offset} ${positive.counts.join()} ${negative.offset} ${negative.counts.join()}`
}

/** Whatever their order; no two different ones give one text. */
export function attributesText(attributes: Attributes): string {
  let text = ''
  for (const key of Object.keys(attributes).sort()) {
    const value = attributes[key]
    if (value !== undefined) text += framed(key) + scalarText(value)
  }
  return text
}

function scalarText(value: Scalar): string {
  if (typeof value === 'string') return `s${framed(value)}`
  return typeof value === 'number' ? `n${value};` : `b${value};`
}

/** With its length before it, so that its end is known whatever it holds. */
function framed(text: string): string {
  return `${text.length}:${text}`
}
