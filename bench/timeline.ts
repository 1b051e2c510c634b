import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Browser, Page } from '@playwright/test'
import { describeProblem } from '../contract/problem.ts'
import { numberedBoxes } from '../e2e/support/project.ts'
import { makeWorld, type World } from '../e2e/support/world.ts'
import { writeLongSeries } from '../main/series/long-series-for-tests.ts'
import { ask, goTo, openBrowser, openPage, openProfile } from './browser.ts'
import { buildPage, startCore, type BenchCore } from './core.ts'
import { startSeries } from './hosted-stand-ins.ts'
import { quantile, type BenchResult } from './result.ts'
import { writeStandInAgent } from './stand-in-agent.ts'
import { standInSession, type StandInSession } from './stand-in-session.ts'

const SESSIONS = 1_000
const PEER_SESSIONS = 10
const FIGURES = 200
const ROUNDS = 3
/** A page asks for what is new once a second. ms */
const WATCH_MS = 6_000
const QUICK_WATCH_MS = 4_000
/** Steps of zoom, then of pan, one a frame or two. */
const STEPS = 40
const STEP_MS = 25

const UPDATE_AIM_MS = 16
/** A frame to be told, the update, and a frame to be shown. */
const SEEN_AIM_MS = 50
const FIRST_AIM_MS = 2_000
/** Two frames at 60 Hz. */
const FRAME_AIM_MS = 34

/**
 * The timeline of a series of 1,000 sessions with 200 figures each, while its newest works, beside one of 10: from the address
 * to the first drawing; each live update from the core's answer to the drawn plots; frames while it is zoomed and moved.
 */
export async function run({ quick }: { quick: boolean }): Promise<BenchResult[]> {
  await buildPage()
  const sides = [await openSide(SESSIONS), await openSide(PEER_SESSIONS)] as const
  const browser = await openBrowser(sides[0].world)
  try {
    const ours = await watchSide(browser, sides[0])
    const peer = await watchSide(browser, sides[1])
    for (let round = 0; round < (quick ? 1 : ROUNDS); round += 1) {
      for (const watched of [ours, peer]) await watched.round(quick ? QUICK_WATCH_MS : WATCH_MS)
    }
    const pair = (name: string, pick: (times: Times) => number[]) => ({
      name: `${name}, ${SESSIONS} sessions × ${FIGURES}`,
      unit: 'ms',
      ours: pick(ours.times),
      peer: pick(peer.times),
    })
    const first = pair('timeline, address to drawn', (times) => times.first)
    const work = pair('timeline, processor time of the page for an update', (times) => times.work)
    const update = pair('timeline, live update, answer to drawn', (times) => times.update)
    const frame = pair('timeline, frame while zoomed and moved', (times) => times.frames)
    return [
      judged(first, 0.5, FIRST_AIM_MS, 'median'),
      judged(work, 0.5, UPDATE_AIM_MS, 'median'),
      judged(update, 0.9, SEEN_AIM_MS, 'p90'),
      judged(frame, 0.95, FRAME_AIM_MS, 'p95'),
    ]
  } finally {
    await browser.close()
    for (const side of sides) {
      side.session.close()
      await side.core.close()
      await side.world.close()
    }
  }
}

interface Side {
  world: World
  core: BenchCore
  session: StandInSession
}

/** A core whose only series has so many sessions behind it and one more at work. */
async function openSide(sessions: number): Promise<Side> {
  const world = makeWorld({ modelUrl: 'http://127.0.0.1:9' })
  const project = world.project({ boxes: numberedBoxes(3) })
  mkdirSync(world.dataDir, { mode: 0o700 })
  closeSync(openSync(join(world.dataDir, 'baton.db'), 'w', 0o600))
  writeLongSeries(world.dataDir, sessions, FIGURES, { project: project.path, task: project.task, endsAt: Date.now() })
  const core = await startCore(world)
  await startSeries(world, core, writeStandInAgent(world.root, { draws: false }), project)
  const { sessionId, n } = await liveSession(core)
  const launchDir = join(world.dataDir, 'launches', `S-${n}`)
  const configDir = join(world.home, '.claude')
  const session = standInSession({ launchDir, sessionId, project, env: world.env, configDir })
  return { world, core, session }
}

const START_LIMIT_MS = 30_000
const LOOK_AGAIN_MS = 100

async function liveSession(core: BenchCore): Promise<{ sessionId: string; n: number }> {
  const until = Date.now() + START_LIMIT_MS
  while (Date.now() < until) {
    const view = await core.client.call('series.get', { id: 'S' })
    if (!view.ok) throw new Error(describeProblem(view.problem))
    if (view.value.session?.live === true) return view.value.session
    await delay(LOOK_AGAIN_MS)
  }
  throw new Error('the series did not go on')
}

interface Times {
  first: number[]
  work: number[]
  update: number[]
  frames: number[]
}

async function watchSide(browser: Browser, { core, session }: Side) {
  const times: Times = { first: [], work: [], update: [], frames: [] }
  return {
    times,
    /** Opens the series in a fresh profile, watches it live, then moves in it. */
    async round(ms: number): Promise<void> {
      const profile = await openProfile(browser)
      const page = await openPage(profile, core)
      const begun = await ask<number>(page, 'now()')
      await goTo(page, '/series/S')
      times.first.push((await ask<number>(page, 'whenDrawn()')) - begun)
      await ask(page, 'updates()')
      const clock = await threadClock(page)
      const before = await clock()
      await session.talk(performance.now() + ms)
      const updates = await ask<number[]>(page, 'updates()')
      times.work.push(((await clock()) - before) / updates.length)
      times.update.push(...updates)
      times.frames.push(...(await move(page)))
      await profile.close()
    },
  }
}

/** Processor time that the tasks of the page's thread took so far, ms: an update is all that it does here. */
async function threadClock(page: Page): Promise<() => Promise<number>> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  return async () => {
    const { metrics } = await devtools.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000
  }
}

/** Zooms in and out about the middle of the plot, then goes to and fro in it. */
async function move(page: Page): Promise<number[]> {
  const box = await page.locator('.u-over').first().boundingBox()
  if (box === null) throw new Error('the plot is not on the screen')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await ask(page, 'watchFrames()')
  for (let n = 0; n < STEPS; n += 1) {
    await page.mouse.wheel(0, n % 20 < 10 ? -100 : 100)
    await delay(STEP_MS)
  }
  await page.mouse.wheel(0, -300)
  for (let n = 0; n < STEPS; n += 1) {
    await page.mouse.wheel(n % 20 < 10 ? 60 : -60, 0)
    await delay(STEP_MS)
  }
  return ask<number[]>(page, 'frames()')
}

type Pair = Pick<BenchResult, 'name' | 'unit' | 'ours'> & { peer: number[] }

function judged(pair: Pair, share: number, limit: number, words: string): BenchResult {
  const value = quantile(pair.ours, share)
  const theirs = quantile(pair.peer, share).toFixed(1)
  return { ...pair, aim: `${words} ≤ ${limit} ms (${PEER_SESSIONS} sessions: ${theirs})`, value, met: value <= limit }
}
