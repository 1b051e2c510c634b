import { appendFileSync, mkdtempSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { TranscriptCursor } from '../../../store/types.ts'
import { tailFile } from './tail.ts'

function lab(
  cursor: TranscriptCursor | null = null,
  path = join(mkdtempSync(join(tmpdir(), 'baton-tail-')), 'a.jsonl'),
) {
  const lines: string[] = []
  const cursors: TranscriptCursor[] = []
  let resets = 0
  const tail = tailFile(
    path,
    cursor,
    (line) => lines.push(line.toString()),
    () => (resets += 1),
  )
  const read = async (): Promise<string[]> => {
    await tail.read(async (at) => void cursors.push(at))
    return lines.splice(0)
  }
  return { path, tail, read, cursors, last: () => cursors.at(-1) ?? null, resets: () => resets }
}

it('waits for a file that is not there yet', async () => {
  const { path, tail, read } = lab()
  expect(await tail.read(async () => undefined)).toBe(false)
  writeFileSync(path, 'one\n')
  expect(await read()).toEqual(['one'])
})

it('commits to the end of the last full line, and a new reader goes on there', async () => {
  const { path, read, last } = lab()
  writeFileSync(path, 'one\ntw')
  expect(await read()).toEqual(['one'])
  expect(last()?.offset).toBe(4)
  appendFileSync(path, 'o\nthree\n')
  const second = lab(last(), path)
  expect(await second.read()).toEqual(['two', 'three'])
  expect(second.resets()).toBe(0)
  expect(await read()).toEqual(['two', 'three'])
  expect(await read()).toEqual([])
})

it('knows a file by its first bytes also when it was shorter than they are', async () => {
  const { path, read, last } = lab()
  writeFileSync(path, 'x\n')
  await read()
  const early = last()
  appendFileSync(path, 'y'.repeat(400) + '\n')
  const second = lab(early, path)
  expect(await second.read()).toEqual(['y'.repeat(400)])
  expect(second.resets()).toBe(0)
})

it('reads anew after a truncation', async () => {
  const { path, read, resets } = lab()
  writeFileSync(path, 'one\ntwo\n')
  await read()
  truncateSync(path, 0)
  appendFileSync(path, 'new\n')
  expect(await read()).toEqual(['new'])
  expect(resets()).toBe(1)
})

it('reads anew after a replacement, and drops the partial line of the old file', async () => {
  const { path, read, resets } = lab()
  writeFileSync(path, 'one\npart')
  await read()
  writeFileSync(`${path}.new`, 'one\npart two\n')
  renameSync(`${path}.new`, path)
  expect(await read()).toEqual(['one', 'part two'])
  expect(resets()).toBe(1)
})

it('sees other content under a reused inode', async () => {
  const { path, read, resets } = lab()
  writeFileSync(path, 'one\n')
  await read()
  const { ino } = statSync(path)
  writeFileSync(path, 'two\nthree\n')
  expect(statSync(path).ino).toBe(ino)
  expect(await read()).toEqual(['two', 'three'])
  expect(resets()).toBe(1)
})

it('gives again what could not be committed', async () => {
  const { path, tail, read, resets } = lab()
  writeFileSync(path, 'one\n')
  await read()
  appendFileSync(path, 'two\n')
  await expect(tail.read(() => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full')
  expect(resets()).toBe(1)
  expect(await read()).toEqual(['two', 'two'])
})

it('reads a file of many pieces, each committed before the next', async () => {
  const { path, read, cursors } = lab()
  const line = 'z'.repeat(700_000)
  writeFileSync(path, `${line}\n`.repeat(5))
  expect(await read()).toEqual([line, line, line, line, line])
  expect(cursors.length).toBeGreaterThan(2)
  expect(cursors.map((at) => at.offset)).toEqual(cursors.map((at) => at.offset).sort((a, b) => a - b))
  expect(cursors.at(-1)?.offset).toBe(5 * 700_001)
})
