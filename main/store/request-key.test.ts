import { expect, it } from 'vitest'
import { keysOfRequest, requestKey } from './request-key.ts'

it('keeps the keys that databases hold', () => {
  expect(requestKey('msg_01', 'req_01')).toBe(273_797_194_496_971)
})

it('lays all messages of a request together', () => {
  const [from, until] = keysOfRequest('req_01')
  for (const message of ['', 'msg_01', 'another']) {
    const key = requestKey(message, 'req_01')
    expect(key >= from && key <= until).toBe(true)
  }
  const [other] = keysOfRequest('req_02')
  expect(other > until || other < from).toBe(true)
})

it('finds apart what has a request id in common, or none', () => {
  const spread = (request: string) =>
    new Set(Array.from({ length: 1_000 }, (_, n) => requestKey(`msg_${n}`, request))).size
  expect(spread('')).toBe(1_000)
  expect(spread('req')).toBeGreaterThan(980)
})

it('spreads ids that differ in little over all keys', () => {
  const keys = new Set(Array.from({ length: 100_000 }, (_, n) => requestKey(`msg_${n}`, `req_${n}`)))
  expect(keys.size).toBe(100_000)
  const sixteenths = new Set([...keys].map((key) => Math.floor(key / 2 ** 44)))
  expect(sixteenths.size).toBe(16)
})
