import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decode } from './decode.ts'
import type { Decoded, Encoding, LogPoint, MetricPoint, Point, Signal, SpanPoint } from './points.ts'
import { redact } from './redact.ts'
import { SENSITIVE_KEYS } from './sensitive-keys.ts'

/** What the real CLI sent, as recorded; see fixtures/README.md. */

const SESSION = '11111111-2222-4333-8444-555555555555'
const PROTOCOLS = ['http-json', 'http-protobuf', 'grpc'] as const
type Protocol = (typeof PROTOCOLS)[number]

/** What the scripted model reported: input, output, cache read, cache creation. */
const REPORTED = [
  [3, 18, 0, 19_997],
  [3, 4, 20_000, 997],
]

function bodyOf(signal: Signal, protocol: Protocol): { encoding: Encoding; body: Uint8Array } {
  const encoding = protocol === 'http-json' ? 'json' : 'protobuf'
  const name = `claude-${signal}.${protocol}.${encoding === 'json' ? 'txt' : 'bin'}`
  return { encoding, body: readFileSync(join(import.meta.dirname, 'fixtures', name)) }
}

function decoded(signal: Signal, encoding: Encoding, body: Uint8Array): Decoded {
  const result = decode(signal, encoding, body)
  if (!result.ok) throw new Error(result.why)
  return result.value
}

function recorded<P extends Point>(signal: Signal, protocol: Protocol): P[] {
  const { encoding, body } = bodyOf(signal, protocol)
  const { groups, bad } = decoded(signal, encoding, body)
  expect(bad).toEqual({})
  for (const { resource, scope } of groups) {
    expect(resource).toMatchObject({
      'service.name': 'claude-code',
      'service.version': '2.1.330',
      'baton.launch': 'L1',
    })
    expect(scope.name).toMatch(/^com\.anthropic\.claude_code/)
  }
  return groups.flatMap((group) => group.points) as P[]
}

describe.each(PROTOCOLS)('over %s', (protocol) => {
  it('reads the events, with the tokens that the model reported', () => {
    const logs = recorded<LogPoint>('logs', protocol)
    expect(logs.map((log) => `claude_code.${log.eventName}`)).toEqual(logs.map((log) => log.body))
    expect(logs.map((log) => log.attributes['event.sequence'])).toEqual(logs.map((_, at) => at))
    expect(new Set(logs.map((log) => log.attributes['session.id']))).toEqual(new Set([SESSION]))
    for (const log of logs) {
      expect(log.time / 1_000_000n).toBe(BigInt(Date.parse(String(log.attributes['event.timestamp']))))
    }
    const requests = logs.filter((log) => log.eventName === 'api_request').map((log) => log.attributes)
    expect(requests.map(tokensOf)).toEqual(REPORTED)
    expect(requests.map((request) => request['cost_usd'])).toEqual(
      requests.map((request) => Number(request['cost_usd_micros']) / 1e6),
    )
    const prompt = logs.find((log) => log.eventName === 'user_prompt')
    expect(prompt?.attributes).toMatchObject({ prompt: 'Do nothing, grün.', prompt_length: '17' })
  })

  it('reads the metrics, whose tokens add up to the same', () => {
    const metrics = recorded<MetricPoint>('metrics', protocol)
    const sums = metrics.map((point) => {
      if (point.kind !== 'sum') throw new Error(point.kind)
      return point
    })
    expect(new Set(sums.map((sum) => `${sum.temporality} ${sum.monotonic}`))).toEqual(new Set(['delta true']))
    const tokens = Object.fromEntries(
      sums.filter((sum) => sum.name === 'claude_code.token.usage').map((sum) => [sum.attributes['type'], sum.value]),
    )
    expect(tokens).toEqual({ input: 6, output: 22, cacheRead: 20_000, cacheCreation: 20_994 })
    const cost = sums.find((sum) => sum.name === 'claude_code.cost.usage')
    expect([cost?.unit, cost?.value]).toEqual(['USD', expect.closeTo(0.109434, 9)])
    for (const sum of sums) expect(sum.time).toBeGreaterThan(sum.start)
  })

  it('reads the spans, children of one interaction', () => {
    const spans = recorded<SpanPoint>('traces', protocol)
    const root = spans.find((span) => span.name === 'claude_code.interaction')
    expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([root?.traceId]))
    expect(root).toMatchObject({ parentSpanId: '', traceId: expect.stringMatching(/^[0-9a-f]{32}$/) })
    const requests = spans.filter((span) => span.name === 'claude_code.llm_request')
    expect(requests.map((span) => span.parentSpanId)).toEqual([root?.spanId, root?.spanId])
    expect(requests.map((span) => tokensOf(span.attributes))).toEqual(REPORTED)
    expect(requests[0]?.attributes['gen_ai.response.finish_reasons']).toBe('["tool_use"]')
    const tool = spans.find((span) => span.name === 'claude_code.tool')
    expect(tool?.events).toMatchObject([{ name: 'tool.output', attributes: { bash_command: 'true' } }])
  })

  it.each(['logs', 'metrics', 'traces'] as const)('is redacted of what was said and who said it: %s', (signal) => {
    const { encoding, body } = bodyOf(signal, protocol)
    const redacted = redact(signal, encoding, body, SENSITIVE_KEYS)
    const text = Buffer.from(redacted).toString('utf8')
    for (const said of ['Do nothing', 'schön', '"command"', 'bash_command":"true', '0'.repeat(63)]) {
      expect(text).not.toContain(said)
    }
    expect(text).toContain('<redacted>')
    const points = (bytes: Uint8Array) => decoded(signal, encoding, bytes).groups.flatMap((group) => group.points)
    expect(points(redacted)).toEqual(points(body).map(withoutSecrets))
  })
})

it('reads the same keys and kinds of values whichever protocol brought them', () => {
  for (const signal of ['logs', 'metrics', 'traces'] as const) {
    const [json, protobuf, grpc] = PROTOCOLS.map((protocol) => kindsOf(recorded(signal, protocol)))
    expect(json).toEqual(protobuf)
    expect(grpc).toEqual(protobuf)
  }
})

function tokensOf(attributes: Point['attributes']) {
  return ['input', 'output', 'cache_read', 'cache_creation'].map((kind) => attributes[`${kind}_tokens`])
}

/** What is expected of redaction, said of points. */
function withoutSecrets(point: Point): Point {
  const clean = (attributes: Point['attributes']) =>
    Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => [key, SENSITIVE_KEYS.has(key) ? '<redacted>' : value]),
    )
  const events =
    point.kind === 'span'
      ? { events: point.events.map((event) => ({ ...event, attributes: clean(event.attributes) })) }
      : {}
  return { ...point, ...events, attributes: clean(point.attributes) } as Point
}

/** By name of event, metric or span: the keys that came and the type of each value. */
function kindsOf(points: Point[]): Record<string, Record<string, string>> {
  const kinds: Record<string, Record<string, string>> = {}
  for (const point of points) {
    const name = point.kind === 'log' ? point.eventName : point.name
    const known = (kinds[name] ??= {})
    for (const [key, value] of Object.entries(point.attributes)) known[key] = typeof value
  }
  return kinds
}
