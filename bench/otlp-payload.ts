import {
  JsonLogsSerializer,
  JsonMetricsSerializer,
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
} from '@opentelemetry/otlp-transformer'
import { resourceFromAttributes } from '@opentelemetry/resources'
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs'
import { AggregationTemporality, DataPointType, type ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { Encoding } from '../main/otlp/points.ts'

export type LoadSignal = 'logs' | 'metrics'

/** Records or points of one request: what a busy session exports at once. */
export const PER_REQUEST = 50
/** Tokens that each `api_request` record tells of, for counting at the other end. */
export const RECORD_TOKENS = { input: 3, output: 57, cacheRead: 25_000, cacheWrite5m: 400, cacheWrite1h: 600 }
/** What each point of the metrics adds. */
export const POINT_VALUE = 2

/** Stand in the encoded bytes for what differs from request to request; each has the length of what takes its place. */
const SESSION = '5e551011-0000-4000-8000-000000000000'
const REQUEST = 'req_bench_000000000000'
const DIGITS = 12
const START = [1_795_000_000, 111_111_111] as [number, number]
const END = [1_795_000_000, 222_222_222] as [number, number]

/** An encoded request and where in it lies what makes it one of its own. */
export interface Template {
  bytes: Uint8Array
  encoding: Encoding
  /** Offsets of the digits of request ids. */
  ids: number[]
  /** Offsets of the times of metric points. */
  starts: number[]
  ends: number[]
  sessions: number[]
}

/** Encoded by the official serializer. */
export function makeTemplate(signal: LoadSignal, encoding: Encoding): Template {
  const encoded = signal === 'logs' ? encodeLogs(encoding) : encodeMetrics(encoding)
  if (encoded === undefined) throw new Error('the serializer gave nothing')
  const bytes = Buffer.from(encoded)
  const found = (text: string | Uint8Array, skip = 0) => offsetsOf(bytes, Buffer.from(text), skip)
  const template = {
    bytes,
    encoding,
    ids: found(REQUEST, REQUEST.length - DIGITS),
    starts: found(timeBytes(encoding, nanoseconds(START))),
    ends: found(timeBytes(encoding, nanoseconds(END))),
    sessions: found(SESSION),
  }
  const marks = signal === 'logs' ? template.ids : template.ends
  if (marks.length !== PER_REQUEST) throw new Error(`${marks.length} marks in place of ${PER_REQUEST}`)
  return template
}

/** The same for another session. */
export function ofSession(template: Template, session: number): Template {
  const bytes = Buffer.from(template.bytes)
  const id = sessionId(session)
  for (const at of template.sessions) bytes.write(id, at, 'latin1')
  return { ...template, bytes }
}

export function sessionId(session: number): string {
  return `${SESSION.slice(0, -DIGITS)}${String(session).padStart(DIGITS, '0')}`
}

/**
 * A request of its own. `firstId`: number of its first record; `from` and `until`: nanoseconds since the epoch, what its
 * metric points are for.
 */
export function fill(template: Template, firstId: number, from: bigint, until: bigint): Uint8Array {
  const bytes = Buffer.from(template.bytes)
  let id = firstId
  for (const at of template.ids) bytes.write(String(id++).padStart(DIGITS, '0'), at, 'latin1')
  const start = timeBytes(template.encoding, from)
  const end = timeBytes(template.encoding, until)
  for (const at of template.starts) bytes.set(start, at)
  for (const at of template.ends) bytes.set(end, at)
  return bytes
}

function timeBytes(encoding: Encoding, time: bigint): Uint8Array {
  if (encoding === 'json') return Buffer.from(String(time))
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(time)
  return bytes
}

function nanoseconds([seconds, rest]: [number, number]): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(rest)
}

function offsetsOf(bytes: Buffer, what: Buffer, skip: number): number[] {
  const offsets: number[] = []
  for (let at = bytes.indexOf(what); at !== -1; at = bytes.indexOf(what, at + what.length)) offsets.push(at + skip)
  return offsets
}

