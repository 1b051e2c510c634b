import { expect, it } from 'vitest'
import { bytesText, scanLine } from './scan-line.ts'

it('says how far the reading is', () => {
  const line = scanLine({ files: { done: 1_204, total: 2_000 }, bytes: { done: 612_000_000, total: 1_000_000_000 } })
  expect(line.map(({ text }) => text).join('')).toBe('reading transcripts: 1,204 of 2,000 files, 612 MB of 1.0 GB')
})

it('writes bytes short', () => {
  expect([0, 999, 12_300, 999_999, 3_260_000_000].map(bytesText)).toEqual([
    '0 B',
    '999 B',
    '12 kB',
    '1000 kB',
    '3.3 GB',
  ])
})
