import type { SeriesView } from '../../contract/series.ts'
import type { PlanLimit } from '../../contract/forecast.ts'
import type { TrayState } from './tray-words.ts'
import {
  contextText,
  label,
  limitText,
  needsPerson,
  nextTryText,
  seriesName,
  statusText,
  summaryText,
  titleText,
  trayState,
  unfinished,
} from './tray-words.ts'

export type TrayCommand =
  | { do: 'open' }
  | { do: 'open-series'; seriesId: string }
  | { do: 'open-terminal'; seriesId: string }
  | { do: 'series.pause' | 'series.resume' | 'series.checkpoint' | 'series.cycle'; seriesId: string }
  | { do: 'keep-awake'; on: boolean }
  | { do: 'install-update' }
  | { do: 'quit' }

export type TrayItem =
  | { kind: 'separator' }
  | { kind: 'text'; label: string }
  | { kind: 'action'; label: string; command: TrayCommand; enabled: boolean }
  | { kind: 'checkbox'; label: string; checked: boolean; command: TrayCommand; enabled: boolean }
  | { kind: 'submenu'; label: string; items: TrayItem[] }

export interface TrayModel {
  state: TrayState
  /** Beside the icon, where the platform has a place for it; "" where nothing is to be said. */
  title: string
  tooltip: string
  items: TrayItem[]
}

export interface TrayKnows {
  series: readonly SeriesView[]
  keepAwake: boolean
  /** Version that waits for a restart. */
  update: string | null
  /** Why the last update failed; null: it did not. */
  updateProblem: string | null
  /** What Baton itself is at: "Ending safely: 1 of 3 sessions ended"; null: nothing. */
  busy: string | null
  /** False: no core answers now. */
  connected: boolean
  /** Limits of plans, as agents told them. */
  limits: readonly PlanLimit[]
  /** Milliseconds since the epoch. */
  now: number
}

/** A longer menu does not fit a screen; the window shows all. */
const MOST_SERIES = 12
const MOST_LIMITS = 6

/** The tray as it has to look for what is known. Pure. */
export function trayModel(knows: TrayKnows): TrayModel {
  const series = unfinished(knows.series)
  const separator: TrayItem = { kind: 'separator' }
  return {
    state: knows.connected ? trayState(series) : 'attention',
    title: titleText(series),
    tooltip: knows.busy ?? (knows.connected ? summaryText(series) : 'Baton: its core does not answer'),
    items: [
      { kind: 'text', label: knows.busy ?? (knows.connected ? summaryText(series) : 'The core does not answer') },
      ...series.filter(needsPerson).slice(0, MOST_SERIES).map(askingItem),
      ...(series.length === 0 ? [] : [separator]),
      ...series.slice(0, MOST_SERIES).map((view) => seriesItem(view, knows.connected)),
      ...(series.length > MOST_SERIES ? [moreItem(series.length - MOST_SERIES)] : []),
      ...limitItems(knows),
      separator,
      { kind: 'action', label: 'Open Baton', command: { do: 'open' }, enabled: true },
      keepAwakeItem(knows),
      ...(knows.update === null ? [] : [updateItem(knows.update)]),
      ...(knows.updateProblem === null ? [] : [problemItem(knows.updateProblem)]),
      separator,
      { kind: 'action', label: 'Quit Baton', command: { do: 'quit' }, enabled: true },
    ],
  }
}

function askingItem(view: SeriesView): TrayItem {
  const why = label(view.why ?? statusText(view), 60)
  const command: TrayCommand = { do: 'open-terminal', seriesId: view.id }
  return { kind: 'action', label: `${seriesName(view)}: ${why}`, command, enabled: true }
}

function seriesItem(view: SeriesView, connected: boolean): TrayItem {
  const seriesId = view.id
  const loops = view.status === 'running' || view.status === 'waiting'
  const works = connected && loops && view.session?.live === true
  const nextTry = nextTryText(view)
  return {
    kind: 'submenu',
    label: `${seriesName(view)} · ${contextText(view)}`,
    items: [
      { kind: 'text', label: statusText(view) },
      ...(nextTry === null ? [] : [{ kind: 'text' as const, label: nextTry }]),
      { kind: 'separator' },
      {
        kind: 'checkbox',
        label: 'Loop',
        checked: loops && view.ending === null,
        command: { do: loops && view.ending === null ? 'series.pause' : 'series.resume', seriesId },
        enabled: connected,
      },
      { kind: 'action', label: 'Checkpoint now', command: { do: 'series.checkpoint', seriesId }, enabled: works },
      { kind: 'action', label: 'Cycle now', command: { do: 'series.cycle', seriesId }, enabled: works },
      { kind: 'separator' },
      { kind: 'action', label: 'Open terminal', command: { do: 'open-terminal', seriesId }, enabled: true },
      { kind: 'action', label: 'Open series', command: { do: 'open-series', seriesId }, enabled: true },
    ],
  }
}

/** What resets next first. */
function limitItems({ limits, now }: TrayKnows): TrayItem[] {
  const sorted = limits.toSorted((a, b) => (a.resetsAt ?? '9').localeCompare(b.resetsAt ?? '9'))
  const items = sorted.slice(0, MOST_LIMITS).map((limit): TrayItem => ({ kind: 'text', label: limitText(limit, now) }))
  return items.length === 0 ? [] : [{ kind: 'separator' }, ...items]
}

function moreItem(count: number): TrayItem {
  return { kind: 'action', label: `${count} more in the window …`, command: { do: 'open' }, enabled: true }
}

function keepAwakeItem({ keepAwake, connected }: TrayKnows): TrayItem {
  return {
    kind: 'checkbox',
    label: 'Keep awake while a series runs',
    checked: keepAwake,
    command: { do: 'keep-awake', on: !keepAwake },
    enabled: connected,
  }
}

function problemItem(why: string): TrayItem {
  return { kind: 'text', label: `Update failed: ${label(why, 60)}` }
}

function updateItem(version: string): TrayItem {
  return {
    kind: 'action',
    label: `Restart to update to ${label(version, 20)}`,
    command: { do: 'install-update' },
    enabled: true,
  }
}
