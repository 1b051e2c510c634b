import { failure, type Problem } from '../../../contract/problem.ts'

/** What became of a request that was sent. */
export type Answer =
  /** `rejected`: points of it that the endpoint did not take. */
  | { did: 'taken'; rejected: number; why: string }
  /** To be sent again. `last`: it may be this request's own fault, and it must not hold up the others for ever. */
  | { did: 'later'; problem: Problem; retryAfterMs: number | null; last: boolean }
  /** To be sent again, though a person has to change something first. */
  | { did: 'held'; problem: Problem; retryAfterMs: number | null }
  /** Never to be sent again. `reason`: as it is counted. */
  | { did: 'refused'; reason: string; problem: Problem }

/** OTLP/HTTP's own list of what to send again, and a request that took the endpoint too long. */
const AGAIN = new Set([408, 429, 502, 503, 504])
/**
 * The endpoint refuses whoever sends, not what was sent. OTLP would let it all go; a key that ran out at night must not
 * cost the night.
 */
const WHO = new Set([401, 403, 407])
/** A wait that somebody asks for by mistake must not last for ever. */
const LONGEST_RETRY_AFTER_MS = 60 * 60_000

export function answerOfStatus(
  address: string,
  status: number,
  retryAfter: string | null,
  now: number,
): Exclude<Answer, { did: 'taken' }> {
  const retryAfterMs = retryAfterOf(retryAfter, now)
  const said = `it answered ${status}`
  if (AGAIN.has(status)) {
    return { did: 'later', problem: away(address, said), retryAfterMs, last: false }
  }
  if (WHO.has(status)) {
    const remedy = 'check the key in telemetry.forward.headersFile or headersVariable; what was received is kept'
    const { problem } = failure('forward-unauthorized', address, `${said}: it does not let this Baton in`, remedy)
    return { did: 'held', problem, retryAfterMs }
  }
  if (status >= 300 && status < 400) {
    const remedy =
      'give the address that takes telemetry itself in telemetry.forward.endpoint; what was received is kept'
    const { problem } = failure(
      'forward-redirected',
      address,
      `${said}: it sends elsewhere, where keys must not go`,
      remedy,
    )
    return { did: 'held', problem, retryAfterMs }
  }
  if (status >= 500) return { did: 'later', problem: away(address, said), retryAfterMs, last: true }
  const remedy = 'check the address and what the endpoint takes; requests that it refuses are lost to it'
  const { problem } = failure('forward-refused', address, `${said}: it does not take what was sent`, remedy)
  return { did: 'refused', reason: `http-${status}`, problem }
}

/** No answer at all. `why`: a code, never a message, which could hold a header. */
export function answerOfNone(address: string, why: string): Answer {
  return { did: 'later', problem: away(address, `it cannot be reached (${why})`), retryAfterMs: null, last: false }
}

/** Nothing was sent: it would have come in again. */
export function answerOfOurselves(endpoint: string): Answer {
  const remedy = 'give the address of the collector itself in telemetry.forward.endpoint; what was received is kept'
  const { problem } = failure('forward-loop', endpoint, "it is this Baton's own receiver", remedy)
  return { did: 'held', problem, retryAfterMs: null }
}

function away(address: string, cause: string): Problem {
  return failure('forward-away', address, cause, 'nothing to do: what was received is kept and sent later').problem
}

/** `Retry-After` is a number of seconds or a date. Null: none that can be read. */
function retryAfterOf(value: string | null, now: number): number | null {
  if (value === null || value.trim() === '') return null
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1_000 : Date.parse(value) - now
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), LONGEST_RETRY_AFTER_MS) : null
}
