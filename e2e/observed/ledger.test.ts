import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { ReplyUsage } from '../../assets/scripted-model/reply.ts'
import { UNATTRIBUTED_MODEL, type UsageFigures, type UsageRow } from '../../contract/ledger.ts'
import type { TokenCounts } from '../../contract/usage.ts'
import type { CoreClient } from '../../main/server/types.ts'
import { compare } from '../../scripts/ccusage/compare.ts'
import { costStates } from '../support/cost-state.ts'
import { setStage, type Stage } from '../support/hand-played.ts'
import { maker } from '../support/maker.ts'
import { serve, toldByEnv, type Serving } from '../support/serving.ts'
import { PATIENCE, person } from './real-sessions.ts'

/** Of the issue, USD. */
const NEAR = 0.005
/** Decimal places of a dollar: what rounding leaves. */
const EXACT = 5

/** What a compaction asks of the model: all that it makes short, read from its cache. */
const COMPACTION: ReplyUsage = { input: 3, cacheRead: 40_000, cacheCreation: 500, output: 300 }

let stage: Stage
let serving: Serving
let client: CoreClient

beforeEach(async () => {
  stage = await setStage({ character: maker, usage: { base: 30_000, growth: 5_000, beside: COMPACTION } })
  serving = await serve(stage)
  client = serving.client
})

afterEach(async () => {
  await serving.end()
  await stage.close()
})

test('by transcripts alone every request counts once, and what has no line is one row of its own', async () => {
  const { resumed, fork, cleared, compacted } = await playAll({})
  const own = ownCosts(resumed, fork, [cleared, compacted])
  await untilCounted(own.size)
  const rows = await bySession()
  for (const [sessionId, cost] of own) {
    const told = rows.filter((row) => row.sessionId === sessionId)
    expect(Math.abs(sumOf(told).costUsd - cost)).toBeLessThan(NEAR)
    const written = asked(sessionId, ['main', 'subagent'])
    expect(sumOf(told.filter(({ model }) => model !== UNATTRIBUTED_MODEL))).toMatchObject({
      requests: written.length,
      tokens: tokensOf(written),
      unpriced: 0,
    })
  }
  // The compaction asked the model without a line in any transcript; nothing else did.
  const beside = rows.filter(({ model }) => model === UNATTRIBUTED_MODEL)
  expect(beside.map(({ sessionId, costSource }) => [sessionId, costSource])).toEqual([[compacted, 'agent']])
  expect(beside[0]?.costUsd).toBeGreaterThan(NEAR)
  process.stdout.write(table(rows, own))
  await comparesWithCcusage(beside[0]?.costUsd ?? 0)
})

test("with telemetry on nothing is left unattributed, and the figures are the agent's own", async () => {
  const { variables: env } = await toldByEnv(stage)
  const { resumed, fork, cleared, compacted } = await playAll(env)
  const own = ownCosts(resumed, fork, [cleared, compacted])
  const every = [...own.keys()].flatMap((sessionId) => asked(sessionId))
  await vi.waitFor(async () => expect((await total()).requests).toBe(every.length), PATIENCE)
  const rows = await bySession()
  expect(rows.filter(({ model }) => model === UNATTRIBUTED_MODEL)).toEqual([])
  expect(new Set(rows.map(({ costSource }) => costSource))).toEqual(new Set(['agent']))
  for (const [sessionId, cost] of own) {
    const told = sumOf(rows.filter((row) => row.sessionId === sessionId))
    expect(told.costUsd).toBeCloseTo(cost, EXACT)
    expect(told.tokens).toEqual(tokensOf(asked(sessionId)))
  }
  process.stdout.write(table(rows, own))
})

/** Each difference to ccusage on the same files has its cause. */
async function comparesWithCcusage(unattributedUsd: number): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'baton-ccusage-'))
  onTestFinished(() => rm(scratch, { recursive: true, force: true }))
  const { ours, theirs, causes, unexplained } = await compare(join(stage.world.home, '.claude'), scratch)
  process.stdout.write(
    causes.map(({ cause, tokens, usd }) => `${tokens} tokens  $${usd.toFixed(6)}  ${cause}\n`).join(''),
  )
  expect(unexplained).toEqual([])
  expect(ours.tokens - theirs.tokens).toBe(causes.reduce((sum, { tokens }) => sum + tokens, 0))
  const said = causes.find(({ cause }) => cause.startsWith(UNATTRIBUTED_MODEL))
  expect(said?.usd).toBeCloseTo(unattributedUsd, EXACT)
}

