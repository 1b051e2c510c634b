import { setTimeout as delay } from 'node:timers/promises'
import type { Intake, Received, Taken } from '../types.ts'
import type { Held } from './held.ts'
import { RETRY_AFTER_MS } from './limits.ts'
import type { Tally } from './tally.ts'

export interface HandOverParts {
  intake: Intake
  held: Held
  tally: Tally
  /** How long a request is kept while the intake is busy, before its sender is told to come again. Milliseconds. */
  patience: number
  /** No new request is taken. */
  closing(): boolean
  fault(error: unknown): void
}

/** Looked again no later, so that who goes away or closes does not wait long. Milliseconds. */
const LONGEST_STEP_MS = 250

/**
 * Gives a whole request to the intake and counts what became of it. Its bytes are held already and let go of here.
 * Many exporters (gRPC in JavaScript, all of Rust) never send again what was answered by "busy": it would be lost, so a
 * busy intake is waited for. `gone`: nobody waits for the answer any more; then nothing more is tried.
 */
export async function handOver(parts: HandOverParts, request: Received, gone: () => boolean): Promise<Taken> {
  const { held, tally, patience, closing } = parts
  tally.bytes(request.body.length)
  try {
    const until = performance.now() + patience
    let taken = await take(parts, request)
    while (taken.did === 'busy' && performance.now() < until && !closing() && !gone()) {
      await delay(Math.min(taken.retryAfterMs, LONGEST_STEP_MS, patience))
      taken = await take(parts, request)
    }
    tally.answered(taken.did === 'taken' ? (taken.rejected > 0 ? 'partial' : 'ok') : taken.did)
    return taken
  } finally {
    held.release(request.body.length)
  }
}

/** Where the intake throws, which it never should, nothing was taken. */
async function take({ intake, fault }: HandOverParts, request: Received): Promise<Taken> {
  try {
    return await intake.take(request)
  } catch (error) {
    fault(error)
    return { did: 'busy', retryAfterMs: RETRY_AFTER_MS, why: 'it could not be stored' }
  }
}
