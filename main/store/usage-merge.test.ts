import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { mergeUsage } from './usage-merge.ts'
import type { UsageRow } from './usage-table.ts'

/** One response as several lines tell of it: the session, the agent and the figures differ, its ids do not. */
const telling: fc.Arbitrary<UsageRow> = fc
  .record({
    sessionId: fc.constantFrom('first', 'fork', 'fork of the fork'),
    agentId: fc.constantFrom(null, 'agent'),
    output: fc.constantFrom(1, 5, 9),
    at: fc.constantFrom(100, 101),
  })
  .map((change) => {
    // A model's price follows from its tokens.
    const figures = { input: 1, cacheRead: 2, cacheWrite5m: 3, cacheWrite1h: 4, costUsd: change.output / 10 }
    return { messageId: 'm', requestId: 'r', model: 'x', webSearches: 0, ...figures, ...change }
  })

const starts: Record<string, number> = { first: 10, fork: 200, 'fork of the fork': 300 }
const startOf = (sessionId: string) => starts[sessionId] ?? null

function mergeAll(rows: readonly UsageRow[]): UsageRow | undefined {
  return rows.slice(1).reduce((kept, told) => mergeUsage(kept, told, startOf), rows[0] as UsageRow)
}

it('comes to the same row in whatever order the lines are read', () => {
  fc.assert(
    fc.property(fc.array(telling, { minLength: 1, maxLength: 6 }), (rows) => {
      const merged = mergeAll(rows)
      expect(mergeAll(rows.toReversed())).toEqual(merged)
      expect(mergeAll([...rows, ...rows])).toEqual(merged)
      expect(merged?.output).toBe(Math.max(...rows.map(({ output }) => output)))
      expect(merged?.agentId).toBe(rows.some(({ agentId }) => agentId === null) ? null : 'agent')
      const order = ['first', 'fork', 'fork of the fork']
      expect(merged?.sessionId).toBe(order.find((id) => rows.some(({ sessionId }) => sessionId === id)))
    }),
  )
})

it('gives the kept row itself back when the other says nothing new', () => {
  fc.assert(
    fc.property(telling, (row) => {
      expect(mergeUsage(row, { ...row }, startOf)).toBe(row)
    }),
  )
})
