import type { Alert, AlertFact } from '../../../contract/alerts.ts'
import { homePath, seriesPath, terminalPath, usagePath } from '../../app/routes.ts'

/** Facts that something is done about in the terminal. */
const AT_THE_TERMINAL: readonly AlertFact[] = ['waiting', 'stalled']
const COSTS: readonly AlertFact[] = ['cost-hour', 'cost-day', 'spend-forecast-day', 'errors', 'limit']

/** Where what an alert is about is seen; null: nowhere in particular. */
export function alertPlace({
  fact,
  seriesId,
  sessionId,
  project,
}: Pick<Alert, 'fact' | 'seriesId' | 'sessionId' | 'project'>): { path: string; label: string } | null {
  if (seriesId !== null) {
    return AT_THE_TERMINAL.includes(fact)
      ? { path: terminalPath(seriesId), label: 'Open its terminal' }
      : { path: seriesPath(seriesId), label: 'Open its series' }
  }
  if (sessionId !== null) {
    return AT_THE_TERMINAL.includes(fact)
      ? { path: homePath(), label: 'Show on Home' }
      : { path: usagePath({ session: sessionId, range: 'all' }), label: 'Open its usage' }
  }
  if (!COSTS.includes(fact)) return null
  return { path: usagePath(project === null ? {} : { project }), label: 'Open the usage' }
}
