import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { NO_TOKENS } from '../../../contract/usage.ts'
import type { LedgerTotals } from '../../store/telemetry-types.ts'
import { createBoundedLedger } from './bounded-ledger.ts'

function total(model: string, input: number, costUsd = 0, agent: LedgerTotals['agent'] = 'claude'): LedgerTotals {
  return { agent, model, tokens: { ...NO_TOKENS, input }, costUsd, requests: 1 }
}

it('gives each model its name, and says no price where there is none', () => {
  const counts = createBoundedLedger()([total('a', 5, 0.5), total('b', 7), total('a', 3, 0, 'codex')])
  expect(counts).toEqual([
    { agent: 'claude', model: 'b', tokens: { ...NO_TOKENS, input: 7 }, costUsd: null },
    { agent: 'claude', model: 'a', tokens: { ...NO_TOKENS, input: 5 }, costUsd: 0.5 },
    { agent: 'codex', model: 'a', tokens: { ...NO_TOKENS, input: 3 }, costUsd: null },
  ])
})

it('puts what is beyond its bound together, by agent, and leaves names where they are', () => {
  const ledger = createBoundedLedger(2)
  const first = [total('big', 9), total('small', 1), total('middle', 5, 2), total('x', 1, 1, 'codex')]
  const names = (counts: ReturnType<typeof ledger>) =>
    counts.map(({ agent, model, tokens, costUsd }) => [agent, model, tokens.input, costUsd])
  expect(names(ledger(first))).toEqual([
    ['claude', 'big', 9, null],
    ['claude', 'middle', 5, 2],
    ['claude', 'other', 1, null],
    ['codex', 'other', 1, 1],
  ])
  expect(names(ledger([...first, total('newcomer', 100, 3)]))).toEqual([
    ['claude', 'big', 9, null],
    ['claude', 'middle', 5, 2],
    ['claude', 'other', 101, 3],
    ['codex', 'other', 1, 1],
  ])
})

it('counts a model that is called "other" with the others, and cuts names that are no names', () => {
  const counts = createBoundedLedger()([total('other', 1), total('m'.repeat(1_000), 2), total('m'.repeat(1_001), 3)])
  expect(counts.map(({ model, tokens }) => [model.length, tokens.input])).toEqual([
    [100, 5],
    [5, 1],
  ])
})

it('never goes down, whatever the ledger corrects', () => {
  const totals = fc.array(
    fc.record({ model: fc.constantFrom('a', 'b', 'c', 'd', 'other'), input: fc.nat(100), cost: fc.nat(100) }),
    { maxLength: 6 },
  )
  fc.assert(
    fc.property(fc.array(totals, { maxLength: 8 }), (readings) => {
      const ledger = createBoundedLedger(2)
      const shown = new Map<string, { input: number; cost: number }>()
      for (const reading of readings) {
        const counts = ledger(reading.map(({ model, input, cost }) => total(model, input, cost)))
        for (const { model, tokens, costUsd } of counts) {
          const before = shown.get(model) ?? { input: 0, cost: 0 }
          expect(tokens.input).toBeGreaterThanOrEqual(before.input)
          expect(costUsd ?? 0).toBeGreaterThanOrEqual(before.cost)
          shown.set(model, { input: tokens.input, cost: costUsd ?? 0 })
        }
        expect(counts.length).toBeGreaterThanOrEqual(shown.size)
        expect(shown.size).toBeLessThanOrEqual(3)
      }
    }),
  )
})
