import type { SessionView } from '../../contract/series.ts'
import { formatPercent } from './format.ts'

/** A session sends every few seconds: what is missing sooner after its last word may only be on its way. ms */
const ON_ITS_WAY_MS = 15_000

/** "92 %", where telemetry told of less than the transcript holds; null: of all, or it cannot be said (yet). */
export function gapOf(
  session: Pick<SessionView, 'captured' | 'state' | 'context' | 'endedAt'>,
  now: number,
): string | null {
  const { captured, state, context, endedAt } = session
  if (captured === null || captured >= 1 || state === 'busy') return null
  const last = endedAt ?? context?.at ?? null
  if (last !== null && now - Date.parse(last) < ON_ITS_WAY_MS) return null
  return formatPercent(captured * 100)
}

export function gapWords(percent: string): string {
  return `Telemetry captured ${percent} of requests`
}
