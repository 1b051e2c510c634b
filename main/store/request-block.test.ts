import { expect, it } from 'vitest'
import { blockWriter, requestsIn, type BlockRequest } from './request-block.ts'

const REQUEST: BlockRequest = {
  session: 's1',
  message: 'm1',
  request: '',
  agentId: null,
  model: 'claude-opus-5-5',
  failed: false,
  endsTurn: true,
  fast: false,
  input: 3,
  output: 57,
  cacheRead: 70_000,
  cacheWrite5m: 1_000,
  cacheWrite1h: 20,
  webSearches: 1,
  cost: 0.0123,
  costIsOwn: true,
  at: 1_795_332_169_726,
}

it('gives back what was put in, in order, with each text held once', () => {
  const other = { ...REQUEST, message: 'm2', request: 'r2', agentId: 'a1', cost: null, costIsOwn: false, failed: true }
  const writer = blockWriter()
  writer.add(REQUEST)
  writer.add(other)
  expect(writer.rows).toBe(2)
  const block = writer.take()
  expect([...requestsIn(block)]).toEqual([REQUEST, other])
  expect(new Set(block.texts).size).toBe(block.texts.length)
})

it('grows, and begins anew after it was taken', () => {
  const writer = blockWriter()
  for (let n = 0; n < 1_000; n += 1) writer.add({ ...REQUEST, message: `m${n}`, input: n })
  const all = [...requestsIn(writer.take())]
  expect(all.map(({ input, message }) => `${message}:${input}`)).toEqual(all.map((_, n) => `m${n}:${n}`))
  expect([...requestsIn(writer.take())]).toEqual([])
})
