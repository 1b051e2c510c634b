import { describe, expect, test } from 'vitest'
import { sampleTelemetry } from '../../testing/sample-telemetry.ts'
import { byMost, codeWords, heardAnything, outcomesOf, total } from './telemetry-words.ts'

test.each([
  ['too-old', 'too old'],
  ['refused:content-type', 'refused content type'],
  ['name\u202e_missing', 'name missing'],
])('%s in words', (code, words) => expect(codeWords(code)).toBe(words))

test('counts, the most first, without those that are 0', () => {
  expect(byMost({ b: 2, a: 2, none: 0, most: 9 })).toEqual([
    ['most', 9],
    ['a', 2],
    ['b', 2],
  ])
  expect(total({ a: 2, b: 3 })).toBe(5)
})

test('columns: the usual ones always, others when they came', () => {
  const received = { metrics: { accepted: 1 }, logs: { overflow: 2, stale: 0 }, traces: {} }
  expect(outcomesOf(received)).toEqual(['accepted', 'duplicate', 'redundant', 'rejected', 'overflow'])
})

describe('anything came', () => {
  const quiet = sampleTelemetry({
    received: { metrics: {}, logs: { accepted: 0 }, traces: {} },
    receivers: sampleTelemetry().receivers.map((receiver) => ({ ...receiver, bytes: 0, requests: {} })),
  })
  test('no', () => expect(heardAnything(quiet)).toBe(false))
  test('a point', () => expect(heardAnything(sampleTelemetry())).toBe(true))
  test('bytes that were no points', () => {
    const [http, ...rest] = quiet.receivers
    if (http === undefined) throw new Error('no receiver')
    expect(heardAnything({ ...quiet, receivers: [{ ...http, bytes: 12 }, ...rest] })).toBe(true)
  })
})
