import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'

/** Debian's; elsewhere Playwright's own is taken (`npx playwright install chromium`). */
const SYSTEM_CHROMIUM = '/usr/bin/chromium'

/** Path of the Chromium to test with; undefined: Playwright's own. */
export function chromiumPath(): string | undefined {
  const named = process.env['BATON_CHROMIUM']
  if (named !== undefined && named !== '') return named
  return existsSync(SYSTEM_CHROMIUM) ? SYSTEM_CHROMIUM : undefined
}

/** Environment of the browser, built from nothing: it has no part in what this machine is signed in to. */
export function browserEnvironment(): Record<string, string> {
  const display = process.env['DISPLAY']
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: tmpdir(),
    LANG: 'C.UTF-8',
    ...(display === undefined ? {} : { DISPLAY: display }),
  }
}
