import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { UsageRecorded } from '../../contract/facts.ts'
import { memoryStore, telemetryBatch, telemetrySource, toldRequest } from './telemetry-testing.ts'
import type { TelemetryRequestRow } from './telemetry-types.ts'
import { facts, seriesRow, usage } from './testing.ts'

type Arrival = { line: UsageRecorded } | { told: TelemetryRequestRow } | { hosted: string }

/** Much alike and close together, so that it is not plain which line a request without an id is. */
const time = fc.integer({ min: 0, max: 200 }).map((seconds) => 1_000_000 + seconds * 1_000)
const session = fc.constantFrom('a', 'b')
const tokens = fc.constantFrom(1, 10, 20).map((output) => ({ ...usage().tokens, output }))
const id = fc.integer({ min: 0, max: 8 })

const line = fc
  .record({ messageId: id, withId: fc.boolean(), sessionId: session, tokens, at: time })
  .map(({ messageId, withId, ...rest }): Arrival => {
    const requestId = withId ? `r${messageId}` : ''
    return { line: usage({ messageId: `m${messageId}`, requestId, costUsd: 7, model: 'claude-x', ...rest }) }
  })
/** One record tells the same however often it comes. */
const told = fc
  .uniqueArray(fc.record({ n: id, withId: fc.boolean(), source: session, tokens, at: time, costUsd: fc.nat(9) }), {
    selector: ({ n, withId }) => `${n} ${withId}`,
    maxLength: 10,
  })
  .map((all) =>
    all.map(({ n, withId, ...rest }): Arrival => {
      const named = withId ? `r${n}` : `otlp:${n}`
      return { told: toldRequest({ id: named, byRequestId: withId, model: 'claude-x[1m]', ...rest }) }
    }),
  )

const scenario = fc
  .tuple(fc.array(line, { maxLength: 12 }), told)
  .map(([lines, requests]): Arrival[] => [...lines, ...requests, { hosted: 'a' }])
  // A line that is told of again by another session goes to who made it, which the ledger settles by who was first.
  .map((arrivals) => withoutForks(arrivals))
  .chain((arrivals) => {
    const shuffled = fc.shuffledSubarray(arrivals, { minLength: arrivals.length, maxLength: arrivals.length })
    return fc.tuple(shuffled, shuffled)
  })

function withoutForks(arrivals: Arrival[]): Arrival[] {
  const owners = new Map<string, string>()
  return arrivals.filter((arrival) => {
    if (!('line' in arrival)) return true
    const { messageId, requestId, sessionId } = arrival.line
    const key = `${messageId} ${requestId}`
    const owner = owners.get(key) ?? sessionId
    owners.set(key, owner)
    return owner === sessionId
  })
}

function outcomeOf(arrivals: readonly Arrival[]): object {
  const { calls, database } = memoryStore()
  calls.createSeries(seriesRow())
  const sources = [telemetrySource(), telemetrySource({ key: 'b', sessionId: 'b' })]
  calls.recordTelemetry(telemetryBatch({ sources, at: 0 }))
  for (const arrival of arrivals) {
    if ('line' in arrival) calls.recordFacts(facts({ usages: [arrival.line] }))
    else if ('told' in arrival) calls.recordTelemetry(telemetryBatch({ sources: [], requests: [arrival.told] }))
    else calls.addSession({ sessionId: arrival.hosted, launchId: 'l', seriesId: 's1', at: 1 })
  }
  const outcome = {
    sessions: ['a', 'b'].map((one) => calls.usageOfSession(one)),
    series: calls.usageOfSeries('s1'),
    captures: calls.captures(['a', 'b']),
    ledger: calls.ledgerTotals().reduce((sum, { requests }) => sum + requests, 0),
  }
  database.close()
  return outcome
}

it('comes to the same in any order, also where lines and requests are alike and close', () => {
  const same = ([one, other]: [Arrival[], Arrival[]]) => {
    expect(outcomeOf(one)).toEqual(outcomeOf(other))
  }
  fc.assert(fc.property(scenario, same), { numRuns: 150 })
})