async function playAll(env: Record<string, string>) {
  const someone = person(stage, env)
  const resumed = await someone.resumedSession()
  const fork = await someone.forkOf(resumed)
  return { resumed, fork, ...(await someone.clearedAndCompacted()) }
}

/** What the CLI says that each session cost by itself: a fork's figure includes its parent's. USD by session id. */
function ownCosts(parent: string, fork: string, others: string[]): Map<string, number> {
  const costs = costStates(stage.world)
  const of = (sessionId: string): number => costs.get(sessionId) ?? Number.NaN
  const own = new Map([parent, ...others].map((sessionId) => [sessionId, of(sessionId)]))
  return own.set(fork, of(fork) - of(parent))
}

function asked(sessionId: string, kinds?: string[]): ReplyUsage[] {
  return stage.model.requests().flatMap((request) => {
    const wanted = request.sessionId === sessionId && (kinds === undefined || kinds.includes(request.kind))
    return wanted && request.usage !== null ? [request.usage] : []
  })
}

/** Cache writes are told without a split: they count as 5 minutes. */
function tokensOf(usages: readonly ReplyUsage[]): TokenCounts {
  const sum = (part: keyof ReplyUsage): number => usages.reduce((all, usage) => all + usage[part], 0)
  return {
    input: sum('input'),
    output: sum('output'),
    cacheRead: sum('cacheRead'),
    cacheWrite5m: sum('cacheCreation'),
    cacheWrite1h: 0,
  }
}

/** Everything on disk is in the ledger. */
async function untilCounted(sessions: number): Promise<void> {
  const written = [...stage.model.requests()].filter(({ kind, usage }) => kind !== 'auxiliary' && usage !== null).length
  await vi.waitFor(async () => {
    const look = await client.call('scan.look', {})
    expect(look).toMatchObject({ ok: true, value: { phase: 'following', sessions, damagedLines: 0, problems: [] } })
    expect((await total()).requests).toBe(written)
  }, PATIENCE)
}

async function total(): Promise<UsageFigures> {
  const answer = await client.call('usage.query', {})
  if (!answer.ok) throw new Error(answer.problem.cause)
  return answer.value.total
}

async function bySession(): Promise<UsageRow[]> {
  const answer = await client.call('usage.query', { by: ['session', 'model', 'costSource'] })
  if (!answer.ok) throw new Error(answer.problem.cause)
  expect(answer.value.more).toBe(0)
  return answer.value.rows
}

function sumOf(rows: readonly UsageRow[]): Pick<UsageFigures, 'requests' | 'tokens' | 'costUsd' | 'unpriced'> {
  const sum = (of: (row: UsageRow) => number): number => rows.reduce((all, row) => all + of(row), 0)
  return {
    requests: sum((row) => row.requests),
    costUsd: sum((row) => row.costUsd),
    unpriced: sum((row) => row.unpriced),
    tokens: {
      input: sum(({ tokens }) => tokens.input),
      output: sum(({ tokens }) => tokens.output),
      cacheRead: sum(({ tokens }) => tokens.cacheRead),
      cacheWrite5m: sum(({ tokens }) => tokens.cacheWrite5m),
      cacheWrite1h: sum(({ tokens }) => tokens.cacheWrite1h),
    },
  }
}

function table(rows: readonly UsageRow[], own: ReadonlyMap<string, number>): string {
  const lines = [...own].map(([sessionId, cost]) => {
    const told = rows.filter((row) => row.sessionId === sessionId)
    const beside = sumOf(told.filter(({ model }) => model === UNATTRIBUTED_MODEL)).costUsd
    const { requests, costUsd } = sumOf(told)
    const figures = `${requests} requests  ledger $${costUsd.toFixed(6)} (unattributed $${beside.toFixed(6)})`
    return `${sessionId.slice(0, 8)}  ${figures}  cost-state $${cost.toFixed(6)}\n`
  })
  return `\n${lines.join('')}`
}
