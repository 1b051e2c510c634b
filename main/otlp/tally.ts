import { POINT_LIMIT } from './limits.ts'

/** Points that are not there for it. */
const LOST = [
  'unreadable-group',
  'unreadable-record',
  'unreadable-metric',
  'unreadable-point',
  'unreadable-span',
  'no-value',
  'too-many-points',
] as const
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

export type BadReason = (typeof LOST)[number] | (typeof TRIMMED)[number]

/** What was wrong within one request, and how many points it was let to bring. */
export class Tally {
  readonly bad: Record<string, number> = {}
  #admitted = 0

  count(reason: BadReason): void {
    this.bad[reason] = (this.bad[reason] ?? 0) + 1
  }

  /** Room for one more point? Counted if not. */
  admit(): boolean {
    if (this.#admitted >= POINT_LIMIT) {
      this.count('too-many-points')
      return false
    }
    this.#admitted += 1
    return true
  }
}

/** How many points `Decoded.bad` says are lost; the other counts are of parts that were left out of points. */
export function lostPoints(bad: Record<string, number>): number {
  return LOST.reduce((sum, reason) => sum + (bad[reason] ?? 0), 0)
}
