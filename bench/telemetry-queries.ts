import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { openTestStore } from '../main/store/testing.ts'
import type { TelemetryQuery } from '../main/store/telemetry-types.ts'
import type { Store } from '../main/store/types.ts'
import { openPointTable } from './point-table.ts'
import { randomSource, type RandomSource } from './random.ts'
import { quantile, type BenchResult } from './result.ts'
import { writePast, type TelemetryPast } from './telemetry-history.ts'
import { exportsOf } from './telemetry-load.ts'

const POINTS = 10_000_000
const QUICK_POINTS = 1_000_000
/** Hours of points that the peer holds: a row each of ten million would be some gigabytes. */
const PEER_HOURS = 24
const QUICK_PEER_HOURS = 4
const ROUNDS = 100
const QUICK_ROUNDS = 20
/** The peer is slower and takes part in each tenth round. */
const PEER_EVERY = 10
const AIM_MS = 20
/** A dashboard shows what was up to now, or up to a moment before. */
const LOOKED_BACK_MS = 2 * 3_600_000

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** A query of a dashboard that begins or ends at `at`; the peer answers the same from its points. */
interface Asked {
  name: string
  ours(store: Store, at: number, past: TelemetryPast): Promise<unknown>
  peer: { sql: string; since: number }
}

const figures =
  (
    name: string,
    step: TelemetryQuery['step'],
    by: TelemetryQuery['by'],
    since: number,
    signal: 'metrics' | 'logs' = 'metrics',
  ) =>
  (store: Store, at: number) =>
    store.telemetryFigures({ signal, name, step, by, from: at - since, until: at })
const grouped = (name: string, columns: string, signal = 'metrics') =>
  `SELECT ${columns}, count(*), sum(value) FROM points WHERE signal = '${signal}' AND name = '${name}' AND at >= ? AND at < ? GROUP BY ${columns}`

const ASKED: Asked[] = [
  {
    name: 'tokens by hour and type, 7 days',
    ours: figures('token.usage', 'hour', ['type'], 7 * DAY_MS),
    peer: { sql: grouped('token.usage', `at / ${HOUR_MS}, type`), since: 7 * DAY_MS },
  },
  {
    name: 'cost by day and model, 60 days',
    ours: figures('cost.usage', 'day', ['model'], 60 * DAY_MS),
    peer: { sql: grouped('cost.usage', `at / ${DAY_MS}, model`), since: 60 * DAY_MS },
  },
  {
    name: 'tokens by minute and model, 3 hours',
    ours: figures('token.usage', 'minute', ['model'], 3 * HOUR_MS),
    peer: { sql: grouped('token.usage', `at / ${MINUTE_MS}, model`), since: 3 * HOUR_MS },
  },
  {
    name: 'tool results by tool, 24 hours',
    ours: figures('tool_result', null, ['type'], DAY_MS, 'logs'),
    peer: { sql: grouped('tool_result', 'type', 'logs'), since: DAY_MS },
  },
  {
    name: 'cost by session, 24 hours',
    ours: figures('cost.usage', null, ['session'], DAY_MS),
    peer: { sql: grouped('cost.usage', 'session'), since: DAY_MS },
  },
  {
    name: 'cost by session and day, 30 days',
    ours: figures('cost.usage', 'day', ['session'], 30 * DAY_MS),
    peer: { sql: grouped('cost.usage', `at / ${DAY_MS}, session`), since: 30 * DAY_MS },
  },
  {
    name: 'tokens of one session by minute',
    ours: (store, at, past) => {
      const source = past.sessions[at % past.sessions.length] ?? ''
      const query = { signal: 'metrics', name: 'token.usage', step: 'minute', by: ['type'] } as const
      return store.telemetryFigures({ ...query, by: [...query.by], from: 0, until: past.until, source })
    },
    peer: {
      sql: `SELECT at / ${MINUTE_MS}, type, count(*), sum(value) FROM points WHERE session = (SELECT session FROM points LIMIT 1)
        AND at >= ? AND at < ? AND name = 'token.usage' GROUP BY 1, 2`,
      since: 60 * DAY_MS,
    },
  },
  {
    name: 'the last hundred sessions',
    ours: (store) => store.telemetrySessions(100),
    peer: {
      sql: `SELECT session, min(at), max(at), group_concat(DISTINCT model), sum(name = 'api_request') FROM points
        WHERE at >= ? AND at < ? GROUP BY session ORDER BY max(at) DESC LIMIT 100`,
      since: 60 * DAY_MS,
    },
  },
  {
    name: 'tokens and cost of all, by agent and model',
    ours: (store) => store.ledgerTotals(),
    peer: { sql: grouped('token.usage', 'agent, model, type'), since: 60 * DAY_MS },
  },
  {
    name: 'cost of one session, and what was captured of eight',
    ours: async (store, at, past) => {
      const first = at % Math.max(1, past.sessions.length - 8)
      const ids = past.sessions.slice(first, first + 8)
      return Promise.all([store.usageOfSession(ids[0] ?? ''), store.captures(ids)])
    },
    peer: { sql: grouped('cost.usage', 'session'), since: 2 * HOUR_MS },
  },
]

