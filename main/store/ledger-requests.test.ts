import { expect, it } from 'vitest'
import type { PlanLimit } from '../../contract/forecast.ts'
import { request, scanBatch, sumsAndRecount, transcriptFile, usageQuery } from './ledger-testing.ts'
import type { PricedRequest } from './scan-types.ts'
import { memoryStore, telemetryBatch, telemetrySource, toldRequest } from './telemetry-testing.ts'
import { seriesRow } from './testing.ts'

function someLedger() {
  const { calls, database } = memoryStore()
  const own = request({ message: 'own', request: '', costIsOwn: true, at: 30 })
  const listed = request({ message: 'listed', request: 'r2', agentId: 'x', fast: true, webSearches: 2, at: 10 })
  const failed = request({ message: 'failed', request: 'r3', failed: true, cost: null, at: 20 })
  const unpriced = request({ message: 'unpriced', request: 'r4', cost: null, endsTurn: true, at: 40 })
  calls.recordScan(scanBatch([transcriptFile()], [own, listed, failed, unpriced]))
  const beside = toldRequest({ id: 'r5', costUsd: null, main: false, querySource: 'compact', at: 25 })
  const matching = toldRequest({ id: 'r4', costUsd: 0.125, at: 40 })
  calls.recordTelemetry(telemetryBatch({ sources: [telemetrySource()], requests: [beside, matching] }))
  return { calls, database }
}

it('lists the requests of a session in order of time, each with what it cost by whom', () => {
  const { calls } = someLedger()
  const told = calls
    .ledgerRequests('a')
    .map((one) => [one.id, one.agentId, one.kind, one.costSource, one.costUsd, one.endsTurn])
  expect(told).toEqual([
    ['listed', 'x', 'answer', 'list', 0.5, false],
    ['failed', null, 'error', 'none', null, false],
    ['r5', 'compact', 'answer', 'none', null, false],
    ['own', null, 'answer', 'agent', 0.5, false],
    ['unpriced', null, 'answer', 'agent', 0.125, true],
  ])
})

it('prices anew what no agent priced, and sums follow', () => {
  const { calls, database } = someLedger()
  /** In pieces of so many rows, of which some have a price of their agent's own. */
  const allPriced = (piece: number): PricedRequest[] => {
    const all: PricedRequest[] = []
    for (let from: string | null = null, more = true; more;) {
      const { requests, next } = calls.listPriced(from, piece)
      all.push(...requests)
      more = next !== null
      from = next
    }
    return all
  }
  const all = allPriced(1)
  expect(all.map(({ model, fast, webSearches, costUsd }) => [model, fast, webSearches, costUsd])).toEqual([
    ['claude-x', true, 2, 0.5],
    ['claude-x', false, 0, null],
  ])
  expect(allPriced(100)).toEqual(all)
  const first = all.slice(0, 1)
  calls.setListPrices(all.map(({ id }, n) => ({ id, costUsd: n + 1 })))
  expect(calls.usage(usageQuery({ by: ['costSource'] })).rows).toMatchObject([
    { costSource: 'agent', requests: 2, costUsd: 0.625 },
    { costSource: 'list', requests: 2, costUsd: 3 },
    { costSource: 'none', errors: 1, requests: 0 },
  ])
  // A copy that is read later still has the old price.
  const copy = request({ session: 'fork', message: 'listed', request: 'r2', at: 10 })
  calls.recordScan(scanBatch([transcriptFile({ path: 'f', sessionId: 'fork', bornAt: 9_000 })], [copy]))
  expect(calls.usage(usageQuery({ by: ['costSource'] })).rows[1]).toMatchObject({ requests: 2, costUsd: 3 })
  calls.setListPrices(first.map(({ id }) => ({ id, costUsd: null })))
  expect(calls.usage(usageQuery()).total).toMatchObject({ unpriced: 1, costUsd: 2.625 })
  const { kept, recounted } = sumsAndRecount(database)
  expect(kept).toEqual(recounted)
})

