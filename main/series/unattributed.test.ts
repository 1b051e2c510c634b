import { expect, it } from 'vitest'
import { memoryStore, telemetryBatch, toldRequest } from '../store/telemetry-testing.ts'
import { facts, usage } from '../store/testing.ts'
import { unattributedOf } from './unattributed.ts'

function storeWith(reported: number | null) {
  const { calls } = memoryStore()
  const costs = reported === null ? [] : [{ sessionId: 'a', source: 'cost-state', totalUsd: reported, at: 9 } as const]
  calls.recordFacts(facts({ usages: [usage({ costUsd: 0.5 })], costs }))
  return { calls, of: (...ids: string[]) => unattributedOf(asPromised(calls), ids) }
}

/** The calls as the core has them. */
function asPromised(calls: ReturnType<typeof memoryStore>['calls']): Parameters<typeof unattributedOf>[0] {
  return {
    usageOfSession: async (id) => calls.usageOfSession(id),
    reportedCostOf: async (id) => calls.reportedCostOf(id),
  }
}

it('is what the agent counts and nothing tells of', async () => {
  expect(await storeWith(0.75).of('a')).toBe(0.25)
  expect(await storeWith(0.75).of('a', 'b')).toBe(0.25)
})

it('is nothing where the ledger is ahead of the agent', async () => {
  expect(await storeWith(0.4).of('a')).toBe(0)
})

it('is unknown where the agent said nothing', async () => {
  expect(await storeWith(null).of('a', 'b')).toBeNull()
  expect(await storeWith(0.75).of()).toBeNull()
})

it('is nothing once telemetry told of a compaction, which no transcript has', async () => {
  const { calls, of } = storeWith(0.9)
  const compaction = toldRequest({ id: 'r9', querySource: 'compact', costUsd: 0.4 })
  calls.recordTelemetry(telemetryBatch({ requests: [compaction] }))
  expect(await of('a')).toBe(0)
})
