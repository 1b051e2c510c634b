import { failure, type Outcome } from '../../../contract/problem.ts'
import type { RpcMethod } from '../../../contract/rpc.ts'
import { liveCore, withCore } from '../core-access.ts'
import { ensureCore } from '../detached-core.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { followSeries, onProcessInterrupt } from '../follower.ts'
import { nowText, refuse, type CommandContext } from '../output.ts'
import { economyLines } from '../render/economy.ts'
import { seriesTable, shortId } from '../render/lists.ts'
import { reportLines } from '../render/report.ts'
import { seriesPage } from '../render/series-view.ts'
import { createScreen } from '../screens.ts'

/** What can be done to a series by name. */
export const SERIES_VERBS = ['pause', 'resume', 'checkpoint', 'cycle', 'stop'] as const
export type SeriesVerb = (typeof SERIES_VERBS)[number]

const USE =
  'type `baton series`, `baton series ID [--report|--watch]` or `baton series pause|resume|checkpoint|cycle|stop ID`'

/** `baton series …`: words are `[]`, `[ID]` or `[VERB, ID]`. */
export async function series(
  context: CommandContext,
  words: string[],
  options: { report?: boolean; watch?: boolean },
): Promise<ExitCode> {
  const [first, second, ...rest] = words
  const verb = SERIES_VERBS.find((name) => name === first)
  if (rest.length > 0) return refuse(context.out, usage(rest.join(' '), 'are too many words').problem)
  if (verb !== undefined)
    return second === undefined
      ? refuse(context.out, usage(`series ${verb}`, 'needs to know which series').problem)
      : command(context, verb, second)
  if (second !== undefined)
    return refuse(context.out, usage(first ?? '', 'is nothing that can be done to a series').problem)
  if (first === undefined) return list(context)
  if (options.watch === true) return watch(context, first)
  return options.report === true ? report(context, first) : show(context, first)
}

function usage(thing: string, cause: string): Extract<Outcome<never>, { ok: false }> {
  return failure('usage', thing, cause, USE)
}

async function list({ dataDir, io, out }: CommandContext): Promise<ExitCode> {
  const asked = await withCore(dataDir, io.env, (core) => core.client.call('series.list', {}))
  const outcome = asked.ok ? asked.value : asked
  if (!outcome.ok) return refuse(out, outcome.problem)
  if (out.json) for (const view of outcome.value) out.object({ type: 'series', at: nowText(), ...view })
  else if (outcome.value.length === 0) out.text('No series yet.')
  else out.lines(seriesTable(outcome.value, out.columns()))
  return EXIT.completed
}

async function show({ dataDir, io, out }: CommandContext, id: string): Promise<ExitCode> {
  const asked = await withCore(dataDir, io.env, (core) => core.client.call('series.get', { id }))
  const outcome = asked.ok ? asked.value : asked
  if (!outcome.ok) return refuse(out, outcome.problem)
  if (out.json) out.object({ type: 'series', at: nowText(), ...outcome.value })
  else out.lines(seriesPage(outcome.value, out.columns(), Date.now()))
  return EXIT.completed
}

async function report({ dataDir, io, out }: CommandContext, id: string): Promise<ExitCode> {
  const asked = await withCore(dataDir, io.env, async ({ client }) => {
    const found = await client.call('series.report', { id })
    return { found, economy: found.ok ? await client.call('usage.economy', { id: found.value.id }) : found }
  })
  if (!asked.ok) return refuse(out, asked.problem)
  const { found, economy } = asked.value
  if (!found.ok) return refuse(out, found.problem)
  if (!economy.ok) return refuse(out, economy.problem)
  if (out.json) out.object({ type: 'report', at: nowText(), ...found.value, economy: economy.value })
  else {
    out.lines([...reportLines(found.value, out.columns(), Date.now()), ...economyLines(economy.value, out.columns())])
  }
  return EXIT.completed
}

/** Follows from now on; Ctrl-C leaves and changes nothing. */
async function watch(context: CommandContext, id: string): Promise<ExitCode> {
  const { dataDir, io, out } = context
  const core = await liveCore(dataDir)
  if (core === null) return show(context, id)
  const found = await core.client.call('series.get', { id })
  if (!found.ok) return refuse(out, found.problem)
  const seriesId = found.value.id
  if (['completed', 'stopped', 'failed'].includes(found.value.status)) return show(context, seriesId)
  const screen = createScreen(out, io, 'Ctrl-C leaves; the series goes on')
  return followSeries({
    client: core.client,
    seriesId,
    afterSeq: 0,
    since: nowText(),
    screen,
    onInterrupt: onProcessInterrupt,
    watchOnly: true,
  })
}

/** Resuming needs a core that lives on; the others need the one that runs the series, or nothing at all. */
async function command(context: CommandContext, verb: SeriesVerb, id: string): Promise<ExitCode> {
  const { dataDir, io, out } = context
  const method: RpcMethod = `series.${verb}`
  const core = await ensureCore(dataDir, io.env, io.entry)
  if (!core.ok) return refuse(out, core.problem)
  const done = await core.value.client.call(method, { id })
  if (!done.ok) return refuse(out, done.problem)
  if (out.json) out.object({ type: `series.${verb}`, at: nowText(), series: id, said: done.value.said })
  else out.text(done.value.said)
  if (verb === 'resume' && !out.json) out.diagnostic(`Watch it: baton series ${shortId(id)} --watch`)
  return EXIT.completed
}
