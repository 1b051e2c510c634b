import type { Point } from '../../otlp/points.ts'
import type { Processor, TelemetryLedger } from '../types.ts'
import { type Chance, chance, streamsOf, type Truth } from './adversary-streams-for-tests.ts'
import { failure } from '../../../contract/problem.ts'
import { StoreError } from '../../store/store-error.ts'
import { createProcessor } from './pipeline.ts'
import { request, testParts } from './points-for-tests.ts'

export interface AdversaryParts {
  seed: number
  ledger: TelemetryLedger
  sessions: number
  ticks: number
  /** Commits fail, with effect and without, and Baton is killed while they are under way. */
  hostile: boolean
}

export interface AdversaryResult {
  truths: Truth[]
  /** Different points that were sent. */
  points: number
  /** Points that were sent again in requests that were taken. */
  resent: number
  /** Points that the processors said were duplicates. Without `hostile` it equals `resent`. */
  caught: number
  restarts: number
  failures: number
}

/** What a ledger holds where `truths` says what was the case; equal to it, if it is exact. */
export async function heldFor(
  truths: readonly Truth[],
  total: (name: string, session: string) => Figure | Promise<Figure>,
): Promise<Truth[]> {
  const held = truths.map(async ({ session, name, count }): Promise<Truth> => {
    const figure = await total(name, session)
    return { session, name, count: count === null ? null : figure.count, value: figure.value }
  })
  return Promise.all(held)
}

interface Figure {
  count: number
  value: number
}

/** Sends later than it was made by so many requests at most. */
const LATE = 6
/** Requests of different connections under way at once. */
const AT_ONCE = 16

/**
 * Sends what senders at their worst send, in whatever way they temporize: whole requests and parts of them again, out of
 * order, with counters that begin anew with and without saying so; over a Baton that restarts. What is in the ledger
 * afterwards has to equal `truths`.
 */
export async function playAdversary(parts: AdversaryParts): Promise<AdversaryResult> {
  const random = chance(parts.seed)
  const { requests, truths, points } = requestsOf(parts, random)
  const result: AdversaryResult = { truths, points, resent: 0, caught: 0, restarts: 0, failures: 0 }
  let delivered = 0
  let life = await newLife(parts, random)
  const end = async (): Promise<void> => {
    result.caught += caughtBy(life.processor)
    result.failures += life.failures()
    if (!life.isDead()) await life.processor.close()
  }
  for (let from = 0; from < requests.length; from += AT_ONCE) {
    let open = requests.slice(from, from + AT_ONCE)
    while (open.length > 0) {
      const answers = await Promise.all(open.map((sent) => life.take(sent)))
      for (const [index, sent] of open.entries()) if (answers[index]) delivered += sent.length
      open = open.filter((_, index) => !answers[index])
      if (!life.isDead() && !random.happens(0.1)) continue
      await end()
      life = await newLife(parts, random)
      result.restarts += 1
    }
  }
  await end()
  return { ...result, resent: delivered - points }
}

function caughtBy(processor: Processor): number {
  return Object.values(processor.received()).reduce((sum, { duplicate }) => sum + (duplicate ?? 0), 0)
}

function requestsOf({ sessions, ticks }: AdversaryParts, random: Chance) {
  const all = Array.from({ length: sessions }, (_, index) => streamsOf(`session-${index}`, random))
  const made: { at: number; points: Point[] }[] = []
  let points = 0
  for (let tick = 1; tick <= ticks; tick += 1) {
    for (const streams of all) {
      if (random.happens(0.05)) for (const stream of streams) stream.restart(tick)
      const exported = streams.flatMap((stream) => stream.export(tick))
      points += exported.length
      for (const kind of ['metrics', 'logs', 'traces']) {
        const own = exported.filter((point) => signalOf(point) === kind)
        if (own.length === 0) continue
        const at = made.length
        made.push({ at: at + random.between(0, LATE), points: own })
        if (random.happens(0.3)) made.push({ at: at + random.between(0, 30), points: own })
        if (random.happens(0.3)) {
          made.push({ at: at + random.between(0, 30), points: own.filter(() => random.happens(0.5)) })
        }
      }
    }
  }
  const requests = made
    .filter((one) => one.points.length > 0)
    .sort((one, other) => one.at - other.at)
    .map((one) => one.points)
  return { requests, truths: all.flat().map(({ truth }) => truth), points }
}

function signalOf({ kind }: Point): string {
  if (kind === 'log') return 'logs'
  return kind === 'span' ? 'traces' : 'metrics'
}

function refusal(cause: string): StoreError {
  return new StoreError(failure('database-failed', 'the store', cause, 'try again').problem)
}

interface Life {
  processor: Processor
  /** Whether it was acknowledged. */
  take(points: Point[]): Promise<boolean>
  isDead(): boolean
  failures(): number
}

/** One run of Baton. When it is killed, nothing is answered any more. */
async function newLife({ ledger, hostile }: AdversaryParts, random: Chance): Promise<Life> {
  const killed = Promise.withResolvers<false>()
  let isDead = false
  let failures = 0
  const die = (): Promise<never> => {
    isDead = true
    killed.resolve(false)
    return new Promise<never>(() => undefined)
  }
  const brittle: TelemetryLedger = {
    ...ledger,
    async commit(batch) {
      const fate = hostile ? random.between(1, 20) : 20
      if (fate === 1) return die()
      if (fate === 2) {
        failures += 1
        throw refusal('the disk is full')
      }
      await ledger.commit(batch)
      if (fate === 3) return die()
      if (fate === 4) {
        failures += 1
        throw refusal('it was stored, and its answer was lost')
      }
    },
  }
  const processor = await createProcessor(testParts(brittle))
  return {
    processor,
    take: (points) =>
      Promise.race([killed.promise, processor.take(request(points)).then(({ did }) => did === 'taken')]),
    isDead: () => isDead,
    failures: () => failures,
  }
}
