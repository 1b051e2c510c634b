import Sqlite from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { callsOf } from './calls.ts'
import { request, scanBatch, sumsAndRecount, transcriptFile, usageQuery } from './ledger-testing.ts'
import { dayName, dayOfHour, localHour } from './local-hour.ts'
import { migrate } from './migrations.ts'

/** The last schema that was released without sums of sessions. */
const RELEASED = 5
/** Beside midnight of some time zones, so that a day is one of this machine. */
const AT = Date.UTC(2026, 2, 28, 22, 30)

/** As the released schema was filled: a hosted session, a fork of it, an observed one, telemetry of three agents. */
function released() {
  const database = new Sqlite(':memory:')
  onTestFinished(() => void database.close())
  database.pragma('foreign_keys = ON')
  migrate(database, RELEASED)
  database.exec(`
    INSERT INTO series VALUES ('s1', '/p', 't', 'running', 'null', 'null', 1, 1);
    INSERT INTO launches (id, series_id, session_id, n, mode, project, argv, intent_at) VALUES ('l1', 's1', 'a', 1, 'fresh', '/p', '[]', 1);
    INSERT INTO sessions VALUES ('a', 'l1', 's1', 1);
    INSERT INTO costs VALUES ('a', 'statusline', 1.5, ${AT + 9_000}), ('a', 'cost-state', 1.75, ${AT + 10_000});
    INSERT INTO telemetry_sources (id, key, agent, session_id, project, first_at, last_at) VALUES
      (1, 'a', 'claude', 'a', NULL, 1, 1), (2, 'c', 'codex', 'c', '/c', 1, 1), (3, 'origin:1', 'gemini', NULL, '/g', 1, 1);
    INSERT INTO telemetry_words VALUES (1, 'claude-x'), (2, 'gpt-x'), (3, 'main'), (4, 'compact');`)
  const usage = database.prepare(`INSERT INTO usage VALUES (?, ?, ?, ?, ?, 1, 10, 100, 3, 4, 0, ?, ?, ?, ?)`)
  usage.run('m1', 'r1', 'a', null, 'claude-x', 0.5, AT, 1, 0.4)
  usage.run('m2', 'r2', 'a', 'agent', 'claude-x', 0.25, AT + 3_600_000, 0, null)
  usage.run('m3', '', 'b', null, 'claude-y', null, AT + 3_600_000.5, 0, null)
  const told = database.prepare(
    `INSERT INTO telemetry_requests VALUES (?, ?, ?, ?, ?, ?, 1, 1, 10, 100, 3, 4, 0, ?, ?, ?)`,
  )
  told.run('r1', 1, 1, 'a', 1, 3, 0.4, AT, 0)
  told.run('r9', 1, 1, 'a', 1, 4, 0.125, AT + 5_000, 1)
  told.run('otlp:c', 0, 2, 'c', 2, 3, 0.0625, AT, 1)
  told.run('otlp:g', 0, 3, null, 2, 3, null, AT, 1)
  return database
}

it('counts what the released schema held, by the same sums that new rows go into', () => {
  const database = released()
  migrate(database)
  const calls = callsOf(database)
  const { kept, recounted } = sumsAndRecount(database)
  expect(kept).toEqual(recounted)
  const rows = calls.usage(usageQuery({ by: ['session', 'model', 'costSource', 'agent', 'project'] })).rows
  const told = rows.map(({ sessionId, agent, model, costSource, project, requests, costUsd }) => {
    return [sessionId, agent, model, costSource, project, requests, costUsd]
  })
  expect(told).toEqual([
    ['a', 'claude', 'claude-x', 'agent', '/p', 2, 0.525],
    ['a', 'claude', 'claude-x', 'list', '/p', 1, 0.25],
    // 1.75 at last, beyond 0.525 + 0.25 of requests up to then: the later one came after.
    ['a', 'claude', 'unattributed', 'agent', '/p', 0, 1.225],
    ['b', 'claude', 'claude-y', 'none', null, 1, 0],
    ['c', 'codex', 'gpt-x', 'list', '/c', 1, 0.0625],
    [null, 'gemini', 'gpt-x', 'none', '/g', 1, 0],
  ])
  expect(calls.usage(usageQuery({ by: ['series'] })).rows).toMatchObject([{ seriesId: 's1' }, { seriesId: null }])
  expect(calls.usage(usageQuery({ by: ['day'] })).rows[0]?.day).toBe(dayName(dayOfHour(localHour(AT))))
  expect(calls.usageOfSeries('s1')).toMatchObject({ requests: 3, costUsd: 0.775, unpriced: 0 })
  expect(calls.reportedCostOf('a')).toBe(1.75)
  expect(calls.ledgerSessions({ limit: 9, sessionIds: ['a'] })).toMatchObject([
    { project: '/p', seriesId: 's1', subagents: 1, reportedUsd: 1.75, lastAt: AT + 3_600_000 },
  ])
})

it('goes on counting each request once', () => {
  const database = released()
  migrate(database)
  const calls = callsOf(database)
  const again = [
    request({ at: AT, cost: 0.5 }),
    request({ message: 'm2', request: 'r2', agentId: 'agent', at: AT + 3_600_000 }),
    request({ message: 'm3', request: '', session: 'b', model: 'claude-y', at: AT, cost: 0.01 }),
    // What telemetry alone told of until now.
    request({ message: 'm9', request: 'r9', at: AT + 5_000 }),
  ]
  calls.recordScan(scanBatch([transcriptFile({ project: '/moved', bornAt: 1 })], again))
  expect(calls.usage(usageQuery())).toMatchObject({ total: { requests: 6, unpriced: 1 } })
  expect(calls.usageOfSession('a')).toMatchObject({ requests: 3, costUsd: 0.775 })
  expect(calls.ledgerRequests('a').map(({ id, costSource }) => [id, costSource])).toEqual([
    ['m1', 'agent'],
    ['m9', 'agent'],
    ['m2', 'list'],
  ])
  expect(calls.captures(['a'])).toMatchObject([{ beside: 0 }])
  const { kept, recounted } = sumsAndRecount(database)
  expect(kept).toEqual(recounted)
  expect(calls.usage(usageQuery({ by: ['project'] })).rows.map(({ project }) => project)).toContain('/moved')
})
