import { resolve } from 'node:path'
import { realpathSync } from 'node:fs'
import type { AgentName } from '../../../contract/telemetry.ts'
import { success } from '../../../contract/problem.ts'
import { withCore } from '../core-access.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { nowText, refuse, type CommandContext } from '../output.ts'
import { lookFirst } from '../scan-wait.ts'
import { piece } from '../render/line.ts'
import { countText } from '../render/numbers.ts'
import { parallelNotes, sessionRows, sessionTable } from '../render/session-rows.ts'

export interface SessionsOptions {
  live?: boolean
  agent?: AgentName
  project?: string
  limit: number
}

/** `baton sessions`: those of this machine, hosted here or not. */
export async function sessions(context: CommandContext, options: SessionsOptions): Promise<ExitCode> {
  const { dataDir, io, out } = context
  const { agent, limit } = options
  const live = options.live === true
  const project = options.project === undefined ? undefined : realFolder(resolve(io.cwd, options.project))
  const query = {
    live,
    limit,
    ...(agent === undefined ? {} : { agent }),
    ...(project === undefined ? {} : { project }),
  }
  const asked = await withCore(dataDir, io.env, async ({ client, own }) => {
    // A core that lives looks by itself.
    if (own) await lookFirst(client, context)
    const [hosted, observed] = [await client.call('session.list', {}), await client.call('session.observed', query)]
    if (!hosted.ok) return hosted
    return observed.ok ? success({ hosted: hosted.value, observed: observed.value }) : observed
  })
  const outcome = asked.ok ? asked.value : asked
  if (!outcome.ok) return refuse(out, outcome.problem)
  const { hosted, observed } = outcome.value
  const fitting = hosted.filter((view) => {
    if (agent !== undefined && agent !== 'claude') return false
    return (!live || view.live) && (project === undefined || view.project === project)
  })
  const all = sessionRows(fitting, observed.sessions)
  const rows = all.slice(0, limit)
  if (out.json) {
    for (const row of rows) {
      out.object({
        type: 'session',
        at: nowText(),
        hosted: row.hosted !== null,
        agent: 'claude',
        ...(row.hosted ?? row.observed),
      })
    }
    return EXIT.completed
  }
  if (rows.length === 0) {
    out.text(live ? 'No session lives now.' : 'No sessions yet.')
    return EXIT.completed
  }
  out.lines(sessionTable(rows, out.columns(), Date.now()))
  const notes = parallelNotes(rows)
  const left = all.length - rows.length
  const more =
    left > 0 ? `${countText(left, 'more session')}: see them with --limit.` : 'There are more: see them with --limit.'
  if (left > 0 || observed.more) notes.push([piece(more, 'quiet')])
  if (notes.length > 0) out.lines([[piece('')], ...notes])
  return EXIT.completed
}

/** One that is gone has the path that was given. */
function realFolder(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
