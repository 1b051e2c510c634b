import { expect, it } from 'vitest'
import { openGather } from './gather.ts'

it('does in one piece what comes in one turn, and what comes while it works in the next', async () => {
  const pieces: number[][] = []
  const gates: PromiseWithResolvers<void>[] = []
  const gather = openGather<number>(async (items) => {
    pieces.push([...items])
    const gate = Promise.withResolvers<void>()
    gates.push(gate)
    await gate.promise
  })
  const first = [gather.add([1, 2]), gather.add([]), gather.add([3])]
  await expect.poll(() => pieces).toEqual([[1, 2, 3]])
  const second = [gather.add([4]), gather.add([5])]
  gates[0]?.resolve()
  await Promise.all(first)
  await expect
    .poll(() => pieces)
    .toEqual([
      [1, 2, 3],
      [4, 5],
    ])
  gates[1]?.resolve()
  await Promise.all(second)
})

it('tells all of a piece that it failed, and goes on', async () => {
  let fails = true
  const gather = openGather<number>(async () => {
    if (fails) throw new Error('the disk is full')
  })
  const answers = await Promise.allSettled([gather.add([1]), gather.add([2])])
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  fails = false
  await gather.add([3])
})

it('ends when all is done, also what came meanwhile', async () => {
  const done: number[] = []
  const gather = openGather<number>(async (items) => {
    done.push(...items)
    if (done.length < 3) void gather.add([done.length + 1])
  })
  void gather.add([1])
  await gather.end()
  expect(done).toEqual([1, 2, 3])
})
