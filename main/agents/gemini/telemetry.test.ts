import { expect, it } from 'vitest'
import { logPoint, readRecording } from '../points-for-tests.ts'
import { geminiTelemetry } from './telemetry.ts'

const RECORDED = new URL('./fixtures/', import.meta.url)
const SESSION = 'aaaaaaaa-0000-4000-8000-0000000000c1'

it('takes three responses from a recording of one turn with a tool and a routing, each once', () => {
  const requests = readRecording(RECORDED, 'logs').flatMap(({ meaning }) => meaning.request ?? [])
  expect(requests.map(({ querySource, main }) => [querySource, main])).toEqual([
    ['utility_router', false],
    ['main', true],
    ['main', true],
  ])
  // 1200 of prompt with 1000 cached, 7 of tools, 80 of answer, 30 of thoughts.
  expect(requests[1]).toMatchObject({
    requestId: null,
    model: 'gemini-3.5-flash',
    tokens: { input: 207, output: 110, cacheRead: 1000, cacheWrite5m: 0, cacheWrite1h: 0 },
    reasoning: 30,
    costUsd: null,
  })
})

it('knows each recorded event, metric and span, and its session', () => {
  const points = (['logs', 'metrics', 'traces'] as const).flatMap((signal) => readRecording(RECORDED, signal))
  expect(points.length).toBeGreaterThan(30)
  expect(points.filter(({ agent, meaning }) => agent !== 'gemini' || !meaning.known)).toEqual([])
  expect(new Set(points.map(({ session }) => session))).toEqual(new Set([SESSION]))
  const named = points.map(({ meaning }) => [meaning.name, meaning.type])
  expect(named).toContainEqual(['tool_call', 'list_directory ok'])
  expect(named).toContainEqual(['token.usage', 'thought'])
  expect(named).toContainEqual(['gen_ai.client.token.usage', 'input'])
  expect(named).toContainEqual(['llm_call', ''])
})

it('counts all that the agent itself totals', () => {
  const response = { input_token_count: 10, output_token_count: 5, thoughts_token_count: 3, tool_token_count: 2 }
  const cached = { 'event.name': 'gemini_cli.api_response', model: 'm', cached_content_token_count: 4, ...response }
  const { request } = geminiTelemetry.log(logPoint(cached))
  const { input = 0, output = 0, cacheRead = 0 } = request?.tokens ?? {}
  expect(input + output + cacheRead).toBe(10 + 5 + 3 + 2)
})

it('takes a request and a failure for no response', () => {
  for (const name of ['gemini_cli.api_request', 'gemini_cli.api_error'])
    expect(geminiTelemetry.log(logPoint({ 'event.name': name, input_token_count: 1 })).request).toBeNull()
})

it('keeps what it does not know', () => {
  const unknown = geminiTelemetry.log(logPoint({ 'event.name': 'gemini_cli.later' }))
  expect(unknown).toMatchObject({ name: 'later', known: false, value: 1 })
})
