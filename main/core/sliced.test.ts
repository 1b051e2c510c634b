import { expect, it } from 'vitest'
import { slicer } from './sliced.ts'

/** Far more than a slice; work that nobody interrupts ends then. Milliseconds. */
const LONG_MS = 5_000

it('gives what the work gives, and lets others have their turn meanwhile', async () => {
  const others = { turns: 0 }
  const count = (): void => {
    others.turns += 1
    if (others.turns < 3) setImmediate(count)
  }
  setImmediate(count)
  function* work(): Generator<void, string> {
    const limit = performance.now() + LONG_MS
    while (others.turns < 3 && performance.now() < limit) yield
    return `${others.turns} turns`
  }
  expect(await slicer()(work())).toBe('3 turns')
})

it('does not pause for work that is soon done', async () => {
  let turned = false
  setImmediate(() => (turned = true))
  function* work(): Generator<void, string> {
    yield
    return 'done'
  }
  expect(await slicer()(work())).toBe('done')
  expect(turned).toBe(false)
})
