import type { SeriesView } from '../../contract/series.ts'
import { needsPerson } from '../ui/status-words.ts'

/** Title of the window: how many need a person, and the fullest context with its task. */
export function pageTitle(series: Iterable<SeriesView>): string {
  let needs = 0
  let worst: { percent: number; task: string } | null = null
  for (const { status, hold, session, task } of series) {
    if (needsPerson(status, hold)) needs += 1
    const percent = session?.live === true ? (session.context?.percent ?? null) : null
    if (percent !== null && (worst === null || percent > worst.percent)) worst = { percent, task }
  }
  const head = needs > 0 ? `(${needs}) ` : ''
  return worst === null ? `${head}Baton` : `${head}● ${Math.floor(worst.percent)} % ${worst.task} – Baton`
}
