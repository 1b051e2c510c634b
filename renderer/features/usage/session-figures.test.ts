import { expect, test } from 'vitest'
import type { LedgerRequest } from '../../../contract/ledger.ts'
import { NO_TOKENS } from '../../../contract/usage.ts'
import { contextPoints, figuresOfRequest, subagentsOf } from './session-figures.ts'

let count = 0
function request(over: Partial<LedgerRequest> = {}): LedgerRequest {
  count += 1
  return {
    id: `m${count}`,
    requestId: `r${count}`,
    agentId: null,
    model: 'opus',
    tokens: { ...NO_TOKENS, input: 10, cacheRead: 900, cacheWrite1h: 90, output: 50 },
    costUsd: 0.2,
    costSource: 'list',
    kind: 'answer',
    endsTurn: false,
    at: count * 1_000,
    ...over,
  }
}

test('the context is what went in at each answer of the main thread', () => {
  const requests = [
    request(),
    request({ agentId: 'a1' }),
    request({ kind: 'error', tokens: NO_TOKENS }),
    request({ tokens: { ...NO_TOKENS, input: 5, cacheRead: 2_000 } }),
  ]
  expect(contextPoints(requests).used).toEqual([1_000, 2_005])
})

test('times never fall', () => {
  const { time } = contextPoints([request({ at: 50 }), request({ at: 40 }), request({ at: 60 })])
  expect(time).toEqual([50, 50, 60])
})

test('subagents in the order in which they began, with all their models', () => {
  const requests = [
    request({ agentId: 'late', at: 9_000 }),
    request({ agentId: 'early', at: 1_000, model: 'haiku', costUsd: null }),
    request({ agentId: 'early', at: 5_000 }),
    request(),
  ]
  expect(subagentsOf(requests)).toMatchObject([
    {
      agentId: 'early',
      models: ['haiku', 'opus'],
      from: 1_000,
      until: 5_000,
      figures: { requests: 2, unpriced: 1, costUsd: 0.2 },
    },
    { agentId: 'late', figures: { requests: 1 } },
  ])
})

test('a request that failed is an error and no request; a turn ends in the main thread alone', () => {
  expect(figuresOfRequest(request({ kind: 'error', costUsd: null }))).toMatchObject({
    requests: 0,
    errors: 1,
    unpriced: 0,
  })
  expect(figuresOfRequest(request({ endsTurn: true }))).toMatchObject({ turns: 1 })
  expect(figuresOfRequest(request({ endsTurn: true, agentId: 'a' }))).toMatchObject({ turns: 0 })
})
