import type { Point, PointGroup, Signal } from '../../otlp/points.ts'
import { lostPoints } from '../../otlp/tally.ts'
import type { AgentTelemetry } from '../../agents/telemetry.ts'
import type { Received, Taken } from '../types.ts'
import type { StepCounter } from './counter.ts'
import { type Identity, identityOf } from './identity.ts'
import { type Sender, senderOf } from './sender.ts'
import { SAYS_NOTHING, whyUnusable } from './validate.ts'

/** Points of one request that go through the steps together. */
const PIECE_POINTS = 500

/** A request on its way, and what has become of its points. */
export interface Waiting {
  request: Received
  answer(taken: Taken): void
  /** Busy was answered; what is left of it is let go of. */
  refused: boolean
  /** Pieces that are not committed yet. */
  left: number
  /** Points that could not be used, and what was left out of points, by reason. */
  rejected: number
  said: Map<string, number>
  /** A point of it is new, or may not have been sent on. */
  toForward: boolean
}

export interface Piece {
  waiting: Waiting
  signal: Signal
  sender: Sender
  points: Point[]
  identities: Identity[]
  /** When it came to wait for the others of its batch, by `performance.now()`. */
  since: number
}

/** A point that passed. */
export function* piecesOf(
  groups: readonly PointGroup[],
  waiting: Waiting,
  parts: { agents: readonly AgentTelemetry[]; now(): number; counter: StepCounter },
): Generator<Piece> {
  const { signal } = waiting.request
  const { counter } = parts
  const now = parts.now()
  for (const group of groups) {
    const sender = senderOf(group, parts.agents)
    for (let from = 0; from < group.points.length; from += PIECE_POINTS) {
      const piece: Piece = { waiting, signal, sender, points: [], identities: [], since: 0 }
      for (const point of group.points.slice(from, from + PIECE_POINTS)) {
        counter.in += 1
        const why = whyUnusable(point, now)
        if (why !== null) reject(waiting, counter, why)
        else {
          counter.out += 1
          piece.points.push(point)
          piece.identities.push(identityOf(point, sender.id))
        }
      }
      piece.since = performance.now()
      yield piece
    }
  }
}

/** What decoding found wrong. */
export function rejectBad(waiting: Waiting, counter: StepCounter, bad: Record<string, number>): void {
  const lost = lostPoints(bad)
  counter.in += lost
  waiting.rejected += lost
  for (const [reason, count] of Object.entries(bad)) {
    counter.drop(reason, count)
    waiting.said.set(reason, (waiting.said.get(reason) ?? 0) + count)
  }
}

export function reject(waiting: Waiting, counter: StepCounter, reason: string): void {
  counter.drop(reason)
  if (reason === SAYS_NOTHING) return
  waiting.rejected += 1
  waiting.said.set(reason, (waiting.said.get(reason) ?? 0) + 1)
}

/** Reasons told to a sender, the first ones; the rest as a number. */
const REASONS_TOLD = 5

/** "too-old (3), no-name (1)"; "" if nothing was wrong. */
export function inWords(said: ReadonlyMap<string, number>): string {
  const all = [...said].map(([reason, count]) => `${reason} (${count})`)
  const more = all.length - REASONS_TOLD
  return all.slice(0, REASONS_TOLD).join(', ') + (more > 0 ? ` and ${more} more reasons` : '')
}
