import { expect, it } from 'vitest'
import { createReceivedTotals } from './received-totals.ts'

it('goes on where the receiver starts anew', () => {
  const totals = createReceivedTotals()
  const first = { since: '2026-11-22T10:00:00.000Z', received: { metrics: { accepted: 5 }, logs: {}, traces: {} } }
  expect(totals(first)).toEqual(first.received)
  const more = { metrics: { accepted: 7, duplicate: 1 }, logs: {}, traces: {} }
  expect(totals({ ...first, received: more })).toEqual(more)
  const since = '2026-11-22T11:00:00.000Z'
  expect(totals({ since, received: { metrics: { accepted: 1 }, logs: { rejected: 2 }, traces: {} } })).toEqual({
    metrics: { accepted: 8, duplicate: 1 },
    logs: { rejected: 2 },
    traces: {},
  })
})
