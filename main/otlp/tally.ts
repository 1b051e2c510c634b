import { FAULT_LIMIT, FRAME_LIMIT, POINT_LIMIT } from './limits.ts'

/** What could not be read, and is not there. */
const UNREADABLE = [
  'unreadable-group',
  'unreadable-record',
  'unreadable-metric',
  'unreadable-point',
  'unreadable-span',
] as const
/** Whole points, or more, that are not there for it. */
const LEFT_OUT = ['no-value', 'too-many-points', 'too-many-groups'] as const
/** Parts of points that are not there for it; the points are. */
const TRIMMED = [
  'unreadable-attribute',
  'too-many-attributes',
  'text-too-long',
  'value-too-deep',
  'value-too-large',
  'too-many-events',
  'too-many-links',
] as const

type Unreadable = (typeof UNREADABLE)[number] | 'unreadable-attribute'
export type BadReason = (typeof UNREADABLE | typeof LEFT_OUT | typeof TRIMMED)[number]

/** What was wrong within one request, and how much it was let to bring. */
export class Tally {
  readonly bad: Record<string, number> = {}
  #points = 0
  #frames = 0
  #faults = 0

  count(reason: BadReason): void {
    this.bad[reason] = (this.bad[reason] ?? 0) + 1
  }

  /** Counts what cannot be read. Throws when it is so much that the sender cannot mean this protocol. */
  fault(reason: Unreadable): void {
    this.count(reason)
    this.#faults += 1
    if (this.#faults > FAULT_LIMIT) throw new RangeError(`more than ${FAULT_LIMIT} parts of it cannot be read`)
  }

  /** Room for one more point? Counted if not. */
  admit(): boolean {
    this.#points += 1
    if (this.#points > POINT_LIMIT) this.count('too-many-points')
    return this.#points <= POINT_LIMIT
  }

  /** Room for one more resource, scope or metric? Counted if not. */
  admitFrame(): boolean {
    this.#frames += 1
    if (this.#frames > FRAME_LIMIT) this.count('too-many-groups')
    return this.#frames <= FRAME_LIMIT
  }
}

/**
 * How many points `Decoded.bad` says are lost, as far as they can be told: of an unreadable metric or group nobody knows.
 * The other counts are of parts that were left out of points.
 */
export function lostPoints(bad: Record<string, number>): number {
  return [...UNREADABLE, ...LEFT_OUT].reduce((sum, reason) => sum + (bad[reason] ?? 0), 0)
}
