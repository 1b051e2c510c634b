import { resolve } from 'node:path'
import { failure, success, type Outcome } from '../../../contract/problem.ts'
import type { Checkpoint } from '../../../contract/series.ts'
import type { CoreClient } from '../../server/types.ts'
import { withCore } from '../core-access.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { nowText, refuse, type CommandContext, type Output } from '../output.ts'
import { checkpointLines, contentLines, diffLines } from '../render/checkpoint.ts'
import { checkpointTable, shortId } from '../render/lists.ts'
import { countText } from '../render/numbers.ts'
import { CHECKPOINT_VERBS, parseCheckpointWords, type CheckpointWords } from './checkpoint-words.ts'

export interface CheckpointOptions {
  branch?: string
  folder?: string
  keep?: number
  dryRun?: boolean
}

interface Asked extends CheckpointWords {
  client: CoreClient
  out: Output
  options: CheckpointOptions
}

/** `baton checkpoints [SERIES] [list|show|diff|restore|prune …]`. */
export async function checkpoints(
  context: CommandContext,
  words: string[],
  options: CheckpointOptions,
): Promise<ExitCode> {
  const { dataDir, io, out } = context
  const parsed = parseCheckpointWords(words)
  if (!parsed.ok) return refuse(out, parsed.problem)
  if (parsed.value.verb === 'prune' && options.keep === undefined)
    return refuse(
      out,
      failure('usage', 'checkpoints prune', 'it is not said how many to keep', 'say it with --keep N').problem,
    )
  // The core stands in another folder than the person.
  const folder = options.folder === undefined ? {} : { folder: resolve(io.cwd, options.folder) }
  const done = await withCore(dataDir, io.env, (core) =>
    VERBS[parsed.value.verb]({ ...parsed.value, client: core.client, out, options: { ...options, ...folder } }),
  )
  const outcome = done.ok ? done.value : done
  return outcome.ok ? EXIT.completed : refuse(out, outcome.problem)
}

const VERBS: Record<(typeof CHECKPOINT_VERBS)[number], (asked: Asked) => Promise<Outcome<null>>> = {
  async list({ client, out, series }) {
    const listed = await client.call('checkpoint.list', series === null ? {} : { seriesId: series })
    if (!listed.ok) return listed
    if (out.json) for (const checkpoint of listed.value) out.object({ type: 'checkpoint', ...checkpoint })
    else if (listed.value.length === 0) out.text('No checkpoints yet.')
    else out.lines(checkpointTable(listed.value, out.columns()))
    return success(null)
  },

  async show(asked) {
    const chosen = await chosenCheckpoint(asked)
    if (!chosen.ok) return chosen
    const { client, out } = asked
    const shown = await client.call('checkpoint.show', { seriesId: chosen.value.seriesId, n: chosen.value.n })
    if (!shown.ok) return shown
    const { checkpoint, contents } = shown.value
    if (out.json) out.object({ type: 'checkpoint', ...checkpoint, contents })
    else out.lines([...checkpointLines(checkpoint), ...contentLines(contents)])
    return success(null)
  },

  async diff(asked) {
    const chosen = await chosenCheckpoint(asked)
    if (!chosen.ok) return chosen
    const { client, out, against } = asked
    const { seriesId, n } = chosen.value
    const diff = await client.call('checkpoint.diff', { seriesId, n, ...(against === null ? {} : { against }) })
    if (!diff.ok) return diff
    if (out.json) out.object({ type: 'diff', at: nowText(), series: seriesId, n, against, text: diff.value.text })
    else if (diff.value.text.trim() === '') out.diagnostic('Nothing differs.')
    else out.lines(diffLines(diff.value.text))
    return success(null)
  },

  async restore(asked) {
    const chosen = await chosenCheckpoint(asked)
    if (!chosen.ok) return chosen
    const { client, out, options } = asked
    const { seriesId, n } = chosen.value
    const { branch, folder } = options
    const target = { ...(branch === undefined ? {} : { branch }), ...(folder === undefined ? {} : { folder }) }
    const restored = await client.call('checkpoint.restore', { seriesId, n, ...target })
    if (!restored.ok) return restored
    if (out.json) out.object({ type: 'restored', at: nowText(), series: seriesId, n, ...restored.value })
    else out.text(restoredText(n, restored.value))
    return success(null)
  },

  async prune({ client, out, series, options }) {
    const dryRun = options.dryRun === true
    const pruned = await client.call('checkpoint.prune', {
      ...(series === null ? {} : { seriesId: series }),
      keep: options.keep ?? 0,
      dryRun,
    })
    if (!pruned.ok) return pruned
    if (out.json) out.object({ type: 'pruned', at: nowText(), dryRun, ...pruned.value })
    else {
      for (const { seriesId, n } of pruned.value.pruned) out.text(`${shortId(seriesId)} ${n}`)
      out.text(`${countText(pruned.value.pruned.length, 'checkpoint')} ${dryRun ? 'would be removed' : 'removed'}.`)
    }
    return success(null)
  },
}

function restoredText(
  n: number,
  { branch, folder, files }: { branch: string | null; folder: string | null; files: number },
): string {
  const where = [branch === null ? '' : `branch ${branch}`, folder === null ? '' : `folder ${folder}`].filter(
    (part) => part !== '',
  )
  return `Checkpoint ${n} is in ${where.join(' and ')} (${countText(files, 'file')}). Nothing else was touched.`
}

/** The checkpoint that is meant: by number or the latest, of the series named or of the only one there is. */
async function chosenCheckpoint({ client, series, n }: Asked): Promise<Outcome<Checkpoint>> {
  const listed = await client.call('checkpoint.list', series === null ? {} : { seriesId: series })
  if (!listed.ok) return listed
  const ids = new Set(listed.value.map((checkpoint) => checkpoint.seriesId))
  if (ids.size > 1)
    return failure(
      'usage',
      'checkpoints',
      `${ids.size} series have some`,
      'name the series: `baton checkpoints SERIES show N`',
    )
  const found = n === null ? listed.value.toSorted((a, b) => a.n - b.n).at(-1) : listed.value.find((one) => one.n === n)
  if (found !== undefined) return success(found)
  return n === null
    ? failure('unknown-checkpoint', 'checkpoints', 'there are none yet', 'take one with `baton series checkpoint ID`')
    : failure(
        'unknown-checkpoint',
        `checkpoint ${n}`,
        'there is none of that number',
        'see `baton checkpoints` for those there are',
      )
}
