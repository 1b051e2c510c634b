import type { AgentTelemetry } from '../../agents/telemetry.ts'
import type {
  Attributes,
  Decoded,
  GaugePoint,
  HistogramPoint,
  LogPoint,
  Point,
  Signal,
  SpanPoint,
  SumPoint,
} from '../../otlp/points.ts'
import type { Received, TelemetryLedger } from '../types.ts'
import type { Decode, ProcessorParts } from './pipeline.ts'

/** A moment like any other, and what stands for it in nanoseconds. */
export const NOW = Date.UTC(2026, 10, 22, 12, 0, 0)
/** `seconds` before or after it. */
export function nanoseconds(seconds: number): bigint {
  return BigInt(NOW) * 1_000_000n + BigInt(Math.round(seconds * 1e9))
}

export function sum(change: Partial<SumPoint> = {}): SumPoint {
  return {
    kind: 'sum',
    name: 'tokens',
    unit: '1',
    attributes: { 'session.id': 's1' },
    start: nanoseconds(0),
    time: nanoseconds(10),
    noValue: false,
    value: 5,
    temporality: 'delta',
    monotonic: true,
    ...change,
  }
}

export function gauge(change: Partial<GaugePoint> = {}): GaugePoint {
  const { value: _value, temporality: _temporality, monotonic: _monotonic, ...base } = sum()
  return { ...base, kind: 'gauge', name: 'level', value: 3, ...change }
}

export function histogram(change: Partial<HistogramPoint> = {}): HistogramPoint {
  const { value: _value, monotonic: _monotonic, ...base } = sum()
  const buckets = { bounds: [10], counts: [1, 2] }
  return { ...base, kind: 'histogram', name: 'latency', count: 3, sum: 30, min: null, max: null, ...buckets, ...change }
}

export function log(change: Partial<LogPoint> = {}): LogPoint {
  return {
    kind: 'log',
    time: nanoseconds(0),
    observed: nanoseconds(0),
    severity: 9,
    severityText: '',
    body: 'claude_code.api_request',
    eventName: 'api_request',
    attributes: { 'session.id': 's1' },
    traceId: '',
    spanId: '',
    ...change,
  }
}

export function span(change: Partial<SpanPoint> = {}): SpanPoint {
  return {
    kind: 'span',
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    parentSpanId: '',
    name: 'work',
    spanKind: 1,
    start: nanoseconds(0),
    end: nanoseconds(2),
    attributes: { 'session.id': 's1' },
    status: 0,
    statusMessage: '',
    events: [],
    links: [],
    ...change,
  }
}

/** Names a session by `session.id`, a request by `request.id`; knows the names that begin with none of "x-". */
export const testAgent: AgentTelemetry = {
  agent: 'claude',
  owns: (resource) => resource['service.name'] !== 'foreign',
  session: (attributes) => (typeof attributes['session.id'] === 'string' ? attributes['session.id'] : null),
  log: ({ eventName, attributes }) => ({
    ...plain(eventName),
    value: 1,
    request: typeof attributes['request.id'] === 'string' ? told(attributes['request.id']) : null,
  }),
  metric: ({ name, unit, attributes }) => ({ ...plain(name), unit, type: String(attributes['type'] ?? '') }),
  span: ({ name }) => ({ ...plain(name), unit: 'ms' }),
}

function plain(name: string) {
  return { name, known: !name.startsWith('x-'), model: '', type: '', value: null, unit: '', request: null }
}

function told(requestId: string) {
  const tokens = { input: 10, output: 20, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 }
  const rest = { reasoning: 0, costUsd: 0.5, querySource: 'sdk', main: true, durationMs: null }
  return { requestId: requestId === 'none' ? null : requestId, model: 'claude-x', tokens, ...rest }
}

/** A request of these points. What it decodes to stands aside: see `decodeTest`. */
export function request(points: readonly Point[], resource: Attributes = {}, bytes = 100): Received {
  const first = points[0]?.kind
  const signal: Signal = first === 'log' ? 'logs' : first === 'span' ? 'traces' : 'metrics'
  const body = new Uint8Array(bytes)
  const groups = [{ resource, scope: { name: 'test', version: '1' }, points: [...points] }]
  BODIES.set(body, { signal, groups, bad: {} })
  return { signal, encoding: 'protobuf', protocol: 'http', body, at: NOW }
}

const BODIES = new WeakMap<Uint8Array, Decoded>()

/** Gives the points that `request` was made of; anything else is malformed. */
export const decodeTest: Decode = (_signal, _encoding, body) => {
  const value = BODIES.get(body)
  return value === undefined ? { ok: false, why: 'no request of the test' } : { ok: true, value }
}

/** What a processor of a test is made of: the clock stands, and a defect ends the test. */
export function testParts(ledger: TelemetryLedger): ProcessorParts {
  return {
    ledger,
    agents: [testAgent],
    settings: { dedupeMinutes: 60 },
    now: () => NOW,
    decode: decodeTest,
    forwarder: null,
    fault: (error) => {
      throw error
    },
  }
}
