import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { madeBy, mergeUsage, type Teller, type UsageRow } from './usage-merge.ts'

/** One request as several lines tell of it: the agent and the figures differ, its ids do not. */
const telling: fc.Arbitrary<UsageRow> = fc
  .record({
    agentId: fc.constantFrom(null, 'agent', 'other agent'),
    output: fc.constantFrom(1, 5, 9),
    input: fc.constantFrom(1, 2),
    failed: fc.constantFrom(0, 1),
    endsTurn: fc.constantFrom(0, 1),
    costIsOwn: fc.constantFrom(0, 1),
    at: fc.constantFrom(100, 101),
  })
  .map((change) => {
    // A model's price follows from its tokens.
    const figures = { cacheRead: 2, cacheWrite5m: 3, cacheWrite1h: 4, costNano: change.output * 10 + change.input }
    const ids = {
      messageId: 'm',
      requestId: 'r',
      session: 1,
      model: 1,
      webSearches: 0,
      fast: 0,
      hour: change.at,
    } as const
    return { ...ids, ...figures, ...change } as UsageRow
  })

function mergeAll(rows: readonly UsageRow[]): UsageRow | undefined {
  return rows.slice(1).reduce((kept, told) => mergeUsage(kept, told), rows[0] as UsageRow)
}

it('comes to the same row in whatever order the lines are read', () => {
  fc.assert(
    fc.property(fc.array(telling, { minLength: 1, maxLength: 6 }), (rows) => {
      const merged = mergeAll(rows)
      expect(mergeAll(rows.toReversed())).toEqual(merged)
      expect(mergeAll([...rows, ...rows])).toEqual(merged)
      const answers = rows.filter(({ failed }) => failed === 0)
      const told = answers.length > 0 ? answers : rows
      expect(merged?.output).toBe(Math.max(...told.map(({ output }) => output)))
      expect(merged?.at).toBe(Math.min(...rows.map(({ at }) => at)))
      expect(merged?.agentId === null).toBe(rows.some(({ agentId }) => agentId === null))
    }),
  )
})

it('gives the kept row itself back when the other says nothing new', () => {
  fc.assert(
    fc.property(telling, (row) => {
      expect(mergeUsage(row, { ...row })).toBe(row)
      // Another price of ours is nothing new of the request.
      expect(mergeUsage(row, { ...row, costNano: 7_777 })).toBe(row)
    }),
  )
})

const teller = (session: number, change: Partial<Teller> = {}): Teller => {
  return { session, key: `s${session}`, hostedAt: null, bornAt: null, ...change }
}

it.each<[string, Teller[], number]>([
  ['the earlier of hosted ones', [teller(1, { hostedAt: 50 }), teller(2, { hostedAt: 20 })], 2],
  ['a hosted one that was there', [teller(1, { bornAt: 1 }), teller(2, { hostedAt: 20 })], 2],
  ['no hosted one that came after', [teller(1, { bornAt: 200 }), teller(2, { hostedAt: 150 })], 1],
  ['an adopted one that was there before', [teller(1, { hostedAt: 150, bornAt: 3 }), teller(2, { bornAt: 120 })], 1],
  ['the elder of two that are not hosted', [teller(1, { bornAt: 9 }), teller(2, { bornAt: 8 })], 2],
  ['the one whose age is known', [teller(1), teller(2, { bornAt: 8 })], 2],
  ['the smaller id of two as old', [teller(2, { bornAt: 8 }), teller(1, { bornAt: 8 })], 1],
])('says that a request was made by %s', (_, tellers, session) => {
  expect(madeBy(tellers, 100)).toBe(session)
  expect(madeBy(tellers.toReversed(), 100)).toBe(session)
})
