import { homedir } from 'node:os'
import { UNATTRIBUTED_MODEL } from '../../../contract/ledger.ts'
import { failure, success, type Outcome } from '../../../contract/problem.ts'
import type { CoreClient } from '../../server/types.ts'
import { withCore } from '../core-access.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { refuse, type CommandContext } from '../output.ts'
import { piece } from '../render/line.ts'
import { sourceLines, usageLines } from '../render/usage-table.ts'
import { lookFirst } from '../scan-wait.ts'
import { usageAsked, type UsageAsked, type UsageOptions } from './usage-asked.ts'
import { labelsOf, linesOf } from './usage-labels.ts'
import { printedRows } from './usage-rows.ts'
import { VIEW_OF } from './usage-view.ts'

/** Groups that a page shows; files have all. */
const SHOWN_GROUPS = 50
const ALL_DAYS = 10_000

/** `baton usage`: what all agents of this machine used, from every transcript that there is and from telemetry. */
export async function usage(context: CommandContext, options: UsageOptions): Promise<ExitCode> {
  const { dataDir, io, out } = context
  const home = io.env['HOME'] ?? homedir()
  const asked = usageAsked(options, { json: out.json, cwd: io.cwd, home, now: Date.now() })
  if (!asked.ok) return refuse(out, asked.problem)
  const done = await withCore(dataDir, io.env, async ({ client }) => {
    const scan = await lookFirst(client, context)
    if (scan?.phase === 'off')
      out.diagnostic('Transcripts of other sessions are not read: switched off in the settings (usage.discover).')
    return shown(client, context, asked.value)
  })
  const outcome = done.ok ? done.value : done
  return outcome.ok ? EXIT.completed : refuse(out, outcome.problem)
}

function shown(client: CoreClient, context: CommandContext, asked: UsageAsked): Promise<Outcome<null>> {
  if (asked.view !== 'rows') return VIEW_OF[asked.view](client, context, asked)
  return asked.csv || context.out.json ? printedRows(client, context, asked) : table(client, context, asked)
}

/** The table for people. */
async function table(client: CoreClient, { out, io }: CommandContext, asked: UsageAsked): Promise<Outcome<null>> {
  const { filters, by, group } = asked
  const days = by[0] === 'day'
  const [rows, sources, beyond] = await Promise.all([
    client.call('usage.query', {
      ...filters,
      by,
      ...(days ? { limit: ALL_DAYS } : { order: 'cost', limit: SHOWN_GROUPS }),
    }),
    client.call('usage.query', { ...filters, by: ['costSource'] }),
    filters.model === undefined ? client.call('usage.query', { ...filters, model: UNATTRIBUTED_MODEL }) : null,
  ])
  if (!rows.ok) return rows
  if (!sources.ok) return sources
  if (beyond !== null && !beyond.ok) return beyond
  const { total, more } = rows.value
  if (total.requests + total.errors === 0 && total.costUsd === 0) return nothing(asked, out.diagnostic)
  const columns = out.columns()
  const labels = await labelsOf(client, rows.value.rows, group ?? 'day', { home: io.env['HOME'] ?? homedir(), columns })
  if (!labels.ok) return labels
  out.lines([
    [piece(rangeText(filters), 'quiet')],
    [piece('')],
    ...usageLines(group ?? 'day', linesOf(rows.value.rows, group ?? 'day', labels.value), total, more, columns),
    [piece('')],
    ...sourceLines(sources.value.rows, beyond?.value.total.costUsd ?? 0, Math.min(columns, 100)),
  ])
  if (more > 0) out.text('The rest is in `--csv` and `--json`.')
  return success(null)
}

function rangeText({ from, until }: UsageAsked['filters']): string {
  if (from === null && until === null) return 'all that is known'
  return `${from ?? 'the beginning'} to ${until ?? 'now'}`
}

function nothing({ filters }: UsageAsked, say: (text: string) => void): Outcome<null> {
  if (filters.project !== undefined)
    return failure(
      'usage',
      filters.project,
      'nothing is known of such a project in this time',
      'see `baton usage --by project`',
    )
  say(`Nothing is known of ${rangeText(filters)}. See \`baton doctor\` for where transcripts are looked for.`)
  return success(null)
}
