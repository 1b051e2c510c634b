import { expect, it } from 'vitest'
import { singleFlight } from './single-flight.ts'

function gate(): { passed: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { passed: promise, open: resolve }
}

it('never runs twice at once, and runs once more for all who asked meanwhile', async () => {
  const gates = [gate(), gate()]
  let runs = 0
  let inside = 0
  const run = singleFlight(async () => {
    inside += 1
    expect(inside).toBe(1)
    await gates[runs++]?.passed
    inside -= 1
  })
  const first = run()
  const [second, third] = [run(), run()]
  expect(second).toBe(third)
  gates[0]?.open()
  await first
  // Between the end of one run and the start of the next.
  expect(run()).toBe(second)
  gates[1]?.open()
  await Promise.all([second, third])
  expect(runs).toBe(2)
  await run()
  expect(runs).toBe(3)
})

it('gives a failure to those who asked for that run and goes on', async () => {
  let runs = 0
  const run = singleFlight(async () => {
    runs += 1
    if (runs === 1) throw new Error('first')
  })
  const [first, second] = [run(), run()]
  await expect(first).rejects.toThrow('first')
  await expect(second).resolves.toBeUndefined()
})
