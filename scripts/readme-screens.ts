import { copyFileSync, mkdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'

/**
 * Copies the screenshots that the README shows. Take them first: `npx playwright test screens --project browser`.
 * Run: `node scripts/readme-screens.ts`.
 */

const REPOSITORY = path.resolve(import.meta.dirname, '..')
const FROM = path.join(REPOSITORY, '.artifacts/screens')
const TO = path.join(REPOSITORY, 'docs/screens')
/** A README is read over slow lines, too. Bytes. */
const MOST_BYTES = 200_000

const SHOWN = [
  'home-light',
  'home-dark',
  'start-policy-light',
  'series-light',
  'series-dark',
  'terminal-dark',
  'checkpoint-changes-light',
  'settings-thresholds-dark',
]

rmSync(TO, { recursive: true, force: true })
mkdirSync(TO, { recursive: true })
for (const name of SHOWN) {
  const file = path.join(FROM, `${name}.png`)
  const { size } = statSync(file)
  if (size > MOST_BYTES) throw new Error(`${file} has ${size} bytes, more than ${MOST_BYTES}`)
  copyFileSync(file, path.join(TO, `${name}.png`))
}
process.stdout.write(`${SHOWN.length} screens are in ${path.relative(REPOSITORY, TO)}\n`)
