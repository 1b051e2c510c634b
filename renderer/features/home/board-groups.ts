import { FINISHED, type SeriesView, type SessionView } from '../../../contract/series.ts'
import { projectName } from '../../ui/format.ts'
import { needsPerson } from '../../ui/status-words.ts'

export type GroupName = 'needs' | 'running' | 'waiting' | 'paused' | 'alone' | 'finished'

/** In the order of the board: what needs a person comes first. */
export const GROUP_TITLES: Record<GroupName, string> = {
  needs: 'Needs you',
  running: 'Running',
  waiting: 'Waiting',
  paused: 'Paused',
  alone: 'Sessions without a series',
  finished: 'Finished',
}
export const GROUP_ORDER = Object.keys(GROUP_TITLES) as GroupName[]

export type BoardRow =
  | { id: string; series: SeriesView; session: null }
  | { id: string; series: null; session: SessionView }

export interface BoardGroup {
  name: GroupName
  rows: BoardRow[]
}

export interface BoardFilter {
  /** In task, project, what it does, its present task or its model. */
  text: string
  group: GroupName | 'all'
  /** Real path; "": all. */
  project: string
}

export const NO_FILTER: BoardFilter = { text: '', group: 'all', project: '' }

export function groupOf(series: Pick<SeriesView, 'status' | 'hold'>): GroupName {
  if (FINISHED.includes(series.status)) return 'finished'
  if (needsPerson(series.status, series.hold)) return 'needs'
  if (series.status === 'paused') return 'paused'
  return series.status === 'waiting' ? 'waiting' : 'running'
}

/** The board's groups that have rows, in order, after the filter. */
export function boardGroups(
  series: Iterable<SeriesView>,
  sessions: Iterable<SessionView>,
  filter: BoardFilter = NO_FILTER,
): BoardGroup[] {
  const rows = new Map<GroupName, BoardRow[]>(GROUP_ORDER.map((name) => [name, []]))
  for (const view of series) {
    if (fits(filter, view.project, seriesWords(view))) {
      rows.get(groupOf(view))?.push({ id: view.id, series: view, session: null })
    }
  }
  for (const view of sessions) {
    if (view.seriesId === null && fits(filter, view.project, sessionWords(view))) {
      rows.get('alone')?.push({ id: view.sessionId, series: null, session: view })
    }
  }
  return GROUP_ORDER.filter((name) => filter.group === 'all' || filter.group === name)
    .map((name) => ({ name, rows: (rows.get(name) ?? []).sort(ORDERS[name]) }))
    .filter((group) => group.rows.length > 0)
}

/** How many rows each group has without the filter. */
export function groupCounts(series: Iterable<SeriesView>, sessions: Iterable<SessionView>): Record<GroupName, number> {
  const counts = Object.fromEntries(GROUP_ORDER.map((name) => [name, 0])) as Record<GroupName, number>
  for (const group of boardGroups(series, sessions)) counts[group.name] = group.rows.length
  return counts
}

/** What is finished lies out of sight below the others; where there is nothing else it is what one came for. */
export function closedAtFirst(counts: Record<GroupName, number>): ReadonlySet<GroupName> {
  const others = GROUP_ORDER.some((name) => name !== 'finished' && counts[name] > 0)
  return new Set(others ? ['finished'] : [])
}

/** Real paths of all projects on the board, by name. */
export function boardProjects(series: Iterable<SeriesView>, sessions: Iterable<SessionView>): string[] {
  const paths = new Set([...series, ...sessions].map((view) => view.project))
  return [...paths].sort((a, b) => projectName(a).localeCompare(projectName(b)) || a.localeCompare(b))
}

/** The first open task; null: none is open, or none is known. */
export function currentTask({ boxes }: Pick<SeriesView, 'boxes'>): string | null {
  return boxes.find(({ done }) => !done)?.title ?? null
}

function fits(filter: BoardFilter, project: string, words: string): boolean {
  if (filter.project !== '' && project !== filter.project) return false
  const haystack = words.toLowerCase()
  return filter.text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word))
}

function seriesWords(view: SeriesView): string {
  const { task, project, why, activity, session, id } = view
  return [task, project, why ?? '', activity, currentTask(view) ?? '', session?.model ?? '', id].join('\n')
}

function sessionWords({ project, model, sessionId, state }: SessionView): string {
  return [project, model ?? '', sessionId, state].join('\n')
}

type Order = (a: BoardRow, b: BoardRow) => number

/** Sorts after every time. */
const NEVER = '~'

/** By figures that do not move while one looks: nothing jumps. */
const newest: Order = (a, b) => compare(startOf(b), startOf(a)) || compare(a.id, b.id)
const lastChanged: Order = (a, b) => compare(b.series?.updatedAt ?? '', a.series?.updatedAt ?? '') || newest(a, b)

const ORDERS: Record<GroupName, Order> = {
  /** Who waits longest comes first. */
  needs: (a, b) => compare(a.series?.hold?.since ?? NEVER, b.series?.hold?.since ?? NEVER) || newest(a, b),
  running: newest,
  /** What goes on soonest comes first. */
  waiting: (a, b) => compare(a.series?.hold?.until ?? NEVER, b.series?.hold?.until ?? NEVER) || newest(a, b),
  paused: lastChanged,
  alone: (a, b) => Number(b.session?.live ?? false) - Number(a.session?.live ?? false) || newest(a, b),
  finished: lastChanged,
}

/** Times and ids by their signs, not by a language's order. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

function startOf(row: BoardRow): string {
  return row.series?.createdAt ?? row.session?.startedAt ?? ''
}