/** What dashboards ask of months of telemetry, over the store's thread, beside a table of single points. */
export async function run({ quick }: { quick: boolean }): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-bench-queries-'))
  const random = randomSource(11)
  try {
    const past = await writePast(join(folder, 'ours'), quick ? QUICK_POINTS : POINTS, random)
    const peer = openPointTable(join(folder, 'peer.db'))
    const held = fillPeer(peer.database, (sent, point) => peer.add(sent, point), past.until, quick, random)
    const store = await openTestStore(join(folder, 'ours'))
    const rounds = quick ? QUICK_ROUNDS : ROUNDS
    const samples = ASKED.map(() => ({ ours: [] as number[], peer: [] as number[] }))
    for (let round = 0; round < rounds; round += 1) {
      for (const [n, asked] of ASKED.entries()) {
        // Never at a full hour, as a person looks.
        const at = past.until - random.between(1, LOOKED_BACK_MS)
        samples[n]?.ours.push(await timed(() => asked.ours(store, at, past)))
        if (round % PEER_EVERY !== 0) continue
        const statement = peer.database.prepare<[number, number]>(asked.peer.sql)
        samples[n]?.peer.push(await timed(async () => statement.all(at - asked.peer.since, at)))
      }
    }
    await store.close()
    peer.close()
    const bytes = statSync(join(folder, 'ours', 'baton.db')).size
    const peerBytes = statSync(join(folder, 'peer.db')).size
    const scale = `${(past.points / 1e6).toFixed(1)} M points, ${past.days} days (peer: ${(held / 1e6).toFixed(1)} M)`
    return [
      ...ASKED.map(({ name }, n) => judged(`telemetry, ${scale}: ${name}`, samples[n] ?? { ours: [], peer: [] })),
      sized(`telemetry, ${scale}: bytes of the database for a point`, bytes / past.points, peerBytes / held),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function fillPeer(
  database: Database,
  addPoint: (
    sent: ReturnType<typeof exportsOf>[number],
    point: ReturnType<typeof exportsOf>[number]['points'][number],
  ) => void,
  until: number,
  quick: boolean,
  random: RandomSource,
): number {
  const hours = quick ? QUICK_PEER_HOURS : PEER_HOURS
  let held = 0
  for (let hour = hours; hour > 0; hour -= 1) {
    database.exec('BEGIN')
    for (const one of exportsOf(random, until - hour * HOUR_MS, 60)) {
      for (const point of one.points) addPoint(one, point)
      held += one.points.length
    }
    database.exec('COMMIT')
  }
  database.exec('ANALYZE')
  return held
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

function judged(name: string, samples: { ours: number[]; peer: number[] }): BenchResult {
  const value = quantile(samples.ours, 0.99)
  return { name, unit: 'ms', ...samples, aim: `p99 ≤ ${AIM_MS} ms`, value, met: value <= AIM_MS }
}

function sized(name: string, ours: number, peer: number): BenchResult {
  const value = ours / peer
  return {
    name,
    unit: 'B',
    ours: [ours],
    peer: [peer],
    aim: '≤ 0.3 × each point as it comes',
    value,
    met: value <= 0.3,
  }
}
