import { ExponentialBackoff, type IBackoff } from 'cockatiel'
import { setImmediate as turn } from 'node:timers/promises'
import type { Problem } from '../../../contract/problem.ts'
import type { ForwardView } from '../../../contract/telemetry.ts'
import type { Encoding, Signal } from '../../otlp/points.ts'
import { problemOf } from '../../store/sqlite-problems.ts'
import type { Answer } from './answer.ts'
import type { ForwardQueue, QueuedRequest } from './queue.ts'
import type { Tally } from './tally.ts'
import { openWait } from './wait.ts'

/** Sends what is queued of one signal, in order, one request at a time: cumulative metrics must not overtake each other. */
export interface Lane {
  /** Something was queued. */
  wake(): void
  /** Ids of what is being sent; the queue's bound passes them over. */
  underWay: ReadonlySet<number>
  view(): LaneView
  /** Lets a request under way end for a moment; what is cut off is sent again at the next start. */
  close(): Promise<void>
}

export interface LaneView {
  state: ForwardView['state']
  /** Milliseconds since the epoch. */
  nextTryAt: number | null
  problem: Problem | null
}

export interface LaneParts {
  signal: Signal
  queue: ForwardQueue
  queuePath: string
  tally: Tally
  post(encoding: Encoding, body: Uint8Array, stop: AbortSignal): Promise<Answer>
  /** What may leave the machine of it. */
  redact(encoding: Encoding, body: Uint8Array): Uint8Array
  pace: Pace
  now(): number
  fault(what: string): void
}

export interface Pace {
  /** Milliseconds; each further wait is about twice as long, at random, so that many machines do not come at once. */
  firstWaitMs: number
  longestWaitMs: number
  /** How long a request under way may still take at the end. */
  closeMs: number
}

export const PACE: Pace = { firstWaitMs: 1_000, longestWaitMs: 60_000, closeMs: 2_000 }

/** Requests joined into one: a backlog drains in fewer round trips, and none holds up the thread for long. */
const JOIN_REQUESTS = 64
const JOIN_BYTES = 128 * 1024
/** How often a request is sent that its endpoint fails on, when the endpoint is there. */
const TRIES = 5

const EMPTY = new Uint8Array()

export function startLane(parts: LaneParts): Lane {
  const { signal, queue, tally, pace } = parts
  const idle = openWait()
  const pause = openWait()
  const stop = new AbortController()
  const backoff = new ExponentialBackoff({ initialDelay: pace.firstWaitMs, maxDelay: pace.longestWaitMs })
  const underWay = new Set<number>()
  const closing = new AbortController()
  let view: LaneView = { state: 'idle', nextTryAt: null, problem: null }
  let waits: IBackoff<unknown> | null = null
  let join = JOIN_REQUESTS
  let tries = 0

  const wait = async (state: LaneView['state'], problem: Problem, askedMs: number | null): Promise<void> => {
    waits = waits?.next(undefined) ?? backoff.next()
    // What an endpoint asks for is the least; never at once, whatever it asks for.
    const ms = Math.max(waits.duration, askedMs ?? 0, 1)
    view = { state, nextTryAt: parts.now() + ms, problem }
    if (!closing.signal.aborted) await pause.begin(ms)
  }
  const done = (requests: readonly QueuedRequest[]): void => {
    queue.remove(requests.map(({ id }) => id))
    waits = null
    tries = 0
  }
  const settle = async (requests: readonly QueuedRequest[], answer: Answer): Promise<void> => {
    const single = requests.length === 1
    if (answer.did === 'taken') {
      done(requests)
      tally.sent(requests.length, answer.rejected, answer.why)
      join = Math.min(join * 2, JOIN_REQUESTS)
      view = { state: 'sending', nextTryAt: null, problem: null }
      return
    }
    // One of several may be at fault, or all together are too much: they go one by one.
    join = 1
    const spent = answer.did === 'later' && answer.last && single && ++tries >= TRIES
    if (answer.did === 'refused' && !single) return
    if (answer.did === 'refused' || spent) {
      done(requests)
      const reason = answer.did === 'refused' ? answer.reason : 'endpoint-fails'
      tally.lost(reason, requests.length, `${answer.problem.thing}: ${answer.problem.cause}`)
      view = { state: 'sending', nextTryAt: null, problem: answer.problem }
      return
    }
    await wait(answer.did === 'held' ? 'failed' : 'waiting', answer.problem, answer.retryAfterMs)
  }
  const send = async (encoding: Encoding, requests: readonly QueuedRequest[]): Promise<Answer> => {
    const bodies = requests.map(({ body }) => parts.redact(encoding, body))
    for (const { id } of requests) underWay.add(id)
    try {
      // Protobuf messages set end to end are one message with the parts of all.
      return await parts.post(encoding, bodies.length === 1 ? (bodies[0] ?? EMPTY) : Buffer.concat(bodies), stop.signal)
    } finally {
      underWay.clear()
    }
  }
  const step = async (): Promise<void> => {
    const requests = queue.head(signal, { requests: join, bytes: JOIN_BYTES })
    const [first] = requests
    if (first === undefined) {
      view = { ...view, state: 'idle', nextTryAt: null }
      if (queue.shrink()) await turn()
      else await idle.begin(null)
      return
    }
    // While it is tried again, what is wrong still is.
    const again = view.state === 'waiting' || view.state === 'failed'
    view = { ...view, state: again ? view.state : 'sending', nextTryAt: null }
    const answer = await send(first.encoding, requests)
    if (!stop.signal.aborted || answer.did === 'taken') await settle(requests, answer)
  }
  const run = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      try {
        await step()
      } catch (error) {
        const problem = problemOf(error, parts.queuePath)
        if (view.problem?.code !== problem.code) parts.fault(`forwarding ${signal}: ${problem.thing}: ${problem.cause}`)
        await wait('failed', problem, null)
      }
    }
  }
  const ended = run()

  return {
    wake: idle.end,
    underWay,
    view: () => view,
    async close() {
      closing.abort()
      idle.end()
      pause.end()
      const late = setTimeout(() => stop.abort(), pace.closeMs)
      await ended
      clearTimeout(late)
    },
  }
}
