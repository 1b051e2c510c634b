import { expect, test } from 'vitest'
import { streamTable } from './telemetry-stream-table.ts'
import { memoryStore } from './telemetry-testing.ts'

test('gives the newest of many hashes, oldest first', () => {
  const { database } = memoryStore()
  const table = streamTable(database)
  const MEBIBYTE = 2 ** 20
  for (let at = 1; at <= 6; at += 1) table.saveSeen(at, new Uint8Array(2 * MEBIBYTE).fill(at))
  table.saveSeen(6, new Uint8Array(8).fill(7))
  expect(table.telemetrySeen(1).map((hashes) => hashes[0])).toEqual([4, 5, 6, 7])
  expect(table.telemetrySeen(6).map((hashes) => hashes[0])).toEqual([6, 7])
  database.close()
})
