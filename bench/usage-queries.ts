import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { UsageQuery } from '../contract/ledger.ts'
import { requestsOf } from './recorded-requests.ts'
import { openTestStore } from '../main/store/testing.ts'
import type { Store } from '../main/store/types.ts'
import { randomSource, type RandomSource } from './random.ts'
import { quantile, type BenchResult } from './result.ts'
import { daysBefore, writeUsagePast, type UsagePast } from './usage-history.ts'

const REQUESTS = 10_000_000
const QUICK_REQUESTS = 500_000
const ROUNDS = 100
const QUICK_ROUNDS = 20
const AIM_MS = 20
/** Sessions of which what was filled in is held against what `recordScan` would have made of the same requests. */
const SAMPLED = 20
const MONTH = 30
const YEAR = 365
const SHOWN = 1_000

interface Asked {
  name: string
  ours(store: Store, past: UsagePast, random: RandomSource): Promise<unknown>
  /** The same by adding up rows of `usage`. */
  peer: string | null
}

const HOUR = 24
const since = (past: UsagePast, days: number): string | null => (days > 0 ? daysBefore(past.lastDay, days - 1) : null)

function usage(name: string, days: number, change: object, peerBy: string | null): Asked {
  const columns = `sum(1 - failed), sum(input), sum(output), sum(cache_read), sum(cache_write_5m), sum(cache_write_1h),
    sum(ifnull(coalesce(told_nano, cost_nano), 0))`
  const where = days > 0 ? `WHERE hour >= @from * ${HOUR}` : ''
  return {
    name,
    ours: (store, past) =>
      store.usage(UsageQuery.parse({ from: since(past, days), until: past.lastDay, limit: SHOWN, ...change })),
    peer:
      peerBy === null
        ? null
        : `SELECT ${peerBy}, ${columns} FROM usage u JOIN agent_sessions a ON a.id = u.session ${where} GROUP BY ${peerBy}`,
  }
}

const ASKED: Asked[] = [
  usage('by day, month', MONTH, { by: ['day'] }, `hour / ${HOUR}`),
  usage('by day, all', 0, { by: ['day'], limit: 2_000 }, `hour / ${HOUR}`),
  usage('by day and model, year', YEAR, { by: ['day', 'model'], limit: 4_000 }, `hour / ${HOUR}, model`),
  usage('by project, month', MONTH, { by: ['project'] }, 'project'),
  usage('by project, all', 0, { by: ['project'] }, 'project'),
  usage('by model, year', YEAR, { by: ['model', 'costSource'] }, 'model'),
  usage('by agent and model, all', 0, { by: ['agent', 'model'] }, 'agent, model'),
  usage('by series, all', 0, { by: ['series'], order: 'cost' }, null),
  usage('by session, month', MONTH, { by: ['session'], order: 'cost' }, 'session'),
  usage('by session, year', YEAR, { by: ['session'], order: 'cost' }, 'session'),
  usage('by session, all', 0, { by: ['session'], order: 'cost' }, 'session'),
  usage('by session and project of one model, all', 0, { by: ['session', 'project'], model: 'gpt-5.5-codex' }, null),
  {
    name: 'by day of one project and agent, all',
    ours: (store, past, random) => {
      const project = past.projects[random.between(0, past.projects.length - 1)]
      return store.usage(UsageQuery.parse({ by: ['day'], project, agent: 'claude', limit: 2_000 }))
    },
    peer: null,
  },
  {
    name: 'of one session, by model',
    ours: (store, past, random) => {
      const sessionId = past.sessions[random.between(0, past.sessions.length - 1)]
      return store.usage(UsageQuery.parse({ by: ['day', 'model', 'costSource'], sessionId }))
    },
    peer: null,
  },
  {
    name: 'hours, month',
    ours: (store, past) => store.usageHours({ from: since(past, MONTH), until: past.lastDay }),
    peer: null,
  },
  {
    name: 'the last hundred sessions',
    ours: (store) => store.ledgerSessions({ limit: 100 }),
    peer: null,
  },
  {
    name: 'a hundred sessions of one project, further back',
    ours: (store, past, random) =>
      store.ledgerSessions({
        limit: 100,
        offset: random.between(0, 2_000),
        project: past.projects[random.between(0, past.projects.length - 1)] ?? '',
      }),
    peer: null,
  },
  {
    name: 'the requests of one session',
    ours: (store, past, random) =>
      store.ledgerRequests(past.sessions[random.between(0, past.sessions.length - 1)] ?? ''),
    peer: null,
  },
  {
    name: 'tokens and cost of all, by agent and model (/metrics)',
    ours: (store) => store.ledgerTotals(),
    peer: null,
  },
]

