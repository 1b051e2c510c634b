import type { ObservedSession } from '../../../contract/observed.ts'
import { FINISHED, type SeriesView, type SessionView } from '../../../contract/series.ts'
import { projectName } from '../../ui/format.ts'
import { needsPerson } from '../../ui/status-words.ts'
import { AGENTS } from '../telemetry/telemetry-words.ts'

export type GroupName = 'needs' | 'running' | 'waiting' | 'paused' | 'alone' | 'elsewhere' | 'finished' | 'past'

/** In the order of the board: what needs a person comes first. */
export const GROUP_TITLES: Record<GroupName, string> = {
  needs: 'Needs you',
  running: 'Running',
  waiting: 'Waiting',
  paused: 'Paused',
  alone: 'Sessions without a series',
  elsewhere: 'Running elsewhere',
  finished: 'Finished',
  past: 'Ended elsewhere',
}
export const GROUP_ORDER = Object.keys(GROUP_TITLES) as GroupName[]

/** A series, a hosted session without one, or a session that Baton does not host. `parallel`: other sessions that live in its folder. */
export type BoardRow =
  | { id: string; parallel: number; series: SeriesView; session: null; observed: null }
  | { id: string; parallel: number; series: null; session: SessionView; observed: null }
  | { id: string; parallel: number; series: null; session: null; observed: ObservedSession }

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
  /** Where it runs. */
  host: 'all' | 'hosted' | 'observed'
}

export const NO_FILTER: BoardFilter = { text: '', group: 'all', project: '', host: 'all' }

/** What stands on the board. */
export interface OnBoard {
  series: Iterable<SeriesView>
  sessions: Iterable<SessionView>
  observed: readonly ObservedSession[]
}

export function groupOf(series: Pick<SeriesView, 'status' | 'hold'>): GroupName {
  if (FINISHED.includes(series.status)) return 'finished'
  if (needsPerson(series.status, series.hold)) return 'needs'
  if (series.status === 'paused') return 'paused'
  return series.status === 'waiting' ? 'waiting' : 'running'
}

/** What waits for its person comes with what else needs one. */
export function groupOfObserved({ state }: Pick<ObservedSession, 'state'>): GroupName {
  if (state === 'waiting') return 'needs'
  return state === 'ended' ? 'past' : 'elsewhere'
}

/** The board's groups that have rows, in order, after the filter. */
export function boardGroups({ series, sessions, observed }: OnBoard, filter: BoardFilter = NO_FILTER): BoardGroup[] {
  const rows = new Map<GroupName, BoardRow[]>(GROUP_ORDER.map((name) => [name, []]))
  const hosted = filter.host === 'observed' ? [] : [...series]
  const living = livingIn(hosted, observed)
  for (const view of hosted) {
    if (!fits(filter, view.project, seriesWords(view))) continue
    const others = view.session?.live === true ? (living.get(view.project) ?? 1) - 1 : 0
    rows.get(groupOf(view))?.push({ id: view.id, parallel: others, series: view, session: null, observed: null })
  }
  for (const view of filter.host === 'observed' ? [] : sessions) {
    if (view.seriesId === null && fits(filter, view.project, sessionWords(view))) {
      rows.get('alone')?.push({ id: view.sessionId, parallel: 0, series: null, session: view, observed: null })
    }
  }
  for (const view of filter.host === 'hosted' ? [] : observed) {
    if (!fits(filter, view.project ?? '', observedWords(view))) continue
    const { sessionId: id, parallel } = view
    rows.get(groupOfObserved(view))?.push({ id, parallel, series: null, session: null, observed: view })
  }
  return GROUP_ORDER.filter((name) => filter.group === 'all' || filter.group === name)
    .map((name) => ({ name, rows: (rows.get(name) ?? []).sort(ORDERS[name]) }))
    .filter((group) => group.rows.length > 0)
}

/** How many rows each group has without the filter. */
export function groupCounts(board: OnBoard): Record<GroupName, number> {
  const counts = Object.fromEntries(GROUP_ORDER.map((name) => [name, 0])) as Record<GroupName, number>
  for (const group of boardGroups(board)) counts[group.name] = group.rows.length
  return counts
}

/** What is over lies out of sight below the others; where there is nothing else it is what one came for. */
export function closedAtFirst(counts: Record<GroupName, number>): ReadonlySet<GroupName> {
  const over: GroupName[] = ['finished', 'past']
  const others = GROUP_ORDER.some((name) => !over.includes(name) && counts[name] > 0)
  if (others) return new Set(over)
  return new Set(counts.finished > 0 ? ['past'] : [])
}

/** Real paths of all projects on the board, by name. */
export function boardProjects({ series, sessions, observed }: OnBoard): string[] {
  const paths = new Set([...series, ...sessions, ...observed].flatMap(({ project }) => project ?? []))
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

function observedWords(view: ObservedSession): string {
  const { project, model, sessionId, state, title, agent, waitingFor } = view
  return [project ?? '', model ?? '', sessionId, state, title ?? '', AGENTS[agent], waitingFor ?? ''].join('\n')
}

/** Sessions that live now, by their folder. */
function livingIn(series: readonly SeriesView[], observed: readonly ObservedSession[]): Map<string, number> {
  const counts = new Map<string, number>()
  const folders = [
    ...series.flatMap(({ project, session }) => (session?.live === true ? project : [])),
    ...observed.flatMap(({ project, state }) => (state === 'ended' || project === null ? [] : project)),
  ]
  for (const folder of folders) counts.set(folder, (counts.get(folder) ?? 0) + 1)
  return counts
}

type Order = (a: BoardRow, b: BoardRow) => number

/** Sorts after every time. */
const NEVER = '~'

/** By figures that do not move while one looks: nothing jumps. */
const newest: Order = (a, b) => compare(startOf(b), startOf(a)) || compare(a.id, b.id)
const lastChanged: Order = (a, b) => compare(b.series?.updatedAt ?? '', a.series?.updatedAt ?? '') || newest(a, b)

const ORDERS: Record<GroupName, Order> = {
  /** Who waits longest comes first. */
  needs: (a, b) => compare(waitsSince(a), waitsSince(b)) || newest(a, b),
  running: newest,
  /** What goes on soonest comes first. */
  waiting: (a, b) => compare(a.series?.hold?.until ?? NEVER, b.series?.hold?.until ?? NEVER) || newest(a, b),
  paused: lastChanged,
  alone: (a, b) => Number(b.session?.live ?? false) - Number(a.session?.live ?? false) || newest(a, b),
  elsewhere: newest,
  finished: lastChanged,
  past: (a, b) => compare(b.observed?.lastAt ?? '', a.observed?.lastAt ?? '') || newest(a, b),
}

function waitsSince({ series, observed }: BoardRow): string {
  return series?.hold?.since ?? observed?.lastAt ?? NEVER
}

/** Times and ids by their signs, not by a language's order. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

function startOf(row: BoardRow): string {
  return row.series?.createdAt ?? row.session?.startedAt ?? row.observed?.startedAt ?? ''
}
