import type { Page } from '@playwright/test'
import { makeWorld } from '../e2e/support/world.ts'
import { startBareTerminal } from './bare-terminal.ts'
import { ask, openBrowser, openPage, openProfile } from './browser.ts'
import { buildPage, startCore } from './core.ts'
import { hostStandIns } from './hosted-stand-ins.ts'
import { median, type BenchResult } from './result.ts'
import { writeColouredText, writePrinter } from './terminal-agents.ts'
import { watchTerminal, type WatchedTerminal } from './watched-terminal.ts'

const BYTES = 40e6
const QUICK_BYTES = 10e6
const ROUNDS = 5
const QUICK_ROUNDS = 2
const AIM = 0.7
const SIZE = { columns: 120, rows: 40 }

/**
 * How fast coloured text gets from a program to a screen: bare node-pty into headless xterm; a session over the websocket into
 * headless xterm that acknowledges; a session in the page, until the end mark is drawn. In turns, from the trigger to the end.
 */
export async function run({ quick }: { quick: boolean }): Promise<BenchResult[]> {
  const world = makeWorld({ modelUrl: 'http://127.0.0.1:9' })
  await buildPage()
  const text = writeColouredText(world.root, quick ? QUICK_BYTES : BYTES)
  const printer = writePrinter(world.root, text.file)
  const core = await startCore(world)
  const browser = await openBrowser(world)
  const bare = await startBareTerminal(printer, SIZE, world.env)
  try {
    const [forPage, forWire] = await hostStandIns(world, core, printer, 2)
    if (forPage === undefined || forWire === undefined) throw new Error('the printers are not hosted')
    const page = await openPage(await openProfile(browser), core, `/terminal/${forPage.sessionId}`)
    await page.locator('.xterm-rows:not(.terminal-still)').waitFor()
    const wire = await watchTerminal(core, forWire.sessionId, SIZE)
    const speed = (ms: number): number => text.bytes / 1e6 / (ms / 1_000)
    const taken = { page: 0, wire: 0, replays: { page: 0, wire: 0 } }
    const figures: { bare: number[]; wire: number[]; page: number[] } = { bare: [], wire: [], page: [] }
    const rounds = quick ? QUICK_ROUNDS : ROUNDS
    // The first round warms all three up and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      const word = `round-${round}`
      const ms = [await bare.play(word), await playWire(wire, word), await playPage(page, word)]
      const came = { wire: wire.taken(), page: await ask<{ outputBytes: number; replays: number }>(page, 'arrived()') }
      if (round === 0) continue
      const [one = Number.NaN, two = Number.NaN, three = Number.NaN] = ms.map(speed)
      figures.bare.push(one)
      figures.wire.push(two)
      figures.page.push(three)
      taken.wire += came.wire.bytes / text.bytes / rounds
      taken.page += came.page.outputBytes / text.bytes / rounds
      taken.replays.wire += came.wire.replays
      taken.replays.page += came.page.replays
    }
    wire.close()
    const size = `${(text.bytes / 1e6).toFixed(0)} MB`
    return [
      result(
        `pty → websocket → headless xterm, ${size}${share(taken.wire, taken.replays.wire)}`,
        figures.wire,
        figures.bare,
      ),
      result(`pty → page, ${size}${share(taken.page, taken.replays.page)}`, figures.page, figures.bare),
    ]
  } finally {
    bare.close()
    await browser.close()
    await core.close()
    await world.close()
  }
}

async function playWire(wire: WatchedTerminal, word: string): Promise<number> {
  const begun = performance.now()
  wire.type(`${word}\r`)
  return (await wire.drawn(`end-of-${word}`)) - begun
}

async function playPage(page: Page, word: string): Promise<number> {
  await page.locator('.xterm-helper-textarea').focus()
  await page.keyboard.type(word)
  await page.keyboard.press('Enter')
  return ask<number>(page, `keyToMark('end-of-${word}')`)
}

/** Of what the program wrote; what is skipped is made up for by a replay. Above 100 %: line ends of the terminal. */
function share(part: number, replays: number): string {
  return ` (${(part * 100).toFixed(0)} % drawn, ${replays} replays)`
}

function result(name: string, ours: number[], peer: number[]): BenchResult {
  const value = median(ours) / median(peer)
  const aim = `≥ ${AIM} × bare node-pty and xterm`
  return { name, unit: 'MB/s', ours, peer, aim, value, met: value >= AIM }
}
