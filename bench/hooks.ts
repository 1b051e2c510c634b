import { join } from 'node:path'
import { ulid } from 'ulid'
import { describeProblem } from '../contract/problem.ts'
import { DEFAULT_POLICY } from '../contract/policy.ts'
import { makeWorld, type World } from '../e2e/support/world.ts'
import { newSeries } from '../main/series/state.ts'
import { openStore } from '../main/store/open.ts'
import { startCore, type BenchCore } from './core.ts'
import { hostStandIns } from './hosted-stand-ins.ts'
import { quantile, type BenchResult } from './result.ts'
import { writeStandInAgent } from './stand-in-agent.ts'
import { standInSession, type HookTime } from './stand-in-session.ts'

const LAUNCHES = 20
const TALK_MS = 60_000
const QUICK_TALK_MS = 15_000
/** With the roll-up beside the talk. */
const ROLL_UP_MS = 20_000
/** Responses of the series that is summed up meanwhile: months of work, so that the store is busy all the time. */
const ROLLED_UP = 200_000
const BATCH = 1_000

const OBSERVING_AIM_MS = 10
const CHANGING_AIM_MS = 40
const LOOP_AIM_MS = 10

/**
 * Hooks of launches that talk at once, timed at their sender, and the core's event loop while the store sums a large series up.
 * The agents are stand-ins: the CLI's own work on the same processors is not what is asked for.
 */
export async function run({ quick }: { quick: boolean }): Promise<BenchResult[]> {
  const world = makeWorld({ modelUrl: 'http://127.0.0.1:9' })
  try {
    const series = await storeLargeSeries(world)
    const core = await startCore(world)
    const hosted = await hostStandIns(world, core, writeStandInAgent(world.root, { draws: false }), LAUNCHES)
    const configDir = join(world.home, '.claude')
    const sessions = hosted.map((one) => standInSession({ ...one, env: world.env, configDir }))
    const talkUntil = (until: number) => Promise.all(sessions.map((session) => session.talk(until)))
    // The first turns load what is loaded at first use.
    await talkUntil(performance.now())
    const times = (await talkUntil(performance.now() + (quick ? QUICK_TALK_MS : TALK_MS))).flat()
    const until = performance.now() + ROLL_UP_MS
    core.watchLoop()
    const [, rolledUp] = await Promise.all([talkUntil(until), rollUp(core, series, until)])
    const loop = await core.loopDelay()
    for (const session of sessions) session.close()
    await core.close()
    return [
      ...hookResults(times),
      {
        name: `event-loop delay, p99, during ${rolledUp} roll-ups`,
        unit: 'ms',
        ours: [loop.p99],
        peer: null,
        aim: `p99 ≤ ${LOOP_AIM_MS} ms`,
        value: loop.p99,
        met: loop.p99 <= LOOP_AIM_MS,
      },
    ]
  } finally {
    await world.close()
  }
}

function hookResults(times: HookTime[]): BenchResult[] {
  const result = (name: string, answered: boolean, limit: number): BenchResult => {
    const ours = times.filter((time) => time.answered === answered).map((time) => time.ms)
    const value = quantile(ours, 0.99)
    const aim = `p99 ≤ ${limit} ms`
    return {
      name: `${name}, ${LAUNCHES} launches (${ours.length})`,
      unit: 'ms',
      ours,
      peer: null,
      aim,
      value,
      met: value <= limit,
    }
  }
  return [result('observing hook', false, OBSERVING_AIM_MS), result('behaviour-changing hook', true, CHANGING_AIM_MS)]
}

async function storeLargeSeries(world: World): Promise<string> {
  const opened = await openStore({ dir: world.dataDir })
  if (!opened.ok) throw new Error(describeProblem(opened.problem))
  const store = opened.value
  const at = Date.now()
  const id = ulid(at)
  const state = { ...newSeries(id, world.root, 'large', [], at), status: 'completed' as const }
  const row = { id, project: world.root, task: 'large', status: state.status, state, policy: DEFAULT_POLICY }
  await store.createSeries({ ...row, createdAt: at, updatedAt: at })
  await store.addSession({ sessionId: 'large', launchId: `${id}-1`, seriesId: id, at })
  for (let from = 0; from < ROLLED_UP; from += BATCH) {
    const usages = Array.from({ length: BATCH }, (_, n) => usageOf(from + n, at))
    await store.recordFacts({ usages, contexts: [], costs: [], cursor: null })
  }
  await store.close()
  return id
}

function usageOf(n: number, at: number) {
  const tokens = { input: 3, output: 60, cacheRead: 70_000, cacheWrite5m: 300, cacheWrite1h: 0 }
  const names = { messageId: `msg_${n}`, requestId: `req_${n}`, sessionId: 'large', agentId: null }
  return { ...names, model: 'claude-opus-5-5', tokens, webSearches: 0, costUsd: 0.01, at }
}

/** One after the other, so that the store has always one to do. */
async function rollUp(core: BenchCore, seriesId: string, until: number): Promise<number> {
  let count = 0
  while (performance.now() < until) {
    const report = await core.client.call('series.report', { id: seriesId })
    if (!report.ok) throw new Error(describeProblem(report.problem))
    if (report.value.tokens.output === 0) throw new Error('the roll-up summed nothing')
    count += 1
  }
  return count
}
