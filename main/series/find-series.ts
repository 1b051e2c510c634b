import { failure, success, type Outcome } from '../../contract/problem.ts'
import { FINISHED } from '../../contract/series.ts'
import type { SeriesRow } from '../store/types.ts'

/** By id, by a part of it that only one series has, or by its task: then the unfinished one, else the latest. */
export function findSeries(rows: SeriesRow[], id: string): Outcome<SeriesRow> {
  const wanted = id.toUpperCase()
  const exact = rows.find((row) => row.id === wanted)
  const ofTask = rows.filter((row) => row.task === id)
  const byTask = ofTask.find((row) => !FINISHED.includes(row.status)) ?? ofTask.at(-1)
  const parts = rows.filter((row) => row.id.startsWith(wanted) || row.id.endsWith(wanted))
  const matches =
    exact !== undefined ? [exact] : byTask !== undefined && sameProject(ofTask) ? [byTask] : [...ofTask, ...parts]
  const [row] = matches
  if (row !== undefined && matches.length === 1) return success(row)
  const cause = row === undefined ? 'there is no such series' : `${matches.length} series match it`
  return failure('unknown-series', id, cause, 'see `baton series` for those there are')
}

/** A task's name says one series only within one project. */
function sameProject(rows: SeriesRow[]): boolean {
  return new Set(rows.map((row) => row.project)).size === 1
}
