import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { placesOf } from './place-table.ts'

it.each([
  ['a table', 1_000],
  ['hashing', 2 ** 52],
])('numbers groups as they come, by %s', (_, size) => {
  const key = fc.oneof(fc.nat(Math.min(size - 1, 40)), fc.integer({ min: 0, max: size - 1 }))
  fc.assert(
    fc.property(fc.array(key, { maxLength: 300 }), (keys) => {
      const distinct = [...new Set(keys)]
      const { places, count } = placesOf(Float64Array.from(keys), size)
      expect(count).toBe(distinct.length)
      expect([...places]).toEqual(keys.map((one) => distinct.indexOf(one)))
    }),
  )
})
