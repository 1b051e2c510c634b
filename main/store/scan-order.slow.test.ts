import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { request, scanBatch, sumsAndRecount, transcriptFile, usageQuery } from './ledger-testing.ts'
import type { StoreCalls } from './protocol.ts'
import type { BlockRequest } from './request-block.ts'
import type { TranscriptFile } from './scan-types.ts'
import { memoryStore, telemetryBatch, telemetrySource, toldRequest } from './telemetry-testing.ts'
import { seriesRow, usage } from './testing.ts'

/**
 * A machine with a session, its subagent, a fork of it, a fork of the fork, and a session of another agent: whatever is read first,
 * in whatever pieces, however often, beside telemetry and a hosting core that tell of some of it too.
 */
const HOUR_MS = 3_600_000
const START = Date.UTC(2026, 10, 20, 20)
const FORKED = START + 6 * HOUR_MS
const FORKED_AGAIN = START + 12 * HOUR_MS
const END = START + 18 * HOUR_MS

/** What one file holds: its requests in order, and what its agent said in between that the session cost. */
interface Told {
  file: Partial<TranscriptFile>
  requests: BlockRequest[]
  reported: { usd: number; at: number }[]
}
interface Piece {
  upTo: number
  again: boolean
}
type Arrival = (calls: StoreCalls) => void

const own = (session: string, from: number, until: number) =>
  fc
    .array(
      fc.record({
        at: fc.integer({ min: 0, max: 99 }),
        output: fc.constantFrom(5, 20),
        model: fc.constantFrom('claude-x', 'claude-y'),
        cost: fc.option(fc.integer({ min: 1, max: 9 })),
        costIsOwn: fc.boolean(),
        failed: fc.constantFrom(false, false, false, true),
        endsTurn: fc.boolean(),
      }),
      { maxLength: 6 },
    )
    .map((all) =>
      all.map(({ at, cost, failed, ...rest }, n) =>
        request({
          ...rest,
          session,
          failed,
          cost: failed ? null : cost,
          output: failed ? 0 : rest.output,
          // The API's own id tells a response apart by itself.
          message: n % 2 === 0 ? `msg_${session}${n}` : `${session}-m${n}`,
          request: n % 3 === 0 ? '' : `${session}-r${n}`,
          at: from + Math.floor((at * (until - from)) / 100),
        }),
      ),
    )
const said = (from: number, until: number) =>
  fc.array(fc.record({ at: fc.integer({ min: from, max: until }), usd: fc.integer({ min: 0, max: 60 }) }), {
    maxLength: 2,
  })

const machine = fc
  .record({
    parent: own('parent', START, END),
    subagent: own('parent', START, END),
    fork: own('fork', FORKED, END),
    again: own('again', FORKED_AGAIN, END),
    other: own('other', START, END),
    said: fc.tuple(said(START, END), said(FORKED, END), said(FORKED_AGAIN, END)),
  })
  .map(({ parent, subagent, fork, again, other, said: [ofParent, ofFork, ofAgain] }): Told[] => {
    const copies = (of: BlockRequest[], until: number, session: string) =>
      of.filter(({ at }) => at < until).map((one) => ({ ...one, session }))
    const copied = copies(parent, FORKED, 'fork')
    return [
      { file: { sessionId: 'parent', bornAt: START, title: 'first' }, requests: parent, reported: ofParent },
      {
        file: { sessionId: 'parent', agentId: 'x1', bornAt: START + 1, path: '/t/x1.jsonl' },
        requests: subagent.map((one) => ({ ...one, message: `${one.message}-x`, request: '', agentId: 'x1' })),
        reported: [],
      },
      {
        // A side question repeats what the main thread was answered, under ids of its own.
        file: { sessionId: 'parent', agentId: 'side', bornAt: START + 2, path: '/t/side.jsonl' },
        requests: parent
          .filter(({ message }) => message.startsWith('msg_'))
          .map((one, n) => ({ ...one, agentId: 'side', request: `side-r${n}` })),
        reported: [],
      },
      { file: { sessionId: 'fork', bornAt: FORKED }, requests: [...copied, ...fork], reported: ofFork },
      {
        file: { sessionId: 'again', bornAt: FORKED_AGAIN, project: '/p2' },
        requests: [...copies([...copied, ...fork], FORKED_AGAIN, 'again'), ...again],
        reported: ofAgain,
      },
      {
        file: { sessionId: 'other', agent: 'codex', bornAt: START, project: null },
        requests: other.map((one) => ({ ...one, model: 'gpt-x' })),
        reported: [],
      },
    ]
  })

/** One file in pieces; read anew from its start, the whole of it comes at once. */
function readings({ file, requests, reported }: Told, pieces: Piece[]): Arrival[] {
  const whole = transcriptFile({ path: `/t/${file.sessionId}.jsonl`, lastAt: END, ...file })
  const read = (from: number, until: number): Arrival => {
    const some = requests.slice(from, until)
    const last = until >= requests.length
    const heard = reported.filter((_, n) => last || n < from)
    return (calls) => calls.recordScan(scanBatch([{ ...whole, offset: until, reported: heard }], some))
  }
  const stops = [...new Set(pieces.map(({ upTo }) => Math.min(upTo, requests.length)))].sort((a, b) => a - b)
  const ends = [...stops, requests.length]
  const inPieces = ends.map((end, n) => read(n === 0 ? 0 : (ends[n - 1] ?? 0), end))
  return pieces.some(({ again }) => again) ? [...inPieces, read(0, requests.length)] : inPieces
}

