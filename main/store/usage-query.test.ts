import type { Database } from 'better-sqlite3'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { UsageDimension, type UsageQuery } from '../../contract/ledger.ts'
import { request, scanBatch, transcriptFile, usageQuery } from './ledger-testing.ts'
import { dayNumber } from './local-hour.ts'
import { memoryStore, telemetryBatch, telemetrySource, toldRequest } from './telemetry-testing.ts'
import { seriesRow } from './testing.ts'

const DAY_MS = 86_400_000
const START = Date.UTC(2026, 10, 1, 12)

/** A ledger with something of every dimension, of nothing known, and of no cost. */
function ledgerOfAll() {
  const { calls, database } = memoryStore()
  calls.createSeries(seriesRow())
  const sessions = ['a', 'b', 'c', 'd'] as const
  for (const [n, session] of sessions.entries()) {
    const agent = n < 2 ? 'claude' : 'codex'
    const file = transcriptFile({ path: session, sessionId: session, agent, project: n === 3 ? null : `/p${n % 2}` })
    const requests = Array.from({ length: 12 }, (_, m) =>
      request({
        session,
        message: `${session}${m}`,
        request: '',
        model: `model-${(n + m) % 3}`,
        output: n + m,
        cost: m % 5 === 0 ? null : m / 8,
        costIsOwn: m % 2 === 0,
        failed: m === 11,
        endsTurn: m % 3 === 0,
        at: START + (m % 4) * DAY_MS,
      }),
    )
    calls.recordScan(scanBatch([file], requests))
  }
  calls.addSession({ sessionId: 'b', launchId: 'l', seriesId: 's1', at: START })
  const source = telemetrySource({ key: 'origin:1', sessionId: null, agent: 'gemini' })
  const told = toldRequest({ id: 'otlp:1', byRequestId: false, source: 'origin:1', costUsd: 1, at: START })
  calls.recordTelemetry(telemetryBatch({ sources: [source], requests: [told] }))
  return { calls, database }
}

const COLUMNS: Record<UsageDimension, string> = {
  day: 'c.day',
  project: 'a.project',
  agent: 'a.agent',
  model: 'm.name',
  series: 'h.series_id',
  session: 'iif(a.named, a.key, NULL)',
  costSource: `CASE c.source WHEN 0 THEN 'agent' WHEN 1 THEN 'list' ELSE 'none' END`,
}

