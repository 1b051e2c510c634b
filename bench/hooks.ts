import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ulid } from 'ulid'
import { describeProblem } from '../contract/problem.ts'
import { DEFAULT_POLICY } from '../contract/policy.ts'
import { makeWorld, type World } from '../e2e/support/world.ts'
import { newSeries } from '../main/series/state.ts'
import { openStore } from '../main/store/open.ts'
import { startBareHookServer } from './bare-hook-server.ts'
import { startCore, type BenchCore } from './core.ts'
import { hostStandIns } from './hosted-stand-ins.ts'
import { quantile, type BenchResult } from './result.ts'
import { writeStandInAgent } from './stand-in-agent.ts'
import { standInSession, type HookTime, type StandInSession } from './stand-in-session.ts'

const LAUNCHES = 20
/** Rounds of the core and of the bare server in turn. */
const ROUNDS = 4
const TALK_MS = 15_000
const QUICK_TALK_MS = 4_000
/** With the roll-up beside the talk. */
const ROLL_UP_MS = 20_000
/** Responses of the series that is summed up meanwhile: months of work, so that the store is busy all the time. */
const ROLLED_UP = 200_000
const BATCH = 1_000

const OBSERVING_AIM_MS = 10
const CHANGING_AIM_MS = 40
const LOOP_AIM_MS = 10

/**
 * Hooks of launches that talk at once, timed at their sender, and the core's event loop while the store sums a large series up;
 * beside a bare server that answers nothing, which shows what the machine itself costs. The agents are stand-ins: the CLI's own work on the same processors is not what is asked for.
 */
export async function run({ quick }: { quick: boolean }): Promise<BenchResult[]> {
  const world = makeWorld({ modelUrl: 'http://127.0.0.1:9' })
  try {
    const series = await storeLargeSeries(world)
    const core = await startCore(world)
    const hosted = await hostStandIns(world, core, writeStandInAgent(world.root, { draws: false }), LAUNCHES)
    const configDir = join(world.home, '.claude')
    const bare = await startBareHookServer(world.env)
    const sessions = hosted.map((one) => standInSession({ ...one, env: world.env, configDir }))
    const peers = hosted.map((one, n) => {
      const launchDir = bareLaunch(join(world.root, `bare-${n}`), bare.url)
      return standInSession({ ...one, launchDir, sessionId: randomUUID(), env: world.env, configDir })
    })
    const talk = async (who: StandInSession[], until: number): Promise<HookTime[]> =>
      (await Promise.all(who.map((session) => session.talk(until)))).flat()
    // The first turns load what is loaded at first use.
    await talk(sessions, 0)
    await talk(peers, 0)
    const times: { ours: HookTime[]; peer: HookTime[] } = { ours: [], peer: [] }
    for (let round = 0; round < ROUNDS; round += 1) {
      const ms = quick ? QUICK_TALK_MS : TALK_MS
      times.ours.push(...(await talk(sessions, performance.now() + ms)))
      times.peer.push(...(await talk(peers, performance.now() + ms)))
    }
    const until = performance.now() + ROLL_UP_MS
    core.watchLoop()
    bare.watchLoop()
    const [, rolledUp] = await Promise.all([talk(sessions, until), rollUp(core, series, until)])
    const [mine, theirs] = [await core.loopDelay(), await bare.loopDelay()]
    for (const session of [...sessions, ...peers]) session.close()
    bare.close()
    await core.close()
    const peer = times.peer.map((time) => time.ms)
    return [
      hookResult('observing hook', times.ours, false, peer, OBSERVING_AIM_MS),
      hookResult('behaviour-changing hook', times.ours, true, peer, CHANGING_AIM_MS),
      {
        name: `event-loop delay, p99, talk and ${rolledUp} roll-ups`,
        unit: 'ms',
        ours: [mine],
        peer: [theirs],
        aim: `p99 ≤ ${LOOP_AIM_MS} ms`,
        value: mine,
        met: mine <= LOOP_AIM_MS,
      },
    ]
  } finally {
    await world.close()
  }
}

function hookResult(name: string, times: HookTime[], answered: boolean, peer: number[], limit: number): BenchResult {
  const ours = times.filter((time) => time.answered === answered).map((time) => time.ms)
  const value = quantile(ours, 0.99)
  const floor = quantile(peer, 0.99).toFixed(1)
  const aim = `p99 ≤ ${limit} ms (bare: ${floor})`
  return { name: `${name}, ${LAUNCHES} launches`, unit: 'ms', ours, peer, aim, value, met: value <= limit }
}

/** The settings of a launch whose hooks go to the bare server, as far as a stand-in reads them. */
function bareLaunch(folder: string, url: string): string {
  mkdirSync(folder)
  const hooks = { Stop: [{ hooks: [{ url, headers: {} }] }] }
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ hooks }))
  return folder
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
