import { readFileSync } from 'node:fs'
import { decode } from '../otlp/decode.ts'
import type { Attributes, LogPoint, Point, PointGroup, Signal, SpanPoint, SumPoint } from '../otlp/points.ts'
import { AGENT_TELEMETRY } from './all-telemetry.ts'
import type { AgentTelemetry, Meaning } from './telemetry.ts'

/** What a recording says: each point with what it means, by the agent that owns its group. */
export interface ReadPoint {
  agent: AgentTelemetry['agent']
  session: string | null
  point: Point
  meaning: Meaning
}

export function readRecording(folder: URL, signal: Signal): ReadPoint[] {
  const decoded = decode(signal, 'json', readFileSync(new URL(`${signal}.json`, folder)))
  if (!decoded.ok) throw new Error(decoded.why)
  return decoded.value.groups.flatMap((group) => group.points.map((point) => readPoint(group, point)))
}

export function readPoint({ resource, scope }: Omit<PointGroup, 'points'>, point: Point): ReadPoint {
  const owner = AGENT_TELEMETRY.find((agent) => agent.owns(resource, scope))
  if (owner === undefined) throw new Error('nobody owns it')
  const session = owner.session(point.attributes, resource)
  return { agent: owner.agent, session, point, meaning: meaningOf(owner, point) }
}

function meaningOf(owner: AgentTelemetry, point: Point): Meaning {
  if (point.kind === 'log') return owner.log(point)
  return point.kind === 'span' ? owner.span(point) : owner.metric(point)
}

export function logPoint(attributes: Attributes, more: Partial<LogPoint> = {}): LogPoint {
  const text = { body: null, severity: 0, severityText: '', traceId: '', spanId: '' }
  return { kind: 'log', time: 1n, observed: 1n, eventName: '', ...text, ...more, attributes: bare(attributes) }
}

export function sumPoint(name: string, attributes: Attributes, unit = ''): SumPoint {
  const times = { start: 1n, time: 2n, noValue: false }
  return {
    kind: 'sum',
    name,
    unit,
    attributes: bare(attributes),
    ...times,
    value: 1,
    temporality: 'delta',
    monotonic: true,
  }
}

export function spanPoint(name: string, attributes: Attributes, more: Partial<SpanPoint> = {}): SpanPoint {
  const ids = { traceId: '', spanId: '', parentSpanId: '' }
  const rest = { spanKind: 1, status: 0, statusMessage: '', events: [], links: [] }
  const times = { start: 1_000_000_000n, end: 1_250_000_000n }
  return { kind: 'span', name, ...ids, ...times, ...rest, ...more, attributes: bare(attributes) }
}

/** As the decoder makes them: a sender names the keys. */
function bare(attributes: Attributes): Attributes {
  return Object.assign(Object.create(null), attributes)
}
