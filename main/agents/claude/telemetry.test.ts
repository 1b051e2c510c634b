import { describe, expect, it } from 'vitest'
import { logPoint, readPoint, spanPoint, sumPoint } from '../points-for-tests.ts'
import { claudeTelemetry } from './telemetry.ts'

const SCOPE = { name: 'com.anthropic.claude_code.events', version: '2.1.330' }
const API_REQUEST = {
  'event.name': 'api_request',
  'session.id': 'aaaaaaaa-0000-4000-8000-0000000000f2',
  model: 'claude-opus-5-5',
  input_tokens: 3,
  output_tokens: 57,
  cache_read_tokens: 25_000,
  cache_creation_tokens: 1_000,
  cache_creation_5m_tokens: 400,
  cache_creation_1h_tokens: 600,
  cost_usd: 0.012952,
  cost_usd_micros: 12_952,
  duration_ms: 168,
  request_id: 'req_1',
  query_source: 'sdk',
}

function requestOf(more: Record<string, string | number> = {}, without: string[] = []) {
  const all = Object.entries({ ...API_REQUEST, ...more }).filter(([name]) => !without.includes(name))
  return claudeTelemetry.log(logPoint(Object.fromEntries(all))).request
}

describe('api_request', () => {
  const whole = {
    requestId: 'req_1',
    model: 'claude-opus-5-5',
    tokens: { input: 3, output: 57, cacheRead: 25_000, cacheWrite5m: 400, cacheWrite1h: 600 },
    reasoning: 0,
    costUsd: 0.012952,
    querySource: 'sdk',
    main: true,
    durationMs: 168,
  }

  it('is one response of the API', () => {
    const read = readPoint({ resource: {}, scope: SCOPE }, logPoint(API_REQUEST))
    expect(read).toMatchObject({ agent: 'claude', session: API_REQUEST['session.id'] })
    expect(read.meaning).toEqual({
      name: 'api_request',
      known: true,
      model: 'claude-opus-5-5',
      type: 'sdk',
      value: 1,
      unit: '',
      request: whole,
    })
  })

  it('is the same with its numbers as text', () => {
    const text = Object.fromEntries(Object.entries(API_REQUEST).map(([name, value]) => [name, String(value)]))
    expect(requestOf(text)).toEqual(whole)
  })

  it('takes cache writes that are not told apart for those of five minutes', () => {
    const none = ['cache_creation_5m_tokens', 'cache_creation_1h_tokens']
    expect(requestOf({}, none)?.tokens).toMatchObject({ cacheWrite5m: 1_000, cacheWrite1h: 0 })
    expect(requestOf({}, none.slice(0, 1))?.tokens).toMatchObject({ cacheWrite5m: 400, cacheWrite1h: 600 })
  })

  it.each([
    ['repl_main_thread', true],
    ['sdk', true],
    ['compact', false],
    ['agent:builtin:general-purpose', false],
    ['', false],
  ])('by %j is of the main thread: %j', (querySource, main) => {
    expect(requestOf({ query_source: querySource })).toMatchObject({ main, querySource })
  })

  it('has its cost from either figure, and unknown as unknown', () => {
    expect(requestOf({}, ['cost_usd'])?.costUsd).toBeCloseTo(0.012952, 12)
    expect(requestOf({}, ['cost_usd', 'cost_usd_micros'])?.costUsd).toBeNull()
    expect(requestOf({ cost_usd: 'NaN', cost_usd_micros: '' })?.costUsd).toBeNull()
    expect(requestOf({}, ['request_id'])?.requestId).toBeNull()
  })

  it('without any tokens tells of no response', () => {
    expect(requestOf({}, ['input_tokens', 'output_tokens'])).toBeNull()
    expect(requestOf({ input_tokens: -1, output_tokens: 'many' })).toBeNull()
    expect(requestOf({ input_tokens: 'many' })?.tokens.input).toBe(0)
  })
})

