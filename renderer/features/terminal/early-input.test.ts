import { expect, it } from 'vitest'
import { createEarlyInput } from './early-input.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (parts: Uint8Array[]) => parts.map((part) => new TextDecoder().decode(part)).join('')

it('gives all that was typed once, in order', () => {
  const early = createEarlyInput()
  for (const key of 'hällo') expect(early.keep(bytes(key))).toBe(true)
  expect(text(early.take())).toBe('hällo')
  expect(early.take()).toEqual([])
})

it('ends at its limit, without a gap, and begins anew after it was taken', () => {
  const early = createEarlyInput(4)
  expect(['abc', 'de', 'f'].map((each) => early.keep(bytes(each)))).toEqual([true, false, false])
  expect(text(early.take())).toBe('abc')
  expect(early.keep(bytes('next'))).toBe(true)
  expect(text(early.take())).toBe('next')
})
