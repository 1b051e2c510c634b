import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { boundsOnDisplays, readWindowPlace, writeWindowPlace } from './window-bounds.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'baton-place-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const DISPLAYS = [
  { workArea: { x: 0, y: 25, width: 1440, height: 875 } },
  { workArea: { x: 1440, y: 0, width: 1920, height: 1080 } },
]

it('keeps a window where a person can take hold of it', () => {
  const kept = { x: 1500, y: 40, width: 1000, height: 700 }
  expect(boundsOnDisplays(kept, DISPLAYS)).toEqual(kept)
  expect(boundsOnDisplays({ ...kept, x: -900 }, DISPLAYS)).toEqual({ ...kept, x: -900 })
})

it.each([
  ['its display is gone', { x: 4000, y: 40, width: 1000, height: 700 }],
  ['its title bar is above the screen', { x: 100, y: -20, width: 1000, height: 700 }],
  ['its title bar is below the screen', { x: 100, y: 880, width: 1000, height: 700 }],
  ['too little of it is seen', { x: -950, y: 40, width: 1000, height: 700 }],
])('forgets the place when %s', (_, bounds) => {
  expect(boundsOnDisplays(bounds, DISPLAYS)).toBeNull()
})

it('makes a window no larger than its display, and no smaller than the page works in', () => {
  expect(boundsOnDisplays({ x: 0, y: 25, width: 5000, height: 3000 }, DISPLAYS)).toMatchObject({
    width: 1440,
    height: 875,
  })
  expect(boundsOnDisplays({ x: 0, y: 25, width: 200, height: 100 }, DISPLAYS)).toMatchObject({
    width: 800,
    height: 480,
  })
})

it('is kept for its owner alone, and read back', async () => {
  const file = path.join(folder, 'desktop', 'window.json')
  const place = { bounds: { x: 1, y: 2, width: 900, height: 600 }, maximized: true }
  await writeWindowPlace(file, place)
  expect(await readWindowPlace(file)).toEqual(place)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(place)
})

it('is none when the file is missing or damaged', async () => {
  expect(await readWindowPlace(path.join(folder, 'none.json'))).toBeNull()
  const damaged = path.join(folder, 'damaged.json')
  writeFileSync(damaged, '{"bounds":{"x":"1"}}')
  expect(await readWindowPlace(damaged)).toBeNull()
  writeFileSync(damaged, '{')
  expect(await readWindowPlace(damaged)).toBeNull()
})
