import { basename } from 'node:path'
import type { UsageRow } from '../../../contract/ledger.ts'
import { success, type Outcome } from '../../../contract/problem.ts'
import type { CoreClient } from '../../server/types.ts'
import { shortId } from '../render/lists.ts'
import type { UsageLine } from '../render/usage-table.ts'
import type { Group } from './usage-asked.ts'
import { bySpan } from './usage-spans.ts'

/** Letters of a session id that tell it apart from the others of a person. */
const SESSION_LETTERS = 8

/** What a group is called in a table. */
export type LabelOf = (row: UsageRow) => string

/** Rows as lines of a table; days are added up to weeks and months. */
export function linesOf(rows: readonly UsageRow[], group: Group, labelOf: LabelOf): UsageLine[] {
  if (group === 'week' || group === 'month') return bySpan(rows, group).map((row) => ({ ...row, label: row.span }))
  return rows.map((row) => ({ ...row, label: labelOf(row) }))
}

/** Names of the groups; those of series are asked for. */
export async function labelsOf(
  client: CoreClient,
  rows: readonly UsageRow[],
  group: Group,
  { home, columns }: { home: string; columns: number },
): Promise<Outcome<LabelOf>> {
  const tasks = new Map<string, string>()
  if (group === 'series' && rows.some(({ seriesId }) => seriesId != null)) {
    const listed = await client.call('series.list', {})
    if (!listed.ok) return listed
    for (const { id, task } of listed.value) tasks.set(id, task)
  }
  return success((row) => {
    switch (group) {
      case 'project':
        return projectText(row.project ?? null, home, columns)
      case 'model':
        return row.model ?? ''
      case 'agent':
        return row.agent ?? ''
      case 'series':
        return row.seriesId == null ? 'in no series' : `${shortId(row.seriesId)} ${tasks.get(row.seriesId) ?? ''}`
      case 'session': {
        const id = row.sessionId == null ? 'no session' : row.sessionId.slice(0, SESSION_LETTERS)
        const project = projectText(row.project ?? null, home, columns)
        return `${id} ${columns < WIDE_COLUMNS ? basename(project) : project}`
      }
      default:
        return row.day ?? ''
    }
  })
}

/** Below this there is room for the end of a path, which tells it apart from others. */
const WIDE_COLUMNS = 120
const SHORT_PATH = 20

function projectText(project: string | null, home: string, columns: number): string {
  if (project === null || project === '') return 'no project'
  const text = project === home || project.startsWith(`${home}/`) ? `~${project.slice(home.length)}` : project
  return columns >= WIDE_COLUMNS || text.length <= SHORT_PATH ? text : `…${text.slice(1 - SHORT_PATH)}`
}
