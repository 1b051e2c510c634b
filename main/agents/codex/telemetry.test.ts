import { expect, it } from 'vitest'
import { logPoint, readRecording } from '../points-for-tests.ts'
import { codexTelemetry } from './telemetry.ts'

const RECORDED = new URL('./fixtures/', import.meta.url)
const SESSION = 'aaaaaaaa-0000-4000-8000-0000000000c1'

const COMPLETED = {
  'event.name': 'codex.sse_event',
  'event.kind': 'response.completed',
  'conversation.id': SESSION,
  model: 'gpt-5.5',
  input_token_count: '1200',
  output_token_count: '80',
  cached_token_count: 1000,
  cache_write_token_count: 50,
  reasoning_token_count: 30,
  tool_token_count: '1280',
}

it('takes two responses from a recording of one turn with a tool, each once', () => {
  const events = readRecording(RECORDED, 'logs')
  const requests = events.map(({ meaning }) => meaning.request).filter((request) => request !== null)
  expect(requests).toHaveLength(2)
  expect(requests[0]).toEqual({
    requestId: null,
    model: 'gpt-5.5',
    tokens: { input: 200, output: 80, cacheRead: 1000, cacheWrite5m: 0, cacheWrite1h: 0 },
    reasoning: 30,
    costUsd: null,
    fast: false,
    querySource: '',
    main: true,
    durationMs: null,
  })
})

it('knows each recorded event by name and kind, and its session', () => {
  const events = readRecording(RECORDED, 'logs')
  expect(events.filter(({ agent, meaning }) => agent !== 'codex' || !meaning.known)).toEqual([])
  const named = events.map(({ meaning }) => [meaning.name, meaning.type])
  expect(named).toContainEqual(['conversation_starts', 'scripted'])
  expect(named).toContainEqual(['tool_decision', 'exec_command approved'])
  expect(named).toContainEqual(['tool_result', 'exec_command ok'])
  expect(named).toContainEqual(['sse_event', 'response.completed'])
  expect(named).toContainEqual(['log_line', 'DEBUG'])
  const lines = events.filter(({ meaning }) => meaning.name === 'log_line')
  expect(new Set(events.filter((event) => !lines.includes(event)).map(({ session }) => session))).toEqual(
    new Set([SESSION]),
  )
})

it('knows the recorded metrics, tokens by their type', () => {
  const points = readRecording(RECORDED, 'metrics')
  expect(points.filter(({ agent, meaning }) => agent !== 'codex' || !meaning.known)).toEqual([])
  const tokens = points.filter(({ meaning }) => meaning.name === 'turn.token_usage')
  expect(tokens.map(({ meaning, point }) => [meaning.type, point.kind === 'histogram' ? point.sum : null])).toEqual(
    expect.arrayContaining([
      ['input', 2400],
      ['cached_input', 2000],
      ['output', 160],
      ['reasoning_output', 60],
    ]),
  )
})

it('adds up the recorded spans and finds no response in them', () => {
  const spans = readRecording(RECORDED, 'traces')
  expect(spans.length).toBeGreaterThan(0)
  expect(spans.every(({ agent, meaning }) => agent === 'codex' && meaning.request === null)).toBe(true)
  expect(spans.map(({ meaning }) => meaning.name)).toContain('handle_responses')
})

it('takes cached and written tokens out of the input', () => {
  const { request } = codexTelemetry.log(logPoint(COMPLETED))
  expect(request?.tokens).toEqual({ input: 150, output: 80, cacheRead: 1000, cacheWrite5m: 50, cacheWrite1h: 0 })
  const odd = codexTelemetry.log(logPoint({ ...COMPLETED, cached_token_count: 5000 }))
  expect(odd.request?.tokens).toMatchObject({ input: 0, cacheRead: 1200, cacheWrite5m: 0 })
})

it('takes no other event for a response', () => {
  for (const kind of ['response.created', 'response.failed'])
    expect(codexTelemetry.log(logPoint({ ...COMPLETED, 'event.kind': kind })).request).toBeNull()
  expect(codexTelemetry.log(logPoint({ ...COMPLETED, 'event.name': 'codex.websocket_event' })).request).toBeNull()
})

it("passes over the record's own event name, which is a place in Codex's sources", () => {
  const eventName = 'event otel/src/events/session_telemetry.rs:703'
  expect(codexTelemetry.log(logPoint({ 'event.name': 'codex.user_prompt' }, { eventName }))).toMatchObject({
    name: 'user_prompt',
    known: true,
  })
  expect(codexTelemetry.log(logPoint({ 'event.name': 'codex.dreams' }, { eventName }))).toMatchObject({
    name: 'dreams',
    known: false,
  })
})

it.each(['codex_exec', 'codex-cli', 'codex_tui', 'codex'])('owns what %s sends', (name) => {
  expect(codexTelemetry.owns({ 'service.name': name }, { name: '', version: '' })).toBe(true)
})

it('owns no other service', () => {
  expect(codexTelemetry.owns({ 'service.name': 'codexample' }, { name: 'codexample', version: '' })).toBe(false)
})

it('tells a conversation from a thread of the program', () => {
  expect(codexTelemetry.session({ 'thread.id': SESSION }, {})).toBe(SESSION)
  expect(codexTelemetry.session({ 'thread.id': '4', 'thread.name': 'tokio-rt-worker' }, {})).toBeNull()
  expect(codexTelemetry.session({ 'thread.id': '4', 'conversation.id': SESSION }, {})).toBe(SESSION)
})
