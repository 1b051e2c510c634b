import { expect, it } from 'vitest'
import { request, scanBatch, transcriptFile, usageQuery } from './ledger-testing.ts'
import { dayName, dayOfHour, localHour } from './local-hour.ts'
import type { StoreCalls } from './protocol.ts'
import type { TranscriptFile } from './scan-types.ts'
import { memoryStore, telemetryBatch, telemetrySource, toldRequest } from './telemetry-testing.ts'
import { facts, usage } from './testing.ts'

const HOUR_MS = 3_600_000
const AT = Date.UTC(2026, 10, 20, 12)

const said = (usd: number, at: number) => [{ usd, at }]
const file = (change: Partial<TranscriptFile> = {}) => transcriptFile({ bornAt: AT, lastAt: AT, ...change })
/** Each costs half a dollar. */
const one = (n: number, session = 'a') => request({ session, message: `m${n}`, request: `r${n}`, at: AT + n * HOUR_MS })

function unattributed(calls: StoreCalls): [string | null | undefined, string | undefined, number][] {
  const { rows } = calls.usage(usageQuery({ by: ['day', 'session'], model: 'unattributed' }))
  return rows.map(({ sessionId, day, costUsd }) => [sessionId, day, costUsd])
}
const dayOf = (at: number) => dayName(dayOfHour(localHour(at)))
const figuresOf = (calls: StoreCalls, sessionId: string) =>
  calls.ledgerSessions({ sessionIds: [sessionId], limit: 1 })[0]

it('is a row of its own on the day on which the agent said so, a cost alone', () => {
  const { calls } = memoryStore()
  const later = AT + 30 * HOUR_MS
  calls.recordScan(scanBatch([file({ reported: said(2, later) })], [one(0), one(1)]))
  expect(unattributed(calls)).toEqual([['a', dayOf(later), 1]])
  const query = usageQuery({ by: ['model', 'costSource'], sessionId: 'a', model: 'unattributed' })
  expect(calls.usage(query).rows).toMatchObject([{ costSource: 'agent', requests: 0, turns: 0, tokens: { input: 0 } }])
  expect(figuresOf(calls, 'a')).toMatchObject({
    reportedUsd: 2,
    unattributedUsd: 1,
    figures: { costUsd: 1, requests: 2 },
  })
  expect(calls.usageOfSession('a').costUsd).toBe(1)
})

it('is none where rounding explains it, and never negative', () => {
  const { calls } = memoryStore()
  calls.recordScan(scanBatch([file({ reported: said(1.004, AT + 2 * HOUR_MS) })], [one(0), one(1)]))
  expect(unattributed(calls)).toEqual([])
  expect(figuresOf(calls, 'a')).toMatchObject({ unattributedUsd: 0.004 })
  calls.recordScan(scanBatch([file({ reported: said(0.2, AT + 3 * HOUR_MS) })]))
  expect(figuresOf(calls, 'a')).toMatchObject({ unattributedUsd: 0 })
})

it('holds what was said against what had been asked until then', () => {
  const { calls } = memoryStore()
  calls.recordScan(scanBatch([file({ reported: said(1.5, AT + HOUR_MS) })], [one(0), one(1)]))
  // It works on, and has not said anything since.
  calls.recordScan(scanBatch([file()], [one(2), one(3)]))
  expect(unattributed(calls)).toMatchObject([['a', dayOf(AT + HOUR_MS), 0.5]])
  calls.recordScan(scanBatch([file({ reported: said(2.25, AT + 3 * HOUR_MS) })]))
  expect(unattributed(calls)).toMatchObject([['a', dayOf(AT + 3 * HOUR_MS), 0.25]])
})

it('goes when telemetry tells what it was', () => {
  const { calls } = memoryStore()
  calls.recordScan(scanBatch([file({ reported: said(2, AT + 2 * HOUR_MS) })], [one(0), one(1)]))
  const source = telemetrySource()
  const compaction = toldRequest({ id: 'r9', costUsd: 1, at: AT + HOUR_MS })
  calls.recordTelemetry(telemetryBatch({ sources: [source], requests: [compaction] }))
  expect(unattributed(calls)).toEqual([])
  expect(calls.usage(usageQuery({ sessionId: 'a' })).total).toMatchObject({ requests: 3, costUsd: 2 })
})

it('takes what the status line of a hosted session says, the latest of both', () => {
  const { calls } = memoryStore()
  const cost = (totalUsd: number, at: number, source: 'statusline' | 'cost-state' = 'statusline') => {
    calls.recordFacts(facts({ costs: [{ sessionId: 'a', source, totalUsd, at }] }))
  }
  calls.recordFacts(facts({ usages: [usage({ at: AT })] }))
  cost(0.75, AT + 1)
  expect(unattributed(calls)).toMatchObject([['a', dayOf(AT), 0.25]])
  cost(0.9, AT + 3, 'cost-state')
  cost(0.8, AT + 2)
  expect(unattributed(calls)).toMatchObject([['a', dayOf(AT), 0.4]])
})

it('leaves a fork what is its own: without what its parent had cost when it was made', () => {
  const { calls } = memoryStore()
  const born = AT + 5 * HOUR_MS
  const parent = file({ reported: [...said(1.25, AT + 2 * HOUR_MS), ...said(3, AT + 9 * HOUR_MS)] })
  const fork = file({ path: 'f', sessionId: 'fork', bornAt: born, reported: said(2, AT + 8 * HOUR_MS) })
  const copies = [one(0, 'fork'), one(1, 'fork'), one(6, 'fork')]
  const check = () => {
    expect(figuresOf(calls, 'fork')).toMatchObject({
      reportedUsd: 0.75,
      unattributedUsd: 0.25,
      figures: { requests: 1 },
    })
    expect(unattributed(calls)).toContainEqual(['fork', dayOf(AT + 8 * HOUR_MS), 0.25])
  }
  calls.recordScan(scanBatch([fork], copies))
  // Of a parent that is not known yet nothing can be taken away; it seems to be none.
  expect(figuresOf(calls, 'fork')).toMatchObject({ figures: { requests: 3 } })
  calls.recordScan(scanBatch([parent], [one(0), one(1)]))
  check()
  calls.recordScan(scanBatch([fork], copies))
  check()
})

it("knows nothing of a fork's own part whose parent had said nothing by then", () => {
  const { calls } = memoryStore()
  const parent = file({ reported: said(3, AT + 9 * HOUR_MS) })
  const fork = file({ path: 'f', sessionId: 'fork', bornAt: AT + 5 * HOUR_MS, reported: said(2, AT + 8 * HOUR_MS) })
  calls.recordScan(scanBatch([parent, fork], [one(0), one(0, 'fork'), one(6, 'fork')]))
  expect(figuresOf(calls, 'fork')).toMatchObject({ reportedUsd: null, unattributedUsd: null })
  expect(unattributed(calls).map(([session]) => session)).toEqual(['a'])
})