it('lists sessions, the latest first, by project, agent, time and id', () => {
  const { calls } = memoryStore()
  calls.createSeries(seriesRow())
  const context = { used: 10, window: 200, model: 'claude-x', at: 5 }
  const files = ['a', 'b', 'c'].map((session, n) =>
    transcriptFile({
      path: session,
      sessionId: session,
      lastAt: 1_000 * n,
      ...(n === 2 ? { agent: 'codex', project: null } : {}),
    }),
  )
  const sub = transcriptFile({ path: 'sub', agentId: 'x', lastAt: 1_500, title: 'not its own' })
  calls.recordScan(
    scanBatch([...files, sub], [request({ agentId: 'x', at: 400 }), request({ message: 'm2', agentId: 'y', at: 2 })]),
  )
  calls.recordScan(
    scanBatch([
      transcriptFile({ path: 'b', sessionId: 'b', lastAt: 1_000, title: 'named', context, ending: 'working' }),
    ]),
  )
  calls.addSession({ sessionId: 'b', launchId: 'l', seriesId: 's1', at: 1 })
  const ids = (query: Partial<Parameters<typeof calls.ledgerSessions>[0]>) =>
    calls.ledgerSessions({ limit: 10, ...query }).map(({ sessionId }) => sessionId)
  expect(ids({})).toEqual(['c', 'a', 'b'])
  expect(ids({ limit: 1, offset: 1 })).toEqual(['a'])
  expect(ids({ project: '/p' })).toEqual(['a', 'b'])
  expect(ids({ project: '' })).toEqual(['c'])
  expect(ids({ agent: 'codex' })).toEqual(['c'])
  expect(ids({ since: 1_500 })).toEqual(['c', 'a'])
  expect(ids({ sessionIds: ['b', 'none', 'a'] })).toEqual(['a', 'b'])
  expect(calls.ledgerSessions({ sessionIds: ['a', 'b'], limit: 9 })).toMatchObject([
    {
      sessionId: 'a',
      path: 'a',
      title: null,
      subagents: 2,
      firstAt: 1_000,
      lastAt: 1_500,
      context: null,
      seriesId: null,
    },
    { sessionId: 'b', path: 'b', title: 'named', subagents: 0, context, ending: 'working', seriesId: 's1' },
  ])
})

it('gives files back as they were read, and the latest limits', () => {
  const { calls } = memoryStore()
  const file = transcriptFile({ reported: [{ usd: 1, at: 2 }], context: { used: null, window: 5, model: null, at: 1 } })
  const limit = (usedPercent: number, at: string): PlanLimit => {
    return {
      agent: 'codex',
      name: 'primary',
      windowMinutes: 300,
      usedPercent,
      resetsAt: null,
      source: 'transcript',
      at,
    }
  }
  calls.recordScan({ ...scanBatch([file]), limits: [limit(10, '2026-11-22T10:00:00Z')] })
  calls.recordLimits([limit(5, '2026-11-22T09:00:00Z')])
  expect(calls.planLimits()).toEqual([limit(10, '2026-11-22T10:00:00Z')])
  calls.recordLimits([limit(20, '2026-11-22T11:00:00Z')])
  expect(calls.planLimits()).toEqual([limit(20, '2026-11-22T11:00:00Z')])
  // What was reported is in the ledger; the file's reader tells what is new.
  expect(calls.transcriptFiles()).toEqual([{ ...file, reported: [] }])
})

it('remembers which advice was dismissed', () => {
  const { calls } = memoryStore()
  for (const id of ['b', 'a', 'b']) calls.dismissAdvice(id, true)
  expect(calls.dismissedAdvice()).toEqual(['a', 'b'])
  calls.dismissAdvice('a', false)
  expect(calls.dismissedAdvice()).toEqual(['b'])
})

it('counts hours of local time by project', () => {
  const { calls } = memoryStore()
  const at = (hour: number) => new Date(2026, 10, 20, hour, 30).getTime()
  const files = [transcriptFile(), transcriptFile({ path: 'b', sessionId: 'b', project: '/q' })]
  const requests = [
    request({ at: at(9), endsTurn: true }),
    request({ message: 'm2', at: at(9), session: 'b', failed: true, cost: null }),
    request({ message: 'm3', at: at(23), cost: null }),
  ]
  calls.recordScan(scanBatch(files, requests))
  expect(calls.usageHours({ from: '2026-11-20', until: '2026-11-20' })).toMatchObject([
    { day: '2026-11-20', hour: 9, figures: { requests: 1, errors: 1, turns: 1, costUsd: 0.5 } },
    { day: '2026-11-20', hour: 23, figures: { requests: 1, unpriced: 1 } },
  ])
  expect(calls.usageHours({ from: null, until: null, project: '/q' })).toMatchObject([
    { hour: 9, figures: { requests: 0, errors: 1 } },
  ])
  expect(calls.usageHours({ from: '2026-11-21', until: null })).toEqual([])
})
