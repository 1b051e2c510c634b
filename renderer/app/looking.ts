import type { SessionView } from '../../contract/series.ts'
import type { Place } from './routes.ts'

/** The series that an address shows: its own screen, or its terminal by its own id or by that of a session. */
export function seriesOfPlace(
  place: Place,
  sessions: ReadonlyMap<string, Pick<SessionView, 'seriesId'>>,
): string | null {
  if (place.screen === 'series') return place.id
  if (place.screen !== 'terminal' || place.target === null) return null
  const session = sessions.get(place.target)
  return session === undefined ? place.target : session.seriesId
}
