import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

/** Debian's; elsewhere Playwright's own is taken (`npx playwright install chromium`). */
const SYSTEM_CHROMIUM = '/usr/bin/chromium'

/** Path of the Chromium to test with; undefined: Playwright's own. */
export function chromiumPath(): string | undefined {
  const named = process.env['BATON_CHROMIUM']
  if (named !== undefined && named !== '') return named
  return existsSync(SYSTEM_CHROMIUM) ? SYSTEM_CHROMIUM : undefined
}

/**
 * Path of Electron's binary; null: it is not here. The package is asked for its files only: importing it would
 * download the binary.
 */
export function electronPath(): string | null {
  const folder = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? path.join(folder, 'dist')
  const pathFile = path.join(folder, 'path.txt')
  const binary = path.join(dist, existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron')
  return existsSync(binary) ? binary : null
}
