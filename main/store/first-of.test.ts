import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { firstOf } from './first-of.ts'

it('gives what sorting all and cutting off would', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 60 }), fc.nat(70), (values, limit) => {
      const order = (one: number, other: number) => (values[one] ?? 0) - (values[other] ?? 0) || one - other
      const sorted = [...values.keys()].sort(order).slice(0, limit)
      expect(firstOf(values.length, limit, order)).toEqual(sorted)
    }),
  )
})
