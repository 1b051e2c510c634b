import { expect, it } from 'vitest'
import { AGENT_TELEMETRY } from './all-telemetry.ts'
import { logPoint, spanPoint } from './points-for-tests.ts'
import { withListPrices } from './with-list-prices.ts'

const [claude, codex, gemini, other] = withListPrices(AGENT_TELEMETRY)
const MS = 1_000_000n
const NEXT_YEAR = BigInt(Date.UTC(2027, 0, 2)) * MS

const codexResponse = {
  'event.name': 'codex.sse_event',
  'event.kind': 'response.completed',
  model: 'gpt-5.5',
  input_token_count: '1200',
  cached_token_count: 1000,
  output_token_count: '80',
}

it('prices a response whose agent tells no cost', () => {
  expect(codex?.log(logPoint(codexResponse)).request?.listUsd).toBeCloseTo((200 * 5 + 1000 * 0.5 + 80 * 30) / 1e6, 12)
  const usage = { 'gen_ai.response.id': 'r', 'gen_ai.response.model': 'gpt-5.5', 'gen_ai.usage.output_tokens': 10 }
  expect(other?.span(spanPoint('chat', usage)).request?.listUsd).toBeCloseTo(0.0003, 12)
})

it('prices a response in fast mode by its own prices', () => {
  const fast = codex?.log(logPoint({ ...codexResponse, service_tier: 'priority' })).request
  expect(fast?.fast).toBe(true)
  expect(fast?.listUsd).toBeCloseTo((200 * 12.5 + 1000 * 1.25 + 80 * 75) / 1e6, 12)
})

it('goes by the time of the record, observed where it has none of its own', () => {
  const response = { 'event.name': 'gemini_cli.api_response', model: 'gemini-3.7-flash', input_token_count: 1_000_000 }
  const priceAt = (time: bigint, observed: bigint) =>
    gemini?.log(logPoint(response, { time, observed })).request?.listUsd
  expect(priceAt(1n, NEXT_YEAR)).toBe(0.75)
  expect(priceAt(0n, NEXT_YEAR)).toBe(1.5)
})

it("leaves the agent's own figure, and what no table knows", () => {
  const told = { 'event.name': 'api_request', model: 'claude-opus-5-5', input_tokens: 1, cost_usd: 7 }
  const own = claude?.log(logPoint(told)).request
  expect(own?.costUsd).toBe(7)
  expect(own?.listUsd).toBeUndefined()
  const unknown = { ...codexResponse, model: 'my-own' }
  expect(codex?.log(logPoint(unknown)).request).toMatchObject({ costUsd: null, listUsd: null })
})

it('changes nothing else', () => {
  const event = logPoint({ 'event.name': 'codex.user_prompt' })
  expect(codex?.log(event)).toEqual(AGENT_TELEMETRY[1]?.log(event))
  expect(withListPrices(AGENT_TELEMETRY).map(({ agent }) => agent)).toEqual(['claude', 'codex', 'gemini', 'other'])
})
