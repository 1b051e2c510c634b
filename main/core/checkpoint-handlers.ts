import { failure, success, type Outcome } from '../../contract/problem.ts'
import type { Checkpoint } from '../../contract/series.ts'
import { diffCheckpoints, type Kept } from '../checkpoints/diff.ts'
import { pruneRefs } from '../checkpoints/prune.ts'
import { restoreCheckpoint } from '../checkpoints/restore.ts'
import { checkpointStory } from '../series/checkpoint-story.ts'
import type { SeriesBook } from '../series/book.ts'
import type { CyclerState } from '../series/state.ts'
import type { RpcHandlers } from '../server/types.ts'
import type { SeriesRow, Store } from '../store/types.ts'

type CheckpointMethods = Extract<keyof RpcHandlers, `checkpoint.${string}`>

/** The history of checkpoints: to look at, to compare, to get back, to thin out. */
export function checkpointHandlers(store: Store, book: SeriesBook): Pick<RpcHandlers, CheckpointMethods> {
  async function locate(
    seriesId: string,
    n: number,
  ): Promise<Outcome<{ row: SeriesRow; checkpoint: Checkpoint; kept: Kept }>> {
    const row = await book.find(seriesId)
    if (!row.ok) return row
    const { id } = row.value
    const checkpoint = (await store.checkpoints(id)).find((one) => one.n === n)
    const contents = checkpoint === undefined ? null : await store.checkpointContents(id, n)
    if (checkpoint === undefined || contents === null) {
      return failure(
        'unknown-checkpoint',
        `${id} ${n}`,
        'there is no such checkpoint',
        `see \`baton checkpoints ${id}\``,
      )
    }
    return success({ row: row.value, checkpoint, kept: { commit: checkpoint.commit, contents } })
  }

  return {
    'checkpoint.list': async ({ seriesId }) => {
      if (seriesId === undefined) return success(await store.checkpoints())
      const row = await book.find(seriesId)
      return row.ok ? success(await store.checkpoints(row.value.id)) : row
    },
    'checkpoint.show': async ({ seriesId, n }) => {
      const found = await locate(seriesId, n)
      if (!found.ok) return found
      const { row, checkpoint, kept } = found.value
      return success({ checkpoint, contents: kept.contents, ...(await checkpointStory(store, row, checkpoint)) })
    },
    'checkpoint.diff': async ({ seriesId, n, against }) => {
      const found = await locate(seriesId, n)
      if (!found.ok) return found
      const { row, kept } = found.value
      if (against === 'now') return asText(await diffCheckpoints({ project: row.project, from: kept, to: 'now' }))
      const before = against ?? (await numberBefore(store, row.id, n))
      if (before === 0) {
        const from = against === undefined ? beginningOf(row) : null
        return asText(await diffCheckpoints({ project: row.project, from, to: kept }))
      }
      const other = await locate(row.id, before)
      return other.ok
        ? asText(await diffCheckpoints({ project: row.project, from: other.value.kept, to: kept }))
        : other
    },
    'checkpoint.restore': async ({ seriesId, n, branch, folder }) => {
      const found = await locate(seriesId, n)
      if (!found.ok) return found
      const { row, kept } = found.value
      return restoreCheckpoint({
        project: row.project,
        checkpoint: kept,
        ...(branch === undefined ? {} : { branch }),
        ...(folder === undefined ? {} : { folder }),
      })
    },
    'checkpoint.prune': async ({ seriesId, keep, dryRun }) => {
      const rows = await wantedRows(store, book, seriesId)
      if (!rows.ok) return rows
      const pruned: { seriesId: string; n: number }[] = []
      for (const row of rows.value) {
        const all = await store.checkpoints(row.id)
        const old = all.slice(0, Math.max(0, all.length - keep)).map(({ n }) => ({ seriesId: row.id, n }))
        if (!dryRun && old.length > 0) {
          const refs = await pruneRefs(row.project, old)
          if (!refs.ok && refs.problem.code !== 'no-repository') return refs
          for (const { n } of old) await store.deleteCheckpoint(row.id, n)
        }
        pruned.push(...old)
      }
      return success({ pruned })
    },
  }
}

async function wantedRows(store: Store, book: SeriesBook, seriesId?: string): Promise<Outcome<SeriesRow[]>> {
  if (seriesId === undefined) return success(await store.listSeries())
  const row = await book.find(seriesId)
  return row.ok ? success([row.value]) : row
}

/** The number of the checkpoint before `n`; 0: it is the first. */
async function numberBefore(store: Store, seriesId: string, n: number): Promise<number> {
  return (await store.checkpoints(seriesId)).findLast((one) => one.n < n)?.n ?? 0
}

/** Where the series began: before it lies what others wrote. Null: that is not known, and all there is is new. */
function beginningOf(row: SeriesRow): Kept | null {
  const { startCommit } = row.state as CyclerState
  return startCommit === null ? null : { commit: startCommit, contents: [] }
}

function asText(diff: Outcome<string>): Outcome<{ text: string }> {
  return diff.ok ? success({ text: diff.value }) : diff
}
