import { expect, test } from 'vitest'
import type { LedgerRequest } from '../../contract/ledger.ts'
import { NO_TOKENS } from '../../contract/usage.ts'
import { usageRequestHandlers } from './usage-request-handlers.ts'

const requests = [1, 2, 3].map((n): LedgerRequest => ({
  id: `msg-${n}`,
  requestId: `req-${n}`,
  agentId: null,
  model: 'claude-opus-4-5',
  tokens: { ...NO_TOKENS, input: n },
  costUsd: n / 100,
  costSource: 'list',
  kind: 'answer',
  endsTurn: n === 3,
  at: n,
}))
/** A ledger of one session. */
const ledger = { ledgerRequests: async (sessionId: string) => (sessionId === 'known' ? requests : []) }
const ask = usageRequestHandlers(ledger)['usage.requests']

test('the latest requests in order of time, and how many come before', async () => {
  const answer = await ask({ sessionId: 'known', limit: 2 })
  expect(answer).toEqual({ ok: true, value: { requests: requests.slice(1), more: 1 } })
  expect(await ask({ sessionId: 'known', limit: 3 })).toMatchObject({ value: { requests, more: 0 } })
})

test('a session that has none', async () => {
  expect(await ask({ sessionId: 'unheard of', limit: 2 })).toEqual({ ok: true, value: { requests: [], more: 0 } })
})
