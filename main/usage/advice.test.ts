import { describe, expect, it } from 'vitest'
import type { AdviceContext, Finding, Reckoned, ReckonedRow, SessionRequests } from './advice-types.ts'
import { reckoning } from './reckoned.ts'
import { ADVISERS, gatherAdvice } from './advice.ts'
import { answer, drained, sessionOf, testContext } from './advice-testing.ts'
import type { Adviser } from './advice-types.ts'

/** Rows as an adviser sums them up that keeps them. */
function reckonedOf(rows: readonly ReckonedRow[], context: AdviceContext): Reckoned {
  const sum = reckoning(context)
  for (const row of rows) sum.take(row)
  return sum.result()
}

const RANGE = { from: '2026-10-01', until: '2026-10-30' }

/** Each answer of `dear` would have cost `share` of what it did. */
const adviser = (variant: string, share: number, change: Partial<Adviser> = {}): Adviser => ({
  kind: 'long-context',
  *look({ requests }, context): Generator<void, Finding[]> {
    yield
    const rows = requests.flatMap((request) =>
      request.costUsd === null || request.model !== 'dear'
        ? []
        : [{ request: { ...request, costUsd: request.costUsd }, insteadUsd: request.costUsd * share, why: () => 'so' }],
    )
    return [{ variant, seen: `${rows.length} rows`, ...reckonedOf(rows, context) }]
  },
  words: () => ({ title: variant, body: 'b', assumption: 'a' }),
  ...change,
})

function gathered(sessions: SessionRequests[], advisers: readonly Adviser[], keepRows = false) {
  const gatherer = gatherAdvice(RANGE, testContext({ keepRows }), advisers)
  for (const one of sessions) drained(gatherer.look(one))
  return gatherer.finish()
}

/** A session of one dear answer for so many USD, and one that no adviser minds. */
const session = (sessionId: string, usd: number) =>
  sessionOf([answer(0, { output: usd * 20_000 }), answer(1, {}, { model: 'cheap', costUsd: 1 })], { sessionId })

describe('advice', () => {
  it('sums what each session would have saved, the most first', () => {
    const [{ advice } = { advice: null }] = gathered([session('a', 1), session('b', 3)], [adviser('v', 0.5)])
    expect(advice).toMatchObject({
      kind: 'long-context',
      title: 'v',
      savedUsd: 2,
      sessions: 2,
      ...RANGE,
      dismissed: false,
    })
    expect(advice?.savedShare).toBeCloseTo(2 / 6, 10)
    expect(advice?.evidence.map((one) => [one.sessionId, one.costUsd, one.savedUsd, one.requests])).toEqual([
      ['b', 4, 1.5, 2],
      ['a', 2, 0.5, 2],
    ])
  })

  it('has the same id for the same sessions, in whatever order', () => {
    const ids = (sessions: SessionRequests[]) => gathered(sessions, [adviser('v', 0.5)])[0]?.advice.id
    const [a, b] = [session('a', 1), session('b', 3)]
    expect(ids([a, b])).toBe(ids([b, a]))
    expect(ids([a, b])).not.toBe(ids([b]))
    expect(ids([a, b])).toMatch(/^long-context\.2026-10-01\.2026-10-30\.[0-9a-f]{8}\.[0-9a-f]{8}$/)
  })

  it('is not told for less than half a dollar or two parts of a hundred', () => {
    expect(gathered([session('a', 0.9)], [adviser('v', 0.5)])).toEqual([])
    expect(gathered([session('a', 1)], [adviser('v', 0.5)])).toHaveLength(1)
    expect(gathered([session('a', 50)], [adviser('v', 0.98)])).toEqual([])
    expect(gathered([session('a', 50)], [adviser('v', 0.97)])).toHaveLength(1)
  })

  it('tells only the best of variants that exclude each other, from their own share on', () => {
    const one = adviser('v', 0.5, { bestFrom: 0.05 })
    const several: Adviser = {
      ...one,
      *look(session_, context) {
        const [found] = yield* one.look(session_, context)
        const rows = found?.rows ?? []
        return ['half', 'most'].map((variant) => ({
          variant,
          seen: '',
          ...reckonedOf(
            rows.map((row) => ({ ...row, insteadUsd: variant === 'half' ? row.insteadUsd : row.insteadUsd / 5 })),
            context,
          ),
        }))
      },
    }
    expect(gathered([session('a', 5)], [several], true).map(({ advice }) => advice.savedUsd)).toEqual([4.5])
    expect(gathered([session('a', 50)], [adviser('v', 0.96, { bestFrom: 0.05 })])).toEqual([])
  })

  it('is explained by rows whose differences add up to what it saves', () => {
    const [explained] = gathered([session('a', 1), session('b', 3)], [adviser('v', 0.5)], true)
    expect(explained?.rows.map((row) => [row.sessionId, row.costUsd, row.insteadUsd])).toEqual([
      ['a', 1, 0.5],
      ['b', 3, 1.5],
    ])
    expect(gathered([session('a', 1)], [adviser('v', 0.5)])[0]?.rows).toEqual([])
  })
})