/** What dashboards ask of three years of heavy use, over the store's thread, beside adding up its rows. */
export async function run({ quick }: { quick: boolean }): Promise<BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-bench-usage-'))
  const random = randomSource(17)
  try {
    const past = await writeUsagePast(folder, quick ? QUICK_REQUESTS : REQUESTS, random)
    return await askAll(folder, past, random, quick)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function askAll(
  folder: string,
  past: UsagePast,
  random: RandomSource,
  quick: boolean,
): Promise<BenchResult[]> {
  const store = await openTestStore(folder)
  // The first question reads all cells into memory; it is told apart.
  const first = await timed(() => store.usage(UsageQuery.parse({})))
  await holdAgainstScan(store, past, random)
  const samples = ASKED.map(() => [] as number[])
  for (let round = 0; round < (quick ? QUICK_ROUNDS : ROUNDS); round += 1)
    for (const [n, asked] of ASKED.entries()) samples[n]?.push(await timed(() => asked.ours(store, past, random)))
  await store.close()
  const peers = peerSamples(folder, past)
  const bytes = statSync(join(folder, 'baton.db')).size
  const scale = `${(past.requests / 1e6).toFixed(1)} M requests, 3 years`
  return [
    ...ASKED.map(({ name }, n) => judged(`usage, ${scale}: ${name}`, samples[n] ?? [], peers[n] ?? null)),
    told(`usage, ${scale}: the first question after a start`, 'ms', first, 'told'),
    told(`usage, ${scale}: MB of the database for a million requests`, 'MB', bytes / past.requests, 'told'),
  ]
}

/** The peer adds up every row of the time asked for, some seconds each: it takes part once. */
function peerSamples(folder: string, past: UsagePast): (number[] | null)[] {
  const database = new Sqlite(join(folder, 'baton.db'), { readonly: true })
  const from = (days: number) => Math.floor(Date.parse(since(past, days) ?? past.firstDay) / 86_400_000)
  const all = ASKED.map(({ name, peer }) => {
    if (peer === null) return null
    const days = name.endsWith('month') ? MONTH : YEAR
    const statement = database.prepare(peer)
    const began = performance.now()
    statement.all(...(peer.includes('@from') ? [{ from: from(days) }] : []))
    return [performance.now() - began]
  })
  database.close()
  return all
}

/** Throws where the sums that were filled in are not those that recording the same requests comes to. */
async function holdAgainstScan(store: Store, past: UsagePast, random: RandomSource): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-bench-sample-'))
  const fresh = await openTestStore(folder)
  try {
    for (let n = 0; n < SAMPLED; n += 1) {
      const sessionId = past.sessions[random.between(0, past.sessions.length - 1)] ?? ''
      const [session] = await store.ledgerSessions({ sessionIds: [sessionId], limit: 1 })
      if (session === undefined) throw new Error(`there is no session ${sessionId}`)
      await fresh.recordScan(requestsOf(session, await store.ledgerRequests(sessionId)))
      const query = UsageQuery.parse({ by: ['day', 'project', 'agent', 'model', 'costSource'], sessionId })
      const [filled, recorded] = await Promise.all([store.usage(query), fresh.usage(query)])
      if (JSON.stringify(filled) !== JSON.stringify(recorded))
        throw new Error(`session ${sessionId} adds up otherwise than if it had been recorded`)
    }
  } finally {
    await fresh.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

function judged(name: string, ours: number[], peer: number[] | null): BenchResult {
  const value = quantile(ours, 0.99)
  return { name, unit: 'ms', ours, peer, aim: `p99 ≤ ${AIM_MS} ms`, value, met: value <= AIM_MS }
}

function told(name: string, unit: string, value: number, aim: string): BenchResult {
  return { name, unit, ours: [value], peer: null, aim, value, met: true }
}
