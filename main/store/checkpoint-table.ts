import type { Database } from 'better-sqlite3'
import { createHash } from 'node:crypto'
import type { Checkpoint } from '../../contract/series.ts'
import type { StoreCalls } from './protocol.ts'

type Content = { path: string; text: string }
type Calls = Pick<StoreCalls, 'checkpoints' | 'checkpointContents' | 'deleteCheckpoint'>

export interface CheckpointTable extends Calls {
  /** Inside a transaction. A text that is already there is kept once. */
  add(checkpoint: Checkpoint, contents: readonly Content[]): void
}

export function checkpointTable(database: Database): CheckpointTable {
  const insert = database.prepare<[string, number, string]>(`INSERT INTO checkpoints VALUES (?, ?, ?)`)
  const insertBlob = database.prepare<[string, string]>(`INSERT INTO blobs VALUES (?, ?) ON CONFLICT DO NOTHING`)
  const insertContent = database.prepare<[string, number, number, string, string]>(
    `INSERT INTO checkpoint_contents VALUES (?, ?, ?, ?, ?)`,
  )
  const find = database.prepare<{ seriesId: string | null }, { body: string }>(
    `SELECT body FROM checkpoints WHERE @seriesId IS NULL OR series_id = @seriesId ORDER BY series_id, n`,
  )
  const exists = database.prepare<[string, number]>(`SELECT 1 FROM checkpoints WHERE series_id = ? AND n = ?`)
  const contents = database.prepare<[string, number], Content>(
    `SELECT path, text FROM checkpoint_contents JOIN blobs USING (sha256)
      WHERE series_id = ? AND n = ? ORDER BY position`,
  )
  const hashes = database.prepare<[string, number], { sha256: string }>(
    `SELECT DISTINCT sha256 FROM checkpoint_contents WHERE series_id = ? AND n = ?`,
  )
  const remove = database.prepare<[string, number]>(`DELETE FROM checkpoints WHERE series_id = ? AND n = ?`)
  const removeOrphan = database.prepare<{ sha256: string }>(
    `DELETE FROM blobs WHERE sha256 = @sha256
       AND NOT EXISTS (SELECT 1 FROM checkpoint_contents WHERE sha256 = @sha256)`,
  )
  const deleteCheckpoint = database.transaction((seriesId: string, n: number) => {
    const used = hashes.all(seriesId, n)
    remove.run(seriesId, n)
    for (const hash of used) removeOrphan.run(hash)
  })
  return {
    add: (checkpoint, files) => {
      const { seriesId, n } = checkpoint
      insert.run(seriesId, n, JSON.stringify(checkpoint))
      files.forEach(({ path, text }, position) => {
        const hash = createHash('sha256').update(text).digest('hex')
        insertBlob.run(hash, text)
        insertContent.run(seriesId, n, position, path, hash)
      })
    },
    checkpoints: (seriesId) =>
      find.all({ seriesId: seriesId ?? null }).map(({ body }) => JSON.parse(body) as Checkpoint),
    checkpointContents: (seriesId, n) => (exists.get(seriesId, n) ? contents.all(seriesId, n) : null),
    deleteCheckpoint: (seriesId, n) => deleteCheckpoint.immediate(seriesId, n),
  }
}
