import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { transformWithOxc } from 'vite'
import { describeProblem } from '../contract/problem.ts'
import { chromiumPath } from '../e2e/ui/hosts.ts'
import type { World } from '../e2e/support/world.ts'
import type { BenchCore } from './core.ts'

export const VIEWPORT = { width: 1_280, height: 800 }

/** Chromium without a window, its environment built from nothing. Draws in software: the machine's GPU is no part of a figure. */
export function openBrowser(world: World): Promise<Browser> {
  const { PATH = '', HOME = '', TMPDIR = '', LANG = '' } = world.env
  const path = chromiumPath()
  return chromium.launch({
    ...(path === undefined ? {} : { executablePath: path }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-3d-apis', '--enable-precise-memory-info'],
    env: { PATH, HOME, TMPDIR, LANG },
  })
}

/** A fresh profile whose pages carry the probe (`page/probe.ts`). */
export async function openProfile(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: VIEWPORT, reducedMotion: 'reduce' })
  await context.addInitScript({ content: await probeScript() })
  return context
}

/** A page of that core, signed in, at the address behind the `#`. */
export async function openPage(context: BrowserContext, core: BenchCore, address = '/'): Promise<Page> {
  const page = await context.newPage()
  await page.goto(await entryOf(core))
  await page.locator('nav').first().waitFor()
  await goTo(page, address)
  return page
}

/** An address that lets one browser in, once. */
export async function entryOf(core: BenchCore): Promise<string> {
  const link = await core.client.call('access.link', { role: 'control' })
  if (!link.ok) throw new Error(describeProblem(link.problem))
  return link.value.url
}

export function goTo(page: Page, address: string): Promise<unknown> {
  return page.evaluate((hash) => Object.assign((globalThis as { location?: object }).location ?? {}, { hash }), address)
}

/** Asks the page's probe, as `ask(page, 'frames()')`. */
export function ask<T>(page: Page, expression: string): Promise<T> {
  return page.evaluate<T>(`window.probe.${expression}`)
}

async function probeScript(): Promise<string> {
  const file = join(import.meta.dirname, 'page', 'probe.ts')
  const { code } = await transformWithOxc(readFileSync(file, 'utf8'), file)
  return `{${code.replace(/^export \{\};?$/m, '')}}`
}
