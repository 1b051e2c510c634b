import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import { makeWorld } from '../e2e/support/world.ts'
import { startBarePage } from './bare-page-server.ts'
import { ask, entryOf, openBrowser, openProfile } from './browser.ts'
import { bundleSizes } from './bundle-sizes.ts'
import { buildPage, startCore } from './core.ts'
import { median, type BenchResult } from './result.ts'

const ROUNDS = 10
const QUICK_ROUNDS = 3
/** Over the bare page: what a desktop window may take longer (engineering.md, performance anchors). */
const AIM_MS = 400

interface Load {
  painted: number
  usable: number
}

/**
 * From the navigation to the first paint, and to a Home that can be used, beside one button in React from a bare server; with
 * an empty cache and with a full one. And how large the page is.
 */
export async function run({ quick }: { quick: boolean }): Promise<BenchResult[]> {
  const world = makeWorld({ modelUrl: 'http://127.0.0.1:9' })
  const folder = await buildPage()
  const core = await startCore(world)
  const bare = await startBarePage(join(world.root, 'bare-page'))
  const browser = await openBrowser(world)
  try {
    const ours: Record<'cold' | 'warm', Load[]> = { cold: [], warm: [] }
    const peer: typeof ours = { cold: [], warm: [] }
    for (let round = 0; round < (quick ? QUICK_ROUNDS : ROUNDS); round += 1) {
      for (const [side, address] of [
        [ours, await entryOf(core)],
        [peer, bare.url],
      ] as const) {
        const profile = await openProfile(browser)
        side.cold.push(await load(profile, address))
        // The cookie lets it in; V8 keeps compiled code from the second load on.
        await load(profile, new URL('/', address).href)
        side.warm.push(await load(profile, new URL('/', address).href))
        await profile.close()
      }
    }
    const rows = (['cold', 'warm'] as const).flatMap((when) => [
      result(`first paint of Home, ${when}`, ours[when], peer[when], 'painted'),
      result(`Home can be used, ${when}`, ours[when], peer[when], 'usable'),
    ])
    return [...rows, ...bundleSizes(folder)]
  } finally {
    bare.close()
    await browser.close()
    await core.close()
    await world.close()
  }
}

async function load(profile: BrowserContext, address: string): Promise<Load> {
  const page: Page = await profile.newPage()
  await page.goto(address)
  const painted = await ask<number>(page, 'whenPainted()')
  const usable = await ask<number>(page, 'whenUsable()')
  await page.close()
  return { painted, usable }
}

function result(name: string, ours: Load[], peer: Load[], what: keyof Load): BenchResult {
  const [mine, theirs] = [ours.map((one) => one[what]), peer.map((one) => one[what])]
  const value = median(mine)
  const limit = median(theirs) + AIM_MS
  const aim = `≤ bare page + ${AIM_MS} ms`
  return { name, unit: 'ms', ours: mine, peer: theirs, aim, value, met: value <= limit }
}
