import { reusedIntegers } from './reused-memory.ts'
import type { UsageColumns } from './usage-columns.ts'

/** Which cells count. Numbers as the columns have them; null: all. */
export interface CellFilter {
  from: number | null
  until: number | null
  project: number | null
  agent: number | null
  model: number | null
  series: number | null
  session: number | null
}

const memory = reusedIntegers()

/** Ids of the cells that count, in their order; until the next call. Loops here and in usage-groups.ts run over a quarter of a million cells: plain ones. */
export function chosenCells(columns: UsageColumns, filter: CellFilter): Int32Array {
  const { rows, session, day, model } = columns
  const from = filter.from ?? Number.MIN_SAFE_INTEGER
  const until = filter.until ?? Number.MAX_SAFE_INTEGER
  const wanted = wantedSessions(columns, filter)
  const chosen = memory(rows)
  let count = 0
  for (let cell = 1; cell < rows; cell += 1) {
    const on = day[cell] ?? 0
    if (on < from || on > until) continue
    if (filter.model !== null && model[cell] !== filter.model) continue
    const number = session[cell] ?? 0
    // Ids have no gaps but where a cell is not read yet.
    if (number === 0 || (wanted !== null && wanted[number] === 0)) continue
    chosen[count] = cell
    count += 1
  }
  return chosen.subarray(0, count)
}

/** 1 for each session that counts; null: all do. */
function wantedSessions(
  { sessions }: UsageColumns,
  { project, agent, series, session }: CellFilter,
): Uint8Array | null {
  if (project === null && agent === null && series === null && session === null) return null
  const wanted = new Uint8Array(sessions.rows)
  for (let number = 0; number < sessions.rows; number += 1) {
    if (project !== null && sessions.project[number] !== project) continue
    if (agent !== null && sessions.agent[number] !== agent) continue
    if (series !== null && sessions.series[number] !== series) continue
    if (session !== null && number !== session) continue
    wanted[number] = 1
  }
  return wanted
}
