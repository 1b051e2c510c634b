import { expect, it } from 'vitest'
import { keptAnswers } from './kept-answers.ts'

function asker() {
  const world = { state: 'a', asked: 0 }
  const kept = keptAnswers(async () => world.state)
  const ask = (question = 'q') => kept(question, async () => ++world.asked)
  return { world, kept, ask }
}

it('asks once while the ledger stands as it did, also of two at a time', async () => {
  const { world, ask } = asker()
  expect(await Promise.all([ask(), ask()])).toEqual([1, 1])
  expect(await ask()).toBe(1)
  expect(await ask('other')).toBe(2)
  world.state = 'b'
  expect(await ask()).toBe(3)
})

it('asks again after a failure', async () => {
  const { kept, ask } = asker()
  await expect(kept('q', () => Promise.reject(new Error('away')))).rejects.toThrow('away')
  expect(await ask()).toBe(1)
})

it('lets go of the oldest of many', async () => {
  const { ask, world } = asker()
  for (let n = 0; n < 40; n++) await ask(String(n))
  await ask('39')
  expect(world.asked).toBe(40)
  await ask('0')
  expect(world.asked).toBe(41)
})