it('adds up for every adviser over a history that has all of it', () => {
  const sessions = Array.from({ length: 6 }, (_, n) => history(`s${n}`))
  const all = gathered(sessions, ADVISERS, true)
  expect(new Set(all.map(({ advice }) => advice.kind))).toEqual(
    new Set(['model-mix', 'cache-misses', 'long-context', 'costly-subagents', 'threshold']),
  )
  for (const { advice, rows } of all) {
    const saved = rows.reduce((sum, row) => sum + (row.costUsd ?? 0) - (row.insteadUsd ?? 0), 0)
    expect(saved).toBeCloseTo(advice.savedUsd, 6)
    expect(advice.evidence.reduce((sum, one) => sum + one.savedUsd, 0)).toBeCloseTo(advice.savedUsd, 6)
    expect(new Set(rows.map(({ sessionId }) => sessionId)).size).toBe(advice.sessions)
    expect(advice.savedUsd).toBeGreaterThanOrEqual(0.5)
    for (const one of advice.evidence) expect(one.savedUsd).toBeLessThan(one.costUsd)
  }

  function gathered(list: SessionRequests[], advisers: readonly Adviser[], keepRows: boolean) {
    const gatherer = gatherAdvice(RANGE, testContext({ dueOf: () => 200_000, keepRows }), advisers)
    for (const one of list) drained(gatherer.look(one))
    return gatherer.finish()
  }
})

it('pauses often in a large session, so that nothing waits long behind it', () => {
  const requests = Array.from({ length: 5_000 }, (_, n) =>
    answer(n / 100, { cacheRead: n * 100, cacheWrite5m: 100, output: 10 }, { endsTurn: true }),
  )
  const gatherer = gatherAdvice(RANGE, testContext({ dueOf: () => 200_000, keepRows: false }), ADVISERS)
  const pauses = [...gatherer.look(sessionOf(requests))].length
  // Two advisers read every row for themselves, and it is played through with eight thresholds that it reached.
  expect(pauses).toBeGreaterThan((2 + 8) * (5_000 / 500))
})

/** Sixty turns to 320,000 tokens, a long pause, small turns, and subagents that read much for little. */
function history(sessionId: string): SessionRequests {
  const grown = Array.from({ length: 60 }, (_, n) =>
    answer(n, { cacheRead: 20_000 + n * 5_000, cacheWrite5m: 5_000, output: 2_000 }, { endsTurn: true }),
  )
  const afterPause = answer(120, { cacheWrite5m: 330_000, output: 2_000 }, { endsTurn: true })
  const compacted = answer(121, { cacheWrite5m: 20_000, output: 200 }, { endsTurn: true })
  const small = Array.from({ length: 40 }, (_, n) =>
    answer(122 + n, { cacheRead: 20_000, cacheWrite5m: 100, output: 300 }, { endsTurn: true }),
  )
  const subagents = Array.from({ length: 8 }, (_, n) =>
    answer(170 + n, { cacheWrite5m: 60_000, output: 1_600 }, { agentId: `a${n}`, endsTurn: true }),
  )
  return sessionOf([...grown, afterPause, compacted, ...small, ...subagents], { sessionId })
}
