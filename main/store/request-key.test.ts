import { expect, it } from 'vitest'
import { requestKey } from './request-key.ts'

it('keeps the keys that databases hold', () => {
  expect([requestKey('msg_01', 'req_01'), requestKey('turn:5', 'req_01')]).toEqual([
    258_170_159_872_971, 160_802_493_392_850,
  ])
})

it("goes by the API's own message id alone, and by both ids else", () => {
  expect(requestKey('msg_01', 'req_01')).toBe(requestKey('msg_01', 'req_02'))
  expect(requestKey('turn:5', 'req_01')).not.toBe(requestKey('turn:5', 'req_02'))
  expect(requestKey('ab', 'c')).not.toBe(requestKey('a', 'bc'))
})

it('spreads ids that differ in little over all keys', () => {
  const keys = new Set(Array.from({ length: 100_000 }, (_, n) => requestKey(`m_${n}`, 'req')))
  expect(keys.size).toBe(100_000)
  const sixteenths = new Set([...keys].map((key) => Math.floor(key / 2 ** 44)))
  expect(sixteenths.size).toBe(16)
})
