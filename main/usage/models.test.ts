import { expect, it } from 'vitest'
import type { UsageRow } from '../../contract/ledger.ts'
import { compareModels } from './models.ts'

const row = (model: string, change: Partial<UsageRow> = {}): UsageRow => ({
  agent: 'claude',
  model,
  requests: 10,
  errors: 0,
  turns: 4,
  tokens: { input: 100, output: 200, cacheRead: 800, cacheWrite5m: 60, cacheWrite1h: 40 },
  costUsd: 2,
  unpriced: 0,
  ...change,
})
const part = (seriesId: string, model: string, costUsd: number, requests: number) => ({
  agent: 'claude' as const,
  seriesId,
  model,
  costUsd,
  requests,
})

it('divides by what there was, the dearest first', () => {
  const compared = compareModels([row('a'), row('b', { costUsd: 8 })], [], new Map())
  expect(compared.map(({ model }) => model)).toEqual(['b', 'a'])
  expect(compared[1]).toMatchObject({
    cacheShare: 0.8,
    costPerTurn: 0.5,
    tokensPerTurn: 300,
    tasksDone: null,
    costPerTask: null,
  })
})

it('knows no figure where there is nothing to divide by, nor a cost without prices', () => {
  const tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 }
  const [none, unpriced] = compareModels(
    [row('a', { tokens, turns: 0 }), row('b', { costUsd: 0, unpriced: 10 })],
    [],
    new Map(),
  )
  expect(none).toMatchObject({ cacheShare: null, costPerTurn: null, tokensPerTurn: null })
  expect(unpriced).toMatchObject({ costPerTurn: null, tokensPerTurn: 300 })
})

it('gives the boxes of a series, and all that they cost, to the model that answered most', () => {
  const inSeries = [part('s', 'a', 3, 30), part('s', 'b', 1, 5), part('t', 'a', 2, 9), part('u', 'b', 5, 50)]
  const compared = compareModels(
    [row('a'), row('b')],
    inSeries,
    new Map([
      ['s', 3],
      ['t', 1],
    ]),
  )
  const by = Object.fromEntries(compared.map((one) => [one.model, [one.tasksDone, one.costPerTask]]))
  expect(by).toEqual({ a: [4, 1.5], b: [0, null] })
})

it('leaves out what an agent says beyond its requests', () => {
  expect(compareModels([row('unattributed')], [], new Map())).toEqual([])
})
