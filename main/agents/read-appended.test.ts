import { appendFileSync, mkdtempSync, renameSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { LONGEST_LINE, readAppended, type Place } from './read-appended.ts'

const folder = mkdtempSync(join(tmpdir(), 'baton-appended-'))
let files = 0
const newPath = (): string => join(folder, `${++files}.jsonl`)

interface Read {
  place: Place | null
  goesOn: boolean | null
  lines: string[]
  dropped: number[]
}

function read(path: string, known: Place | null = null, bufferBytes = 16): Read {
  const got: Omit<Read, 'place'> = { goesOn: null, lines: [], dropped: [] }
  const place = readAppended({ path }, known, Buffer.alloc(bufferBytes), {
    onStart: (goesOn) => (got.goesOn = goesOn),
    onLines: (bytes) => {
      expect(bytes.at(-1)).toBe(0x0a)
      got.lines.push(...bytes.toString('latin1').slice(0, -1).split('\n'))
    },
    onDropped: (bytes) => got.dropped.push(bytes),
  })
  return { place, ...got }
}

it('gives the lines that came since, and leaves one that is half written', () => {
  const path = newPath()
  writeFileSync(path, 'one\ntwo\nthr')
  const first = read(path)
  expect(first).toMatchObject({ goesOn: false, lines: ['one', 'two'], place: { offset: 8, size: 11 } })
  expect(read(path, first.place).place).toBeNull()
  appendFileSync(path, 'ee\nfour\n')
  const second = read(path, first.place)
  expect(second).toMatchObject({ goesOn: true, lines: ['three', 'four'], place: { offset: 19, size: 19 } })
  expect(read(path, second.place).place).toBeNull()
})

it('begins anew where the file shrank, was replaced, or begins otherwise', () => {
  const path = newPath()
  writeFileSync(path, 'one\ntwo\n')
  const { place } = read(path)
  truncateSync(path, 4)
  expect(read(path, place)).toMatchObject({ goesOn: false, lines: ['one'] })
  writeFileSync(path, 'ONE\ntwo\nthree\n')
  expect(read(path, place)).toMatchObject({ goesOn: false, lines: ['ONE', 'two', 'three'] })
  const other = newPath()
  writeFileSync(other, 'one\ntwo\nthree\n')
  renameSync(other, path)
  expect(read(path, place)).toMatchObject({ goesOn: false, lines: ['one', 'two', 'three'] })
})

it('throws what the file system throws', () => {
  expect(() => read(join(folder, 'none.jsonl'))).toThrow('ENOENT')
})

it('passes over a line that is too long, counts it once, and reads those around it', () => {
  const path = newPath()
  const long = 'x'.repeat(LONGEST_LINE + 1)
  writeFileSync(path, `one\n${long}\n${'y'.repeat(LONGEST_LINE - 1)}\nlast\n`)
  const { lines, dropped, place } = read(path, null, 1024 * 1024)
  expect(lines.map((line) => line.length)).toEqual([3, LONGEST_LINE - 1, 4])
  expect(dropped).toEqual([long.length + 1])
  writeFileSync(path, `one\n${long}`)
  expect(read(path)).toMatchObject({ lines: ['one'], dropped: [], place: { offset: 4 } })
  appendFileSync(path, '\ntwo\n')
  expect(read(path, place).lines).toEqual(['one', 'two'])
})

it('reads the same lines whatever the pieces are that it comes in', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 40 }), { maxLength: 12 }),
      fc.array(fc.nat(300), { maxLength: 6 }),
      fc.integer({ min: 1, max: 64 }),
      (lines, cuts, bufferBytes) => {
        const whole = lines.map((line) => `${line}\n`).join('')
        const path = newPath()
        writeFileSync(path, '')
        const got: string[] = []
        let place: Place | null = null
        let written = 0
        for (const cut of [...cuts.toSorted((a, b) => a - b), whole.length]) {
          const upTo = Math.min(cut, whole.length)
          appendFileSync(path, whole.slice(written, upTo))
          written = Math.max(written, upTo)
          const next = read(path, place, bufferBytes)
          got.push(...next.lines)
          place = next.place ?? place
        }
        expect(got).toEqual(lines)
        expect(place?.offset ?? 0).toBe(whole.length)
      },
    ),
  )
})