it('tells the same request in no other event, and in no span', () => {
  const { 'event.name': _, ...tokens } = API_REQUEST
  expect(claudeTelemetry.log(logPoint({ ...tokens, 'event.name': 'assistant_response' })).request).toBeNull()
  expect(claudeTelemetry.span(spanPoint('claude_code.llm_request', tokens)).request).toBeNull()
})

it.each([
  [{ 'event.name': 'tool_decision', tool_name: 'Bash', decision: 'accept' }, 'tool_decision', 'Bash accept'],
  [{ 'event.name': 'tool_result', tool_name: 'Bash', success: 'true' }, 'tool_result', 'Bash ok'],
  [{ 'event.name': 'tool_result', tool_name: 'Edit', success: false }, 'tool_result', 'Edit failed'],
  [{ 'event.name': 'compaction', trigger: 'auto', success: 'false' }, 'compaction', 'auto failed'],
  [{ 'event.name': 'claude_code.user_prompt', prompt_length: '3' }, 'user_prompt', ''],
  [{ 'event.name': 'permission_mode_changed', to_mode: 'plan' }, 'permission_mode_changed', 'plan'],
  [{ 'event.name': 'hook_execution_complete', hook_event: 'Stop' }, 'hook_execution_complete', 'Stop'],
])('knows the event of %j', (attributes, name, type) => {
  expect(claudeTelemetry.log(logPoint(attributes))).toMatchObject({ name, type, known: true, value: 1, request: null })
})

it("takes the record's own name where no attribute gives one", () => {
  const record = logPoint({}, { eventName: 'claude_code.user_prompt' })
  expect(claudeTelemetry.log(record)).toMatchObject({ name: 'user_prompt', known: true })
})

it.each([
  ['claude_code.token.usage', { type: 'cacheRead', model: 'm' }, 'tokens', 'token.usage', 'cacheRead'],
  ['claude_code.cost.usage', { query_source: 'main', model: 'm' }, 'USD', 'cost.usage', 'main'],
  ['claude_code.active_time.total', { type: 'cli' }, 's', 'active_time.total', 'cli'],
  ['claude_code.session.count', { start_type: 'resume' }, '', 'session.count', 'resume'],
  [
    'claude_code.code_edit_tool.decision',
    { tool_name: 'Edit', decision: 'reject', language: 'C' },
    '',
    'code_edit_tool.decision',
    'Edit reject',
  ],
])('knows the metric %s', (full, attributes, unit, name, type) => {
  expect(claudeTelemetry.metric(sumPoint(full, attributes, unit))).toMatchObject({
    name,
    type,
    unit,
    known: true,
    value: null,
  })
})

it('adds up how long a span took, and says that it failed', () => {
  const tool = spanPoint('claude_code.tool', { tool_name: 'Bash' }, { status: 2 })
  expect(claudeTelemetry.span(tool)).toMatchObject({
    name: 'tool',
    type: 'Bash error',
    known: true,
    value: 250,
    unit: 'ms',
  })
  const backwards = spanPoint('claude_code.interaction', {}, { end: 0n })
  expect(claudeTelemetry.span(backwards)).toMatchObject({ value: 0 })
})

it('keeps names that it does not know, cut and without control characters', () => {
  const future = claudeTelemetry.log(logPoint({ 'event.name': 'time_travel', model: 'm' }))
  expect(future).toMatchObject({ name: 'time_travel', known: false, type: '', model: 'm' })
  const hostile = claudeTelemetry.log(logPoint({ 'event.name': `a\u001B[2J\u202E${'x'.repeat(500)}` })).name
  expect(hostile).toMatch(/^a \[2J x+$/)
  expect(hostile.length).toBeLessThanOrEqual(100)
  expect(claudeTelemetry.metric(sumPoint('claude_code.new', { type: 't' }))).toMatchObject({ known: false, type: 't' })
})

it('takes no id for a session that could be another one when cut', () => {
  const session = (id: string) => claudeTelemetry.session({ 'session.id': id }, {})
  expect(session('s')).toBe('s')
  expect(session('')).toBeNull()
  expect(session('s'.repeat(129))).toBeNull()
})
