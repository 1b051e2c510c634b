import { cleanText } from '../../../contract/text.ts'
import { withCore } from '../core-access.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { nowText, refuse, type CommandContext } from '../output.ts'
import { logLine } from '../render/log-line.ts'

/** `baton logs [ID]`: the last lines of the core's log, of one series or session if named. */
export async function logs(
  { dataDir, io, out }: CommandContext,
  id: string | undefined,
  options: { lines: number },
): Promise<ExitCode> {
  const params = { lines: options.lines, ...(id === undefined ? {} : { id }) }
  const asked = await withCore(dataDir, io.env, (core) => core.client.call('logs.read', params))
  const outcome = asked.ok ? asked.value : asked
  if (!outcome.ok) return refuse(out, outcome.problem)
  for (const line of outcome.value.lines) {
    if (out.json) out.object({ type: 'log', at: nowText(), line: cleanText(line) })
    else out.lines([logLine(line)])
  }
  if (outcome.value.lines.length === 0) out.diagnostic('The log has no such lines.')
  return EXIT.completed
}
