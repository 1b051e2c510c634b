import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { UsageRecorded } from '../../contract/facts.ts'
import { memoryStore, telemetryBatch, telemetrySource, toldRequest } from './telemetry-testing.ts'
import type { TelemetryRequestRow } from './telemetry-types.ts'
import { facts, usage } from './testing.ts'

/** Whoever tells of a response, it is one: what the ledger must come to, whatever the order. */
interface Response {
  session: 'a' | 'b'
  /** Of one of few sizes, so that many are alike. */
  output: number
  byTranscript: boolean
  byTelemetry: boolean
  /** Telemetry knows the API's own id of it. */
  withId: boolean
  ownCost: number | null
  /** The transcript has a line of it that was written while it streamed. */
  streamed: boolean
}

const responses = fc.array(
  fc.record<Response>({
    session: fc.constantFrom('a', 'b'),
    output: fc.constantFrom(10, 20, 30),
    byTranscript: fc.boolean(),
    byTelemetry: fc.boolean(),
    withId: fc.boolean(),
    ownCost: fc.option(fc.integer({ min: 1, max: 50 })),
    streamed: fc.boolean(),
  }),
  { minLength: 1, maxLength: 25 },
)

const PRICE = 7
/** Apart by more than two clocks may be, so that what is alike is told apart by its time. */
const APART_MS = 200_000
const CLOCKS_MS = 40_000

type Arrival = { line: UsageRecorded } | { told: TelemetryRequestRow }

function arrivals(response: Response, n: number): Arrival[] {
  const { session, output, withId } = response
  const at = (n + 1) * APART_MS
  const tokens = { ...usage().tokens, output }
  const line = usage({ messageId: `m${n}`, requestId: `r${n}`, sessionId: session, tokens, at, costUsd: PRICE })
  const id = withId ? `r${n}` : `otlp:${n}`
  const from = { source: session, costUsd: response.ownCost, at: at + CLOCKS_MS }
  const told = toldRequest({ id, byRequestId: withId, tokens, ...from })
  const early = { ...line, tokens: { ...tokens, output: 1 } }
  return [
    // Each may be told of twice.
    ...(response.byTranscript ? [{ line }, { line }] : []),
    ...(response.byTranscript && response.streamed ? [{ line: early }] : []),
    ...(response.byTelemetry ? [{ told }, { told }] : []),
  ]
}

it('counts each response once and the same whichever of transcript and telemetry comes first', () => {
  const scenario = responses.chain((all) => {
    const list = all.flatMap(arrivals)
    return fc.record({
      all: fc.constant(all),
      order: fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
    })
  })
  fc.assert(
    fc.property(scenario, ({ all, order }) => {
      const { calls, database } = memoryStore()
      const sources = [telemetrySource(), telemetrySource({ key: 'b', sessionId: 'b' })]
      calls.recordTelemetry(telemetryBatch({ sources, at: 0 }))
      for (const arrival of order) {
        if ('line' in arrival) calls.recordFacts(facts({ usages: [arrival.line] }))
        else calls.recordTelemetry(telemetryBatch({ sources: [], requests: [arrival.told] }))
      }
      for (const session of ['a', 'b']) {
        const mine = all.filter((one) => one.session === session)
        const counted = mine.filter((one) => one.byTranscript || one.byTelemetry)
        const both = mine.filter((one) => one.byTranscript && one.byTelemetry)
        const totals = calls.usageOfSession(session)
        expect(totals.requests).toBe(counted.length)
        expect(totals.tokens.output).toBe(sum(counted.map(({ output }) => output)))
        expect(totals.costUsd).toBe(sum(counted.map(costOf)))
        expect(totals.unpriced).toBe(
          mine.filter((one) => one.byTelemetry && !one.byTranscript && one.ownCost === null).length,
        )
        expect(calls.captures([session])).toEqual([
          {
            sessionId: session,
            requests: mine.filter((one) => one.byTranscript).length,
            captured: both.length,
            beside: mine.filter((one) => one.byTelemetry && !one.byTranscript).length,
          },
        ])
      }
      // Totals of all are kept row by row, and are what a sum of all would be.
      const counted = all.filter((one) => one.byTranscript || one.byTelemetry)
      const [totals] = calls.ledgerTotals()
      expect(totals?.requests ?? 0).toBe(counted.length)
      expect(totals?.costUsd ?? 0).toBe(sum(counted.map(costOf)))
      expect(totals?.tokens.output ?? 0).toBe(sum(counted.map(({ output }) => output)))
      const [history] = calls.histories([{ sessionIds: ['a', 'b'], from: 0, until: null }], 1_000)
      expect(history?.cost.at(-1) ?? 0).toBe(sum(counted.map(costOf)))
      database.close()
    }),
    { numRuns: 150 },
  )
})

/** The agent's own figure, where it gives one. */
function costOf({ byTelemetry, byTranscript, ownCost }: Response): number {
  return (byTelemetry ? ownCost : null) ?? (byTranscript ? PRICE : 0)
}

function sum(figures: number[]): number {
  return figures.reduce((total, figure) => total + figure, 0)
}
