import { apiError, type Character } from '../../../assets/scripted-model/reply.ts'
import { worker } from '../../../assets/scripted-model/worker.ts'

export interface Overlimit {
  /** Asked before each answer; while false, requests after the first box are refused with 429. */
  lifted: () => boolean
  /** Seconds since the epoch, sent as the unified reset header; null sends none. */
  resetsAt: number | null
  /** The header `x-should-retry`; null sends none and leaves it to the CLI (seven tries in 40 s). */
  shouldRetry: boolean | null
}

/** Runs into the usage limit after its first box. */
export function overlimit({ lifted, resetsAt, shouldRetry }: Overlimit): Character {
  const headers: Record<string, string> = {}
  if (shouldRetry !== null) headers['x-should-retry'] = String(shouldRetry)
  if (resetsAt !== null) {
    headers['anthropic-ratelimit-unified-status'] = 'rejected'
    headers['anthropic-ratelimit-unified-reset'] = String(resetsAt)
  }
  return worker({
    instead: ({ calls }) => {
      const begun = calls.some((call) => call.name === 'Edit' && call.result?.failed === false)
      if (!begun || lifted()) return null
      return { fault: apiError(429, 'rate_limit_error', 'This request would exceed your rate limit', headers) }
    },
  })
}
