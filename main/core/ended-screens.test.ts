import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { LastScreen } from '../sessions/hosted-session.ts'
import { endedScreens } from './ended-screens.ts'

const screen = (text: string): LastScreen => ({
  text,
  columns: 80,
  rows: 24,
  title: 't',
  why: 'exited with code 0',
  at: 1,
})

function opened(most?: { screens: number; bytes: number }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'baton-screens-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const dir = path.join(folder, 'screens')
  const faults: unknown[] = []
  const open = () => endedScreens(dir, (error, context) => faults.push([String(error), context]), most)
  return { dir, faults, open, screens: open(), names: () => readdirSync(dir).toSorted() }
}

it('keeps what a terminal showed last, for nobody else to read, over a restart', async () => {
  const { dir, faults, open, screens, names } = opened()
  screens.keep('S-1', Promise.resolve(screen('last words')))
  await screens.close()
  expect(statSync(dir).mode & 0o777).toBe(0o700)
  expect(names()).toEqual(['S-1.json'])
  expect(statSync(path.join(dir, 'S-1.json')).mode & 0o777).toBe(0o600)
  expect(await open().read('S-1')).toEqual(screen('last words'))
  expect(await screens.read('S-2')).toBeNull()
  expect(await screens.read('../S-1')).toBeNull()
  expect(faults).toEqual([])
})

it('lets one who asks wait for a screen that is on its way', async () => {
  const { screens } = opened()
  const coming = Promise.withResolvers<LastScreen>()
  screens.keep('S-1', coming.promise)
  const asked = screens.read('S-1')
  coming.resolve(screen('there'))
  expect(await asked).toEqual(screen('there'))
  await screens.close()
})

it('keeps nothing of a terminal that was closed before it could be read', async () => {
  const { screens } = opened()
  screens.keep('S-1', Promise.resolve(screen('')))
  await screens.close()
  expect(await screens.read('S-1')).toBeNull()
})

it('lets the oldest go, by number and by bytes', async () => {
  const { dir, screens, names } = opened({ screens: 3, bytes: 900 })
  for (const n of [1, 2, 3]) {
    screens.keep(`S-${n}`, Promise.resolve(screen('x')))
    // oxlint-disable-next-line no-await-in-loop -- each gets a time of its own
    await screens.close()
    utimesSync(path.join(dir, `S-${n}.json`), n, n)
  }
  screens.keep('S-4', Promise.resolve(screen('x')))
  await screens.close()
  expect(names()).toEqual(['S-2.json', 'S-3.json', 'S-4.json'])
  screens.keep('S-5', Promise.resolve(screen('x'.repeat(700))))
  await screens.close()
  expect(names()).toEqual(['S-4.json', 'S-5.json'])
})

it('takes a file that is no screen for none', async () => {
  const { dir, screens } = opened()
  screens.keep('S-1', Promise.resolve(screen('x')))
  await screens.close()
  writeFileSync(path.join(dir, 'S-1.json'), '{"text": 1}')
  expect(await screens.read('S-1')).toBeNull()
  writeFileSync(path.join(dir, 'S-1.json'), '{')
  expect(await screens.read('S-1')).toBeNull()
})

it('tells of one that cannot be kept, and keeps the next', async () => {
  const { dir, faults, screens } = opened()
  writeFileSync(dir, 'a file in the way')
  screens.keep('S-1', Promise.resolve(screen('x')))
  await screens.close()
  expect(faults).toMatchObject([[expect.stringContaining('EEXIST'), { launchId: 'S-1' }]])
  rmSync(dir)
  screens.keep('S-2', Promise.resolve(screen('x')))
  await screens.close()
  expect(await screens.read('S-2')).toEqual(screen('x'))
})

/** Of a known format, put together here so that no scanner of this repository takes it for a real one. */
const KEY = ['sk-ant-api03', 'abcdefghijklmnopqrstuvwxyz0123456789'].join('-')

it('masks the secrets that a terminal showed', async () => {
  const { open, screens } = opened()
  screens.keep('S-1', Promise.resolve(screen(`key: ${KEY} done`)))
  await screens.close()
  expect((await open().read('S-1'))?.text).toBe('key: [anthropic api key masked by Baton] done')
})

it.each([
  ['a colour', `key: ${KEY.slice(0, 20)}\u001b[1m${KEY.slice(20)}`],
  ['the end of a line', `key: ${KEY.slice(0, 20)}\r\n  ${KEY.slice(20)}`],
])('keeps no screen with a secret that %s cuts in two', async (_, text) => {
  const { open, screens } = opened()
  screens.keep('S-1', Promise.resolve(screen(text)))
  await screens.close()
  expect(await open().read('S-1')).toBeNull()
})
