import { existsSync } from 'node:fs'

/** Debian's; elsewhere Playwright's own is taken (`npx playwright install chromium`). */
const SYSTEM_CHROMIUM = '/usr/bin/chromium'

/** Path of the Chromium to test with; undefined: Playwright's own. */
export function chromiumPath(): string | undefined {
  const named = process.env['BATON_CHROMIUM']
  if (named !== undefined && named !== '') return named
  return existsSync(SYSTEM_CHROMIUM) ? SYSTEM_CHROMIUM : undefined
}
