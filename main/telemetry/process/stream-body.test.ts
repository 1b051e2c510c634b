import { expect, test } from 'vitest'
import { nanoseconds } from './points-for-tests.ts'
import { readBody, type StreamBody, weightOf, writeBody } from './stream-body.ts'

const BODIES: StreamBody[] = [
  { kind: 'gauge', time: nanoseconds(3) },
  { kind: 'cumulative', marks: [{ time: nanoseconds(1), main: 5, side: 0 }] },
  {
    kind: 'cumulative',
    marks: [
      { time: nanoseconds(1), main: 5, side: 1.25 },
      { time: nanoseconds(61), main: 0.1 + 0.2, side: -7e-12 },
    ],
  },
  { kind: 'delta', coverage: { floor: 0n, intervals: [] } },
  {
    kind: 'delta',
    coverage: {
      floor: nanoseconds(-9),
      intervals: [
        { start: nanoseconds(0), end: nanoseconds(10), main: 2 ** 53, side: 0 },
        { start: nanoseconds(10), end: nanoseconds(20) + 1n, main: -3, side: 1e99 },
      ],
    },
  },
  // A sender may give any 64 bits as its start.
  { kind: 'delta', coverage: { floor: 0n, intervals: [{ start: 1n, end: 2n ** 64n - 1n, main: 1, side: 0 }] } },
]

test.each(BODIES)('reads what it wrote, to the last bit (%#)', (body) => {
  expect(readBody(writeBody(body))).toEqual(body)
})

test.each(['', 'x1', 'c', 'c1', 'c1,NaN', 'c1,', 'd', 'd0;1,2', 'g', 'g-', 'g1.5', 'c1,2;!,3'])(
  'reads nothing else (%s)',
  (text) => {
    expect(readBody(text)).toBeNull()
  },
)

test('is short', () => {
  const intervals = Array.from({ length: 64 }, (_, at) => {
    const start = nanoseconds(at * 60) + BigInt(at * 1_234)
    return { start, end: nanoseconds(at * 60 + 59), main: at * 7, side: 0 }
  })
  expect(writeBody({ kind: 'delta', coverage: { floor: nanoseconds(0), intervals } }).length).toBeLessThan(1_500)
})

test('weighs by its parts', () => {
  expect(BODIES.map(weightOf)).toEqual([1, 2, 3, 1, 3, 2])
})