function besides(files: Told[]): Arrival[] {
  const [parent, , , , , other] = files
  const told = parent?.requests.filter((one) => one.request !== '' && !one.failed).slice(0, 2) ?? []
  const rows = told.map((one) => toldRequest({ id: one.request, source: 'parent', costUsd: 3, at: one.at }))
  const repeated = toldRequest({ id: 'side-r0', source: 'parent', costUsd: 4, at: START })
  const alone = toldRequest({ id: 'compaction', source: 'parent', costUsd: 2, at: START + HOUR_MS })
  const nameless = toldRequest({ id: 'otlp:1', byRequestId: false, source: 'origin:1', costUsd: null, at: START })
  const of = (calls: StoreCalls, requests: ReturnType<typeof toldRequest>[]) => {
    const sources = [
      telemetrySource({ key: 'parent', sessionId: 'parent' }),
      telemetrySource({ key: 'origin:1', sessionId: null, agent: 'gemini', project: '/g' }),
    ]
    calls.recordTelemetry(telemetryBatch({ at: START, sources, requests }))
  }
  const asFact = (one: BlockRequest) =>
    usage({
      messageId: one.message,
      requestId: one.request,
      sessionId: 'parent',
      model: one.model,
      costUsd: one.cost,
      at: one.at,
    })
  const first = parent?.requests.find(({ failed }) => !failed)
  return [
    (calls) => of(calls, rows),
    (calls) => of(calls, [alone, nameless]),
    (calls) => of(calls, [repeated]),
    (calls) =>
      calls.addSession({ sessionId: 'other', launchId: 'l', seriesId: 's1', at: other?.requests[0]?.at ?? START }),
    // The core that hosts a session reads its transcript, too, and may have seen a line while it streamed.
    (calls) => {
      if (first === undefined) return
      const fact = asFact({ ...first })
      calls.recordFacts({
        usages: [{ ...fact, tokens: { ...fact.tokens, output: 1 } }],
        contexts: [],
        costs: [],
        cursor: null,
      })
    },
  ]
}

interface World {
  files: Told[]
  orders: [number[], number[]]
  pieces: [Piece[][], Piece[][]]
}

const piece = fc.record({ upTo: fc.nat(12), again: fc.boolean() })
const pieces = fc.array(fc.array(piece, { maxLength: 3 }), { minLength: 6, maxLength: 6 })
const turns = fc.array(fc.nat(99), { minLength: 40, maxLength: 40 })
const world: fc.Arbitrary<World> = fc.record({
  files: machine,
  orders: fc.tuple(turns, turns),
  pieces: fc.tuple(pieces, pieces),
})

/** Each queue keeps its order; which one is next is chance. */
function interleaved(queues: Arrival[][], turns: number[]): Arrival[] {
  const left = queues.map((queue) => [...queue])
  const order: Arrival[] = []
  for (let n = 0; left.some((queue) => queue.length > 0); n += 1) {
    const waiting = left.filter((queue) => queue.length > 0)
    const next = waiting[(turns[n % turns.length] ?? 0) % waiting.length]?.shift()
    if (next !== undefined) order.push(next)
  }
  return order
}

function outcomeOf({ files }: World, pieces: Piece[][], turns: number[]): object {
  const { calls, database } = memoryStore()
  calls.createSeries(seriesRow())
  const queues = [...files.map((file, n) => readings(file, pieces[n] ?? [])), ...besides(files).map((one) => [one])]
  for (const [n, arrive] of interleaved(queues, turns).entries()) {
    arrive(calls)
    // Asked in between, so that what is held in memory must follow.
    if (n % 3 === 0) calls.usage(usageQuery({ by: ['session'] }))
  }
  const { kept, recounted } = sumsAndRecount(database)
  expect(kept).toEqual(recounted)
  const outcome = {
    rows: calls.usage(usageQuery({ by: ['day', 'session', 'model', 'costSource', 'project'] })),
    bySeries: calls.usage(usageQuery({ by: ['series', 'agent'] })),
    hours: calls.usageHours({ from: null, until: null }),
    ofProject: calls.usageHours({ from: null, until: null, project: '/p2' }),
    sessions: calls.ledgerSessions({ limit: 99 }).sort((a, b) => (a.sessionId < b.sessionId ? -1 : 1)),
    totals: calls.ledgerTotals(),
  }
  database.close()
  return outcome
}

it('comes to the same whatever is read first, in whatever pieces, however often', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(world, (one) => {
      const [first, second] = [0, 1].map((n) => outcomeOf(one, one.pieces[n] ?? [], one.orders[n] ?? []))
      expect(first).toEqual(second)
    }),
    { numRuns: 60 },
  )
})
