import { expect, it } from 'vitest'
import { leaveKeyAt } from './leave-key.ts'

const at = (text: string) => leaveKeyAt(new TextEncoder().encode(text))

it('finds Ctrl-] as every terminal sends it', () => {
  expect(at('\u001d')).toBe(0)
  expect(at('é\u001d')).toBe(2)
  expect(at('a\u001b[93;5u')).toBe(1)
  expect(at('a\u001b[93;5:1u')).toBe(1)
  expect(at('\u001b[93;69u')).toBe(0)
  expect(at('\u001b[27;5;93~')).toBe(0)
  expect(at('\u001b[93;5u\u001d')).toBe(0)
})

it('leaves every other key alone', () => {
  for (const key of [
    ']',
    '\u001b',
    '\u001b[A',
    '\u001b[93;1u',
    '\u001b[93;7u',
    '\u001b[27;6;93~',
    '\u001b[91;5u',
    '\u0003',
  ])
    expect(at(key)).toBe(-1)
})

it('reads a view into a larger buffer at its own offset', () => {
  const larger = new TextEncoder().encode('\u001dabc\u001b[93;5u')
  expect(leaveKeyAt(larger.subarray(1))).toBe(3)
})
