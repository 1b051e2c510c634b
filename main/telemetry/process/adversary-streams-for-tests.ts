import type { Point, Temporality } from '../../otlp/points.ts'
import { histogram, log, nanoseconds, span, sum } from './points-for-tests.ts'

/** The same numbers for the same seed (mulberry32). */
export function chance(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  /** From `from` to `to`, both in. */
  const between = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1))
  return { next, between, happens: (share: number) => next() < share }
}
export type Chance = ReturnType<typeof chance>

/** What is really the case of one name of one session. */
export interface Truth {
  session: string
  name: string
  /** Of a sum unknown: it depends on which of its points bring something new. */
  count: number | null
  value: number
}

/** Seconds from one export to the next. */
const EXPORT_SECONDS = 10
/** What a sum gains between two exports at most. */
const MOST = 50

/** One stream of a session: what it exports at a tick, and what was really counted by then. */
export interface Stream {
  truth: Truth
  export(tick: number): Point[]
  /** The sender's process begins anew. */
  restart(tick: number): void
}

export function streamsOf(session: string, random: Chance): Stream[] {
  return [
    deltaSum(session, 'delta.contiguous', random, { gaps: false, monotonic: true }),
    deltaSum(session, 'delta.gaps', random, { gaps: true, monotonic: true }),
    deltaSum(session, 'delta.both-ways', random, { gaps: false, monotonic: false }),
    cumulativeSum(session, 'cumulative', random, true),
    cumulativeSum(session, 'cumulative.no-start', random, false),
    histograms(session, 'histogram.delta', random, 'delta'),
    histograms(session, 'histogram.cumulative', random, 'cumulative'),
    records(session, random),
    spans(session, random),
  ]
}

function truthOf(session: string, name: string, counted = false): Truth {
  return { session, name, count: counted ? 0 : null, value: 0 }
}

function at(tick: number): bigint {
  return nanoseconds(tick * EXPORT_SECONDS)
}

function deltaSum(
  session: string,
  name: string,
  random: Chance,
  { gaps, monotonic }: { gaps: boolean; monotonic: boolean },
): Stream {
  const truth = truthOf(session, name)
  let last: { start: bigint; value: number } | null = null
  return {
    truth,
    restart: () => (last = null),
    export(tick) {
      const fresh = monotonic ? random.between(1, MOST) : random.between(-20, 20)
      truth.value += fresh
      const start = at(tick - 1) + (gaps ? BigInt(random.between(1, 3_000_000)) : 0n)
      // At times a sender that got no answer tells what it told once more, and what came since, as one.
      const isMerged = last !== null && random.happens(0.1)
      const told =
        isMerged && last !== null ? { start: last.start, value: last.value + fresh } : { start, value: fresh }
      last = told
      return [sum({ ...base(session, name), ...told, time: at(tick), monotonic })]
    },
  }
}

function cumulativeSum(session: string, name: string, random: Chance, tellsStart: boolean): Stream {
  const truth = truthOf(session, name)
  let start = at(0)
  let value = 0
  return {
    truth,
    restart(tick) {
      // Nobody can see that a counter began anew if it says neither that nor less than before.
      if (!tellsStart && value <= MOST) return
      start = at(tick - 1) + 1n
      value = 0
    },
    export(tick) {
      // Many say the same again.
      const fresh = random.happens(0.4) ? 0 : random.between(1, MOST)
      truth.value += fresh
      value += fresh
      const began = tellsStart ? start : 0n
      return [sum({ ...base(session, name), start: began, time: at(tick), value, temporality: 'cumulative' })]
    },
  }
}

function histograms(session: string, name: string, random: Chance, temporality: Temporality): Stream {
  const truth = truthOf(session, name, true)
  let start = at(0)
  let held = { count: 0, sum: 0 }
  return {
    truth,
    restart(tick) {
      start = at(tick - 1) + 1n
      held = { count: 0, sum: 0 }
    },
    export(tick) {
      const fresh = { count: random.between(1, 5), sum: random.between(10, 500) }
      truth.count = (truth.count ?? 0) + fresh.count
      truth.value += fresh.sum
      held = { count: held.count + fresh.count, sum: held.sum + fresh.sum }
      const isDelta = temporality === 'delta'
      const told = isDelta ? { ...fresh, start: at(tick - 1) } : { ...held, start }
      const counts = [1, told.count - 1]
      return [histogram({ ...base(session, name), ...told, time: at(tick), temporality, counts })]
    },
  }
}

function records(session: string, random: Chance): Stream {
  const truth = truthOf(session, 'record', true)
  let sequence = 0
  return {
    truth,
    restart: () => undefined,
    export: (tick) =>
      Array.from({ length: random.between(0, 4) }, () => {
        truth.count = (truth.count ?? 0) + 1
        truth.value += 1
        sequence += 1
        const attributes = { 'session.id': session, 'event.sequence': sequence }
        return log({ eventName: 'record', time: at(tick), attributes })
      }),
  }
}

function spans(session: string, random: Chance): Stream {
  const truth = truthOf(session, 'work', true)
  return {
    truth,
    restart: () => undefined,
    export: (tick) =>
      Array.from({ length: random.between(0, 2) }, () => {
        const lasted = random.between(1, 900)
        truth.count = (truth.count ?? 0) + 1
        truth.value += lasted
        const spanId = random
          .between(1, 2 ** 48)
          .toString(16)
          .padStart(16, '0')
        const end = at(tick) + BigInt(lasted) * 1_000_000n
        return span({ spanId, start: at(tick), end, attributes: { 'session.id': session } })
      }),
  }
}

function base(session: string, name: string) {
  return { name, attributes: { 'session.id': session } }
}
