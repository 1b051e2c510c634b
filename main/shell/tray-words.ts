import path from 'node:path'
import type { PlanLimit } from '../../contract/forecast.ts'
import { dueWords } from '../../contract/forecast-words.ts'
import { limitWords } from '../../contract/limit-words.ts'
import { FINISHED, type SeriesStatus, type SeriesView } from '../../contract/series.ts'
import { cleanLine } from '../../contract/text.ts'

export type TrayState = 'idle' | 'running' | 'waiting' | 'attention'

const STATUS_WORD: Record<SeriesStatus, string> = {
  running: 'Running',
  waiting: 'Waiting',
  paused: 'Paused',
  'needs-attention': 'Needs attention',
  completed: 'Completed',
  stopped: 'Stopped',
  failed: 'Failed',
}
/** What a person should see first comes first. */
const ORDER: readonly SeriesStatus[] = ['needs-attention', 'waiting', 'running', 'paused']
const NAME_LENGTH = 40

/** Names that others chose, as one line of a menu. "&" would underline the next letter. */
export function label(text: string, length = NAME_LENGTH): string {
  return cleanLine(text, length).replaceAll('&', '&&')
}

/** What a person may still have to do with, what needs them first, the newest first among equals. */
export function unfinished(series: readonly SeriesView[]): SeriesView[] {
  const rank = (view: SeriesView): number => (needsPerson(view) ? -1 : ORDER.indexOf(view.status))
  return series
    .filter(({ status }) => !FINISHED.includes(status))
    .toSorted((a, b) => rank(a) - rank(b) || b.updatedAt.localeCompare(a.updatedAt))
}

/** It does not go on until a person acts. One that a person paused waits for nobody. */
export function needsPerson({ status, hold }: SeriesView): boolean {
  return status === 'needs-attention' || (status === 'waiting' && hold?.human === true)
}

export function trayState(series: readonly SeriesView[]): TrayState {
  if (series.some(needsPerson)) return 'attention'
  if (series.some(({ status }) => status === 'running')) return 'running'
  return series.some(({ status }) => status === 'waiting') ? 'waiting' : 'idle'
}

/** "checkout · shop": the task and its project's folder. */
export function seriesName(view: SeriesView): string {
  return `${label(view.task)} · ${label(path.basename(view.project))}`
}

/** "72 %", "–" while it is unknown. */
export function contextText({ session }: SeriesView): string {
  const percent = session?.context?.percent ?? null
  return percent === null ? '–' : `${Math.round(percent)} %`
}

/** "Running · 148k of 200k tokens · 3 of 7 tasks done · due in ~6 turns (4–9)". */
export function statusText(view: SeriesView): string {
  const context = view.session?.context ?? null
  const tokens =
    context === null || context.used === null
      ? 'context unknown'
      : `${thousands(context.used)} of ${thousands(context.window)} tokens`
  const done = view.boxes.filter((box) => box.done).length
  const tasks = view.boxes.length === 0 ? [] : [`${done} of ${view.boxes.length} tasks done`]
  const due = dueWords(view.session?.forecast ?? null)
  return [STATUS_WORD[view.status], tokens, ...tasks, ...(due === null ? [] : [due])].join(' · ')
}

/** When a series that a limit holds goes on by itself, local time; null: nothing is to be waited for. */
export function nextTryText({ hold }: SeriesView): string | null {
  if (hold === null || hold.until === null || hold.kind !== 'limit') return null
  const until = new Date(hold.until)
  if (Number.isNaN(until.getTime())) return null
  return `Limit: goes on at ${until.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`
}

/** "Claude, 5 hours: 42 % used, resets at 15:00". */
export function limitText(limit: PlanLimit, now: number): string {
  const { name, used, resets } = limitWords(limit, now, (at) => clockText(at, now))
  return label(`${name}: ${used}${resets === null ? '' : `, ${resets}`}`, 80)
}

/** Local time, with the day where that is not today. */
function clockText(at: string, now: number): string {
  const date = new Date(at)
  const clock = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  if (date.toDateString() === new Date(now).toDateString()) return clock
  return `${clock} on ${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })}`
}

/** The fullest context of those that live: "72 % · checkout"; "": none is known. */
export function titleText(series: readonly SeriesView[]): string {
  const worst = fullest(series)
  return worst === undefined ? '' : `${contextText(worst)} · ${cleanLine(worst.task, NAME_LENGTH)}`
}

/** "Baton: 2 running, 1 needs you · 72 % · checkout". */
export function summaryText(series: readonly SeriesView[]): string {
  const asking = series.filter(needsPerson).length
  const counts = [
    [series.filter(({ status }) => status === 'running').length, 'running'],
    [series.filter((view) => view.status === 'waiting' && !needsPerson(view)).length, 'waiting'],
    [series.filter(({ status }) => status === 'paused').length, 'paused'],
    [asking, asking === 1 ? 'needs you' : 'need you'],
  ] as const
  const said = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`)
  const title = titleText(series)
  return `Baton: ${said.length === 0 ? 'nothing runs' : said.join(', ')}${title === '' ? '' : ` · ${title}`}`
}

function fullest(series: readonly SeriesView[]): SeriesView | undefined {
  const percent = (view: SeriesView): number => view.session?.context?.percent ?? -1
  return series
    .filter((view) => view.session?.live === true && percent(view) >= 0)
    .toSorted((a, b) => percent(b) - percent(a))[0]
}

function thousands(tokens: number): string {
  return tokens < 1_000 ? `${tokens}` : `${Math.round(tokens / 1_000)}k`
}
