import { expect, it } from 'vitest'
import { adviceId, dismisses, parseAdviceId } from './advice-id.ts'

const id = (until: string, sessions = ['a'], variant = 'idle') =>
  adviceId({ kind: 'cache-misses', from: '2026-10-01', until }, variant, sessions)

it('says what is to be reckoned anew', () => {
  const ref = parseAdviceId(id('2026-10-30'))
  expect(ref).toMatchObject({ kind: 'cache-misses', from: '2026-10-01', until: '2026-10-30' })
  expect(ref?.variant).toBe(parseAdviceId(id('2026-11-30', ['b']))?.variant)
  expect(ref?.variant).not.toBe(parseAdviceId(id('2026-10-30', ['a'], 'unknown'))?.variant)
})

it('is nothing else', () => {
  for (const text of ['', 'x', 'cache-misses', 'none.2026-10-01.2026-10-30.a.b', 'threshold.2026-10-01.soon.a.b'])
    expect(parseAdviceId(text)).toBeNull()
  expect(parseAdviceId(`${id('2026-10-30')}.more`)).toBeNull()
})

it('keeps the same advice away for thirty days, whatever sessions come', () => {
  const dismissed = id('2026-10-30')
  expect(dismisses(dismissed, dismissed)).toBe(true)
  expect(dismisses(dismissed, id('2026-10-31', ['a', 'b']))).toBe(true)
  expect(dismisses(dismissed, id('2026-11-29'))).toBe(true)
  expect(dismisses(dismissed, id('2026-11-30'))).toBe(false)
  // What was told of a time before it is another matter.
  expect(dismisses(dismissed, id('2026-10-29'))).toBe(false)
  expect(dismisses(dismissed, id('2026-10-31', ['a'], 'unknown'))).toBe(false)
  expect(dismisses('x', id('2026-10-30'))).toBe(false)
})