/** The same by SQL. */
function bySql(database: Database, query: UsageQuery): unknown[] {
  const conditions = [
    ['c.day >= ?', query.from === null ? undefined : dayNumber(query.from)],
    ['c.day <= ?', query.until === null ? undefined : dayNumber(query.until)],
    [`ifnull(a.project, '') = ?`, query.project],
    ['a.agent = ?', query.agent],
    ['m.name = ?', query.model],
    ['h.series_id = ?', query.seriesId],
    ['a.key = ?', query.sessionId],
  ].filter(([, value]) => value !== undefined)
  const by = query.by.map((dimension) => COLUMNS[dimension])
  const nulls = by.map((column) => `${column} IS NULL, ${column}`)
  const order = [...(query.order === 'cost' ? ['sum(c.cost_nano) DESC'] : []), ...nulls]
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(([condition]) => condition).join(' AND ')}`
  return database
    .prepare<unknown[], unknown[]>(
      `SELECT ${[...by, 'sum(requests)', 'sum(errors)', 'sum(turns)', 'sum(output)', 'sum(cost_nano)', 'sum(iif(source = 2, requests, 0))'].join(', ')}
        FROM usage_cells c JOIN agent_sessions a ON a.id = c.session JOIN ledger_models m ON m.id = c.model
          LEFT JOIN sessions h ON h.session_id = a.key
        ${where} ${by.length === 0 ? 'HAVING count(*) > 0' : `GROUP BY ${by.join(', ')} ORDER BY ${order.join(', ')}`}`,
    )
    .raw()
    .all(...conditions.map(([, value]) => value))
}

const maybe = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 1 })
const queries = fc
  .record({
    by: fc.shuffledSubarray(UsageDimension.options, { maxLength: 5 }),
    from: fc.constantFrom(null, null, '2026-11-02', '2026-12-01'),
    until: fc.constantFrom(null, null, '2026-11-03', '2026-10-01'),
    project: maybe('/p0', '/p1', '', '/none'),
    agent: maybe('claude', 'codex', 'gemini', 'other'),
    model: maybe('model-1', 'none'),
    seriesId: maybe('s1', 'none'),
    sessionId: maybe('a', 'b', 'none'),
    order: fc.constantFrom('key', 'cost'),
  })
  .map(({ project, agent, model, seriesId, sessionId, ...query }): UsageQuery => {
    const filters = { project, agent, model, seriesId, sessionId }
    const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined))
    return usageQuery({ ...query, ...given } as Partial<UsageQuery>)
  })

it('answers every combination of dimensions and filters as SQL over the same sums does', () => {
  const { calls, database } = ledgerOfAll()
  fc.assert(
    fc.property(queries, (query) => {
      const { rows, total, more } = calls.usage(query)
      const told = rows.map((row) => [
        ...query.by.map((dimension) => {
          if (dimension === 'day') return dayNumber(row.day ?? '')
          if (dimension === 'series' || dimension === 'session') return row[`${dimension}Id`]
          return row[dimension]
        }),
        row.requests,
        row.errors,
        row.turns,
        row.tokens.output,
        Math.round(row.costUsd * 1e9),
        row.unpriced,
      ])
      expect(told).toEqual(bySql(database, query))
      expect(more).toBe(0)
      expect(total.requests).toBe(rows.reduce((sum, { requests }) => sum + requests, 0))
    }),
    { numRuns: 400 },
  )
})

it('cuts groups off at the limit, and counts them in the total all the same', () => {
  const { calls } = ledgerOfAll()
  const whole = calls.usage(usageQuery({ by: ['session', 'day'], order: 'cost' }))
  const some = calls.usage(usageQuery({ by: ['session', 'day'], order: 'cost', limit: 3 }))
  expect(some.rows).toEqual(whole.rows.slice(0, 3))
  expect(some.total).toEqual(whole.total)
  expect(some.more).toBe(whole.rows.length - 3)
})

it('knows nothing of an empty ledger', () => {
  const { calls } = memoryStore()
  const { rows, total, more } = calls.usage(usageQuery({ by: ['day'] }))
  expect([rows, total.requests, more]).toEqual([[], 0, 0])
  expect(calls.usageHours({ from: null, until: null })).toEqual([])
  expect(calls.ledgerSessions({ limit: 10 })).toEqual([])
  expect(calls.ledgerRequests('none')).toEqual([])
})

it('follows what comes after the first question', () => {
  const { calls } = ledgerOfAll()
  const requestsOf = (sessionId: string) => calls.usage(usageQuery({ by: ['project'], sessionId })).rows
  expect(requestsOf('d')).toMatchObject([{ project: null, requests: 11 }])
  const one = request({ session: 'd', message: 'new', model: 'new model' })
  calls.recordScan(scanBatch([transcriptFile({ path: 'd', sessionId: 'd', project: '/found' })], [one]))
  expect(requestsOf('d')).toMatchObject([{ project: '/found', requests: 12 }])
  expect(calls.usage(usageQuery({ by: ['model'], model: 'new model' })).rows).toMatchObject([{ requests: 1 }])
  calls.addSession({ sessionId: 'd', launchId: 'l', seriesId: 's1', at: START })
  expect(calls.usage(usageQuery({ by: ['session'], seriesId: 's1' })).rows.map(({ sessionId }) => sessionId)).toEqual([
    'b',
    'd',
  ])
})