const RESOURCE = resourceFromAttributes({
  'host.arch': 'amd64',
  'os.type': 'linux',
  'os.version': '6.0.0',
  'service.name': 'claude-code',
  'service.version': '2.1.330',
})
const USER = 'f'.repeat(64)

/** Claude Code's `api_request`, with 18 attributes. */
function encodeLogs(encoding: Encoding): Uint8Array | undefined {
  const now = Date.now()
  const hrTime: [number, number] = [Math.floor(now / 1_000), (now % 1_000) * 1e6]
  const scope = { name: 'com.anthropic.claude_code.events', version: '2.1.330' }
  const record = (_: unknown, n: number): ReadableLogRecord => ({
    hrTime,
    hrTimeObserved: hrTime,
    body: 'claude_code.api_request',
    resource: RESOURCE,
    instrumentationScope: scope,
    droppedAttributesCount: 0,
    attributes: {
      'user.id': USER,
      'session.id': SESSION,
      'terminal.type': 'xterm-256color',
      'event.name': 'api_request',
      'event.timestamp': new Date(now).toISOString(),
      'event.sequence': n,
      'prompt.id': '9793f76a-d591-4353-970b-a692752c3493',
      model: n % 5 === 0 ? 'claude-haiku-4-5' : 'claude-opus-5-5',
      input_tokens: RECORD_TOKENS.input,
      output_tokens: RECORD_TOKENS.output,
      cache_read_tokens: RECORD_TOKENS.cacheRead,
      cache_creation_tokens: RECORD_TOKENS.cacheWrite5m + RECORD_TOKENS.cacheWrite1h,
      cache_creation_5m_tokens: RECORD_TOKENS.cacheWrite5m,
      cache_creation_1h_tokens: RECORD_TOKENS.cacheWrite1h,
      cost_usd: 0.012952,
      duration_ms: 1_680 + n,
      request_id: REQUEST,
      query_source: 'repl_main_thread',
    },
  })
  const serializer = encoding === 'json' ? JsonLogsSerializer : ProtobufLogsSerializer
  return serializer.serializeRequest(Array.from({ length: PER_REQUEST }, record))
}

const TOKEN_TYPES = ['input', 'output', 'cacheRead', 'cacheCreation']
const MODELS = ['claude-opus-5-5', 'claude-sonnet-5', 'claude-haiku-4-5']
const SOURCES = ['main', 'subagent', 'auxiliary']

/** Claude Code's metrics of a session that used all it can: 50 delta streams. */
function encodeMetrics(encoding: Encoding): Uint8Array | undefined {
  const common = { 'user.id': USER, 'session.id': SESSION, 'terminal.type': 'xterm-256color' }
  const metric = (name: string, unit: string, points: Record<string, string>[]) => ({
    descriptor: { name: `claude_code.${name}`, description: '', unit, valueType: 1 },
    aggregationTemporality: AggregationTemporality.DELTA,
    dataPointType: DataPointType.SUM as const,
    isMonotonic: true,
    dataPoints: points.map((attributes) => ({
      startTime: START,
      endTime: END,
      attributes: { ...common, ...attributes },
      value: POINT_VALUE,
    })),
  })
  const uses = MODELS.flatMap((model) => SOURCES.map((source) => ({ model, query_source: source })))
  const request: ResourceMetrics = {
    resource: RESOURCE,
    scopeMetrics: [
      {
        scope: { name: 'com.anthropic.claude_code', version: '2.1.330' },
        metrics: [
          metric(
            'token.usage',
            'tokens',
            uses.flatMap((use) => TOKEN_TYPES.map((type) => ({ ...use, type }))),
          ),
          metric('cost.usage', 'USD', uses),
          metric('active_time.total', 's', [{ type: 'user' }, { type: 'cli' }]),
          metric('lines_of_code.count', '', [{ type: 'added' }, { type: 'removed' }]),
          metric('session.count', '', [{ start_type: 'fresh' }]),
        ],
      },
    ],
  }
  const serializer = encoding === 'json' ? JsonMetricsSerializer : ProtobufMetricsSerializer
  return serializer.serializeRequest(request)
}
