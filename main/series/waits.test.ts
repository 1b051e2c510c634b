import { expect, it } from 'vitest'
import { waitsOf } from './waits.ts'

const wait = (at: number) =>
  ({ type: 'waiting', at: new Date(at).toISOString(), series: 'S', for: `since ${at}` }) as const

it('ends each wait with the first transition after it', () => {
  const ends = Float64Array.of(5, 10, 10, 20, 30)
  expect(waitsOf([wait(4), wait(10), wait(25), wait(30)], ends)).toEqual([
    { for: 'since 4', from: 4, to: 5 },
    { for: 'since 10', from: 10, to: 20 },
    { for: 'since 25', from: 25, to: 30 },
    { for: 'since 30', from: 30, to: null },
  ])
  expect(waitsOf([wait(1)], new Float64Array())).toEqual([{ for: 'since 1', from: 1, to: null }])
})

it('counts a series that needs attention as one that does not work', () => {
  const event = { type: 'needs-attention', at: new Date(7).toISOString(), series: 'S', why: 'look' } as const
  expect(waitsOf([event], Float64Array.of(9))).toEqual([{ for: 'look', from: 7, to: 9 }])
})
