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

const found = new WeakMap<object, ReadonlyMap<string, SessionView>>()

/** By series the session that telemetry told least of; of those that it told all of, none. Made once for each board. */
export function leastCaptured(sessions: ReadonlyMap<string, SessionView>): ReadonlyMap<string, SessionView> {
  const known = found.get(sessions)
  if (known !== undefined) return known
  const least = new Map<string, SessionView>()
  for (const session of sessions.values()) {
    const { seriesId, captured, state } = session
    if (seriesId === null || captured === null || captured >= 1 || state === 'busy') continue
    const before = least.get(seriesId)?.captured ?? 1
    if (captured < before) least.set(seriesId, session)
  }
  found.set(sessions, least)
  return least
}
