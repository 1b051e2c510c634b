import { UNATTRIBUTED_MODEL, type UsageRow } from '../../../contract/ledger.ts'
import type { SeriesView } from '../../../contract/series.ts'
import { AgentName } from '../../../contract/telemetry.ts'
import { cleanLine } from '../../../contract/text.ts'
import { projectName } from '../../ui/format.ts'
import { AGENTS } from '../telemetry/telemetry-words.ts'
import type { Slice, StepDimension } from './address.ts'
import { dayWords } from './days.ts'

export const SLICE_TITLES: Record<Slice, string> = {
  project: 'Project',
  model: 'Model',
  agent: 'Agent',
  series: 'Series',
  session: 'Session',
  day: 'Day',
}

/** The value of a row in one dimension; "": none is known. */
export function valueOf(row: UsageRow, slice: Slice): string {
  switch (slice) {
    case 'series':
      return row.seriesId ?? ''
    case 'session':
      return row.sessionId ?? ''
    case 'project':
      return row.project ?? ''
    case 'day':
    case 'model':
    case 'agent':
      return row[slice] ?? ''
  }
}

export interface Known {
  series: ReadonlyMap<string, Pick<SeriesView, 'task'>>
  /** YYYY-MM-DD */
  today: string
}

/** What a person calls it. What an agent wrote in it is cleaned. */
export function nameOf(slice: Slice, value: string, { series, today }: Known): string {
  if (value === '') return NONE[slice]
  switch (slice) {
    case 'project':
      return placeName(value)
    case 'model':
      return value === UNATTRIBUTED_MODEL ? 'Unattributed' : cleanLine(value, 80)
    case 'agent':
      return agentName(value)
    case 'series':
      return cleanLine(series.get(value)?.task ?? shortId(value), 80)
    case 'session':
      return shortId(value)
    case 'day':
      return dayWords(value, today)
  }
}

/** A folder's own name, and its whole path: data, as an agent wrote it. */
export function placeName(path: string): string {
  return cleanLine(projectName(path), 80)
}

export function placePath(path: string): string {
  return cleanLine(path, 300)
}

const NONE: Record<Slice, string> = {
  project: 'No project known',
  model: 'No model known',
  agent: 'No agent known',
  series: 'In no series',
  session: 'No session known',
  day: 'No day known',
}

/** A part of an id that tells it apart: the head of a session's, the tail of a series' (its head is the time). */
export function shortId(id: string): string {
  return cleanLine(/^[0-9A-Z]{26}$/.test(id) ? id.slice(-8) : id.slice(0, 8))
}

export function agentName(value: string): string {
  const agent = AgentName.safeParse(value)
  return agent.success ? AGENTS[agent.data] : cleanLine(value, 40)
}

/** Can a row of it be gone into? What no value is known of cannot be asked for by each dimension. */
export function canStepInto(slice: Slice, value: string): slice is StepDimension {
  if (slice === 'day') return false
  return value !== '' || slice === 'project'
}
