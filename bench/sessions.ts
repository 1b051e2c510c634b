import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Browser, Page } from '@playwright/test'
import { makeWorld, type World } from '../e2e/support/world.ts'
import { ask, openBrowser, openPage, openProfile } from './browser.ts'
import { buildPage, startCore, type BenchCore } from './core.ts'
import { hostStandIns } from './hosted-stand-ins.ts'
import { median, quantile, type BenchResult } from './result.ts'
import { writeStandInAgent } from './stand-in-agent.ts'
import { standInSession, type StandInSession } from './stand-in-session.ts'

const SESSIONS = 50
const ROUNDS = 3
const TALK_MS = 8_000
const QUICK_TALK_MS = 4_000
const KEY_APART_MS = 100

const INPUT_AIM_MS = 50
/** As for the hooks of 20 launches. */
const LOOP_AIM_MS = 10
const HEAP_AIM_MB = 100
const BYTES_PER_MB = 1024 * 1024

/**
 * Home while 50 sessions work, beside one with a single session: from a key that moves the selection to the end of the next
 * frame, the core's event loop meanwhile, and the page's heap after a collection. The agents are stand-ins.
 */
export async function run({ quick }: { quick: boolean }): Promise<BenchResult[]> {
  await buildPage()
  const many = await openSide(SESSIONS)
  const one = await openSide(1)
  const browser = await openBrowser(many.world)
  try {
    const ours = await watchSide(browser, many)
    const peer = await watchSide(browser, one)
    const ms = quick ? QUICK_TALK_MS : TALK_MS
    for (let round = 0; round < (quick ? 1 : ROUNDS); round += 1) {
      for (const side of [ours, peer]) await side.round(ms)
    }
    const input = quantile(ours.input, 0.99)
    const inputAim = `p99 ≤ ${INPUT_AIM_MS} ms (one: ${quantile(peer.input, 0.99).toFixed(1)})`
    const [loop, heap] = [median(ours.loop), Math.max(...ours.heap)]
    const result = (what: string, unit: string, which: keyof Times, aim: string, value: number, most: number) => {
      const samples = { ours: ours[which], peer: peer[which] }
      return { name: `${what}, ${SESSIONS} live sessions`, unit, ...samples, aim, value, met: value <= most }
    }
    return [
      result('key to next frame on Home', 'ms', 'input', inputAim, input, INPUT_AIM_MS),
      result('event-loop delay of the core, p99', 'ms', 'loop', `p99 ≤ ${LOOP_AIM_MS} ms`, loop, LOOP_AIM_MS),
      result('heap of the page', 'MB', 'heap', `≤ ${HEAP_AIM_MB} MB`, heap, HEAP_AIM_MB),
    ]
  } finally {
    await browser.close()
    for (const side of [many, one]) {
      for (const session of side.sessions) session.close()
      await side.core.close()
      await side.world.close()
    }
  }
}

interface Times {
  input: number[]
  loop: number[]
  heap: number[]
}

interface Side {
  world: World
  core: BenchCore
  sessions: StandInSession[]
}

async function openSide(count: number): Promise<Side> {
  const world = makeWorld({ modelUrl: 'http://127.0.0.1:9' })
  const core = await startCore(world)
  const hosted = await hostStandIns(world, core, writeStandInAgent(world.root, { draws: false }), count)
  const configDir = join(world.home, '.claude')
  const sessions = hosted.map((one) => standInSession({ ...one, env: world.env, configDir }))
  return { world, core, sessions }
}

async function watchSide(browser: Browser, { core, sessions }: Side) {
  const page = await openPage(await openProfile(browser), core)
  await page
    .locator('[data-row]')
    .nth(sessions.length - 1)
    .waitFor()
  const times: Times = { input: [], loop: [], heap: [] }
  const talk = (until: number) => Promise.all(sessions.map((session) => session.talk(until)))
  await talk(0)
  return {
    ...times,
    /** All sessions work, and someone goes up and down the board. */
    async round(ms: number): Promise<void> {
      const until = performance.now() + ms
      core.watchLoop()
      const talking = talk(until)
      for (let n = 0; performance.now() < until; n += 1) {
        await delay(KEY_APART_MS)
        await ask(page, 'awaitKey()')
        await page.keyboard.press(n % 20 < 10 ? 'j' : 'k')
        times.input.push(await ask<number>(page, 'keyToFrame()'))
      }
      await talking
      times.loop.push(await core.loopDelay())
      times.heap.push(await heapOf(page))
    },
  }
}

async function heapOf(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  await devtools.detach()
  return usedSize / BYTES_PER_MB
}
