import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { makeWorld } from '../e2e/support/world.ts'
import { ask, goTo, openBrowser, openPage, openProfile } from './browser.ts'
import { buildPage, startCore } from './core.ts'
import { hostStandIns, type HostedStandIn } from './hosted-stand-ins.ts'
import { quantile, type BenchResult } from './result.ts'
import { writeEcho, writeFlood } from './terminal-agents.ts'
import { watchTerminal, type WatchedTerminal } from './watched-terminal.ts'

const FLOODS = 4
/** Rounds with floods and without in turn. */
const ROUNDS = 4
const KEYS = 60
const QUICK_KEYS = 15
/** A fast typist's, ms; varied, so that no timer beats with it. */
const KEY_APART_MS = { least: 30, spread: 60 }
/** Until a flood stands, or has drained, ms. */
const TURN_MS = 500
const AIM_MS = 50
const SIZE = { columns: 120, rows: 40 }

/**
 * From a key to its echo on the screen while four sessions print without end, and the same while these are stopped. Over the
 * websocket nobody watches the floods; in the page all four are on the screen of a tab of their own.
 */
export async function run({ quick }: { quick: boolean }): Promise<BenchResult[]> {
  const world = makeWorld({ modelUrl: 'http://127.0.0.1:9' })
  await buildPage()
  const core = await startCore(world)
  const browser = await openBrowser(world)
  const keys = quick ? QUICK_KEYS : KEYS
  try {
    const [typed] = await hostStandIns(world, core, writeEcho(world.root), 1)
    if (typed === undefined) throw new Error('nothing is hosted to type to')
    const floods = await hostStandIns(world, core, writeFlood(world.root), FLOODS)
    tell(floods, 'SIGSTOP')
    const wire = await watchTerminal(core, typed.sessionId, SIZE)
    const overWire = await inTurns(floods, () => typeOnWire(wire, keys))
    wire.close()
    const page = await openPage(await openProfile(browser), core)
    for (const { sessionId } of [...floods, typed]) {
      await goTo(page, `/terminal/${sessionId}`)
      await page.locator('section[data-phase=live] .xterm-rows:not(.terminal-still)').waitFor()
    }
    const typist = typistOf(page)
    const inPage = await inTurns(floods, () => typist(keys))
    tell(floods, 'SIGCONT')
    return [result('key to echo over the websocket', overWire), result('key to echo in the page', inPage)]
  } finally {
    await browser.close()
    await core.close()
    await world.close()
  }
}

interface Times {
  ours: number[]
  peer: number[]
}

async function inTurns(floods: HostedStandIn[], type: () => Promise<number[]>): Promise<Times> {
  const times: Times = { ours: [], peer: [] }
  await type()
  for (let round = 0; round < ROUNDS; round += 1) {
    times.peer.push(...(await type()))
    tell(floods, 'SIGCONT')
    await delay(TURN_MS)
    times.ours.push(...(await type()))
    tell(floods, 'SIGSTOP')
    await delay(TURN_MS)
  }
  return times
}

function tell(floods: HostedStandIn[], signal: NodeJS.Signals): void {
  for (const { pid } of floods) process.kill(pid, signal)
}

async function typeOnWire(wire: WatchedTerminal, keys: number): Promise<number[]> {
  const times: number[] = []
  for (const { key, row } of lines(keys, 'w')) {
    await delay(apart())
    const begun = performance.now()
    wire.type(key)
    if (key !== '\r') times.push((await wire.drawn(row)) - begun)
  }
  return times
}

function typistOf(page: Page): (keys: number) => Promise<number[]> {
  return async (keys) => {
    const times: number[] = []
    await page.locator('section[data-phase=live] .xterm-helper-textarea').focus()
    for (const { key, row } of lines(keys, 'p')) {
      await delay(apart())
      if (key !== '\r') await ask(page, `awaitRow('${row}')`)
      await page.keyboard.press(key === '\r' ? 'Enter' : key)
      if (key !== '\r') times.push(await ask<number>(page, 'keyToFrame()'))
    }
    return times
  }
}

let line = 0

/** Keys of many short lines, and what the line reads after each. No two lines begin alike. */
function* lines(keys: number, mark: string): Generator<{ key: string; row: string }> {
  const letters = 'abcdefghijklmnopqrstuvwxyz'
  let row = ''
  for (let n = 0; n < keys; n += 1) {
    if (row === '') line += 1
    const head = `${mark}${line.toString(36)}`
    const key = head[row.length] ?? letters[(n * 7) % letters.length] ?? ''
    row += key
    yield { key, row }
    if (row.length >= 24 || n === keys - 1) {
      row = ''
      yield { key: '\r', row }
    }
  }
}

function apart(): number {
  return KEY_APART_MS.least + Math.random() * KEY_APART_MS.spread
}

function result(name: string, { ours, peer }: Times): BenchResult {
  const value = quantile(ours, 0.99)
  const aim = `p99 ≤ ${AIM_MS} ms (no floods: ${quantile(peer, 0.99).toFixed(1)})`
  return { name: `${name}, ${FLOODS} floods`, unit: 'ms', ours, peer, aim, value, met: value <= AIM_MS }
}
