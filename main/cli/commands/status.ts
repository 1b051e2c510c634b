import { withCore } from '../core-access.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { nowText, refuse, type CommandContext } from '../output.ts'
import { joined, piece } from '../render/line.ts'
import { seriesTable } from '../render/lists.ts'
import { between, durationText } from '../render/numbers.ts'
import { scanLine } from '../render/scan-line.ts'

const NO_SERIES =
  'No series yet. Begin with: baton init --project . --task NAME "what to do", then baton run --task NAME'

const NO_CORE =
  '\nNothing works on these while no core is running. `baton serve` goes on with all of them, their own `baton run` as well.'

/** `baton status`: the core, if one runs, and every series. */
export async function status({ dataDir, io, out }: CommandContext): Promise<ExitCode> {
  const asked = await withCore(dataDir, io.env, async (core) => ({
    live: !core.own,
    outcome: await core.client.call('core.status', {}),
    scan: await core.client.call('scan.state', {}),
  }))
  if (!asked.ok) return refuse(out, asked.problem)
  const { live, outcome, scan } = asked.value
  if (!outcome.ok) return refuse(out, outcome.problem)
  const core = outcome.value
  if (out.json) {
    const reading = scan.ok ? scan.value : null
    out.object({ type: 'status', at: nowText(), live, ...core, pid: live ? core.pid : null, scan: reading })
    return EXIT.completed
  }
  const up = durationText(between(core.startedAt, null, Date.now()))
  const head = live
    ? joined([piece(`core ${core.version}`, 'strong'), piece(`pid ${core.pid}`), piece(`up ${up}`)])
    : [piece('no core is running', 'strong')]
  out.lines([[...head, piece(` · ${core.dataDir}`, 'quiet')]])
  if (scan.ok && scan.value.phase === 'first') out.lines([scanLine(scan.value)])
  out.lines([[piece('')]])
  if (core.series.length === 0) out.text(NO_SERIES)
  else out.lines(seriesTable(core.series, out.columns()))
  if (!live && core.series.some((view) => view.status === 'running' || view.status === 'waiting')) out.text(NO_CORE)
  const waiting = core.series.filter((view) => view.status === 'needs-attention' || view.status === 'waiting')
  for (const view of waiting)
    out.lines([[piece('')], [piece(`${view.task}: `, 'strong'), piece(view.why ?? '', 'warn')]])
  return EXIT.completed
}
