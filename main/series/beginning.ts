import { ulid } from 'ulid'
import type { RunEvent } from '../../contract/events.ts'
import type { Policy } from '../../contract/policy.ts'
import type { DevDocs } from '../checkpoints/dev-docs.ts'
import type { SeriesRow } from '../store/types.ts'
import { headOf } from './admission.ts'
import { newSeries, type Adopted, type CyclerState } from './state.ts'

/** What a new series is made of. */
export interface Beginning {
  /** Real path. */
  project: string
  task: string
  docs: DevDocs
  policy: Policy
  /** The session that it goes on with; not there: a fresh one. */
  adopted?: Adopted
}

/** A series before its first step. `at`: ms since the epoch. */
export async function seriesRow(beginning: Beginning, at: number): Promise<SeriesRow> {
  const { project, task, docs, policy, adopted } = beginning
  const contextSha256 = docs.files.find((file) => file.role === 'context')?.sha256 ?? null
  const startCommit = await headOf(project)
  const made = newSeries(ulid(at), project, task, docs.boxes, at)
  const state: CyclerState = { ...made, contextSha256, startCommit, ...(adopted === undefined ? {} : { adopted }) }
  return { id: state.id, project, task, status: 'running', state, policy, createdAt: at, updatedAt: at }
}

/** What is told when an unfinished series is run again. */
export function goesOn({ id, project, task }: SeriesRow, at: number): RunEvent {
  return { type: 'series.started', at: new Date(at).toISOString(), series: id, project, task, resumed: true }
}
