import { setImmediate as breathe } from 'node:timers/promises'
import type { StepView, TelemetryState } from '../../../contract/telemetry.ts'
import type { AgentTelemetry } from '../../agents/telemetry.ts'
import type { Decoded, Encoding, Signal } from '../../otlp/points.ts'
import type { Forwarder, Processor, Received, Taken, TelemetryLedger } from '../types.ts'
import { Committer } from './committer.ts'
import { StepCounter } from './counter.ts'
import { piecesOf, rejectBad, type Waiting } from './piece.ts'
import { noOutcomes, Steps } from './steps.ts'

/** Requests that wait. Their bytes, unpacked, are several times as many while they are at work, see `POINTS_AHEAD`. */
const QUEUED_BYTES = 32 * 2 ** 20
const QUEUED_REQUESTS = 1_024
/** Points that are decoded before they can be stored; more only hold memory. */
const POINTS_AHEAD = 2_000
/** How long one turn of the event loop may work, so that other requests are read and answered in between. */
const TURN_MS = 10
const RETRY_AFTER_MS = 1_000
const MINUTE_MS = 60_000

type DecodeResult = { ok: true; value: Decoded } | { ok: false; why: string }
/** At once, or in pieces between which others may run. Never throws. */
export type Decode = (
  signal: Signal,
  encoding: Encoding,
  body: Uint8Array,
) => DecodeResult | Generator<undefined, DecodeResult>

export interface ProcessorParts {
  ledger: TelemetryLedger
  /** Asked in this order whose a point is. */
  agents: readonly AgentTelemetry[]
  settings: { dedupeMinutes: number }
  /** Milliseconds since the epoch. */
  now(): number
  decode: Decode
  forwarder: Forwarder | null
  /** Told of defects; expected failures are answered and counted. */
  fault(error: unknown, context?: object): void
}

/** Reads what was stored within the window, so that it is not counted again. Rejects as the ledger does. */
export async function createProcessor(parts: ProcessorParts): Promise<Processor> {
  const { ledger, settings, now, fault } = parts
  const steps = new Steps({ ledger, minutes: settings.dedupeMinutes, now, fault })
  steps.remember(await ledger.seen(now() - settings.dedupeMinutes * MINUTE_MS))
  return pipeline(parts, steps)
}

function pipeline(parts: ProcessorParts, steps: Steps): Processor {
  const { agents, now, decode, fault } = parts
  const validated = new StepCounter('validate')
  const received: TelemetryState['received'] = noOutcomes()
  const incoming: Waiting[] = []
  const queued = { requests: 0, bytes: 0 }
  const drained = Promise.withResolvers<void>()
  let isPreparing = false
  let isClosed = false
  let turnBegan = 0
  const count = (signal: Signal, outcome: string, by: number): void => {
    if (by > 0) received[signal][outcome] = (received[signal][outcome] ?? 0) + by
  }
  const committer = new Committer({ ...parts, steps, count, onRoom: () => void prepareAll() })

  async function prepareAll(): Promise<void> {
    if (isPreparing) return
    isPreparing = true
    turnBegan = performance.now()
    for (;;) {
      const waiting = committer.points < POINTS_AHEAD ? incoming.shift() : undefined
      if (waiting === undefined) break
      try {
        await prepare(waiting)
      } catch (error) {
        fault(error, { step: 'telemetry', signal: waiting.request.signal })
        waiting.answer({ did: 'malformed', why: 'Baton could not read it' })
      }
      await pause()
    }
    isPreparing = false
  }

  async function pause(): Promise<void> {
    if (performance.now() - turnBegan < TURN_MS) return
    await breathe()
    turnBegan = performance.now()
  }

  async function prepare(waiting: Waiting): Promise<void> {
    const { signal, encoding, body } = waiting.request
    let decoded = decode(signal, encoding, body)
    while ('next' in decoded) {
      const step = decoded.next()
      if (step.done === true) decoded = step.value
      else await pause()
    }
    if (!decoded.ok) {
      waiting.answer({ did: 'malformed', why: decoded.why })
      return
    }
    rejectBad(waiting, validated, decoded.value.bad)
    // One more than there are pieces, until all are made: it shall not be answered before.
    waiting.left = 1
    for (const piece of piecesOf(decoded.value.groups, waiting, { agents, now, counter: validated })) {
      if (piece.points.length > 0) {
        waiting.left += 1
        committer.add(piece)
      }
      await pause()
    }
    await committer.finish(waiting)
  }

  return {
    take(request) {
      const tooMuch = queued.bytes + request.body.length > QUEUED_BYTES || queued.requests >= QUEUED_REQUESTS
      if (isClosed || tooMuch) {
        const why = isClosed ? 'Baton is closing' : 'too much waits to be stored'
        return Promise.resolve<Taken>({ did: 'busy', retryAfterMs: RETRY_AFTER_MS, why })
      }
      return new Promise((resolve) => {
        queued.requests += 1
        queued.bytes += request.body.length
        let isAnswered = false
        const answer = (taken: Taken): void => {
          if (isAnswered) return
          isAnswered = true
          queued.requests -= 1
          queued.bytes -= request.body.length
          if (isClosed && queued.requests === 0) drained.resolve()
          resolve(taken)
        }
        incoming.push(newWaiting(request, answer))
        void prepareAll()
      })
    },
    steps: (): StepView[] => [validated.view(), ...steps.views(), committer.view()],
    received: () => ({ metrics: { ...received.metrics }, logs: { ...received.logs }, traces: { ...received.traces } }),
    queue: () => ({ ...queued }),
    lastError: () => committer.lastError(),
    async close() {
      isClosed = true
      committer.hurry()
      if (queued.requests > 0) await drained.promise
    },
  }
}

function newWaiting(request: Received, answer: (taken: Taken) => void): Waiting {
  return { request, answer, refused: false, left: 0, rejected: 0, said: new Map(), toForward: false }
}
