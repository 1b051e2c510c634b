import { randomUUID } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { success, type Outcome } from '../../../contract/problem.ts'
import { SIGNALS, type Encoding, type Signal } from '../../otlp/points.ts'
import type { Received } from '../types.ts'
import { openQueueFile } from './queue-file.ts'

/** What a row takes on disk beside its body; makes a flood of empty requests bounded too. */
const ROW_BYTES = 128
/** Free pages, 4 KiB each, that are worth giving back to the file system. */
const FREE_PAGES = 1_024
/** Given back at once: some milliseconds of work. */
const VACUUM_PAGES = 64

export interface QueuedRequest {
  /** Rises with the order of arrival. */
  id: number
  encoding: Encoding
  body: Uint8Array
}

export interface QueueTotals {
  requests: number
  /** Of bodies. */
  bytes: number
  /** Milliseconds since the epoch; null: empty. */
  oldestAt: number | null
}

/** What waits to be sent, on disk, oldest first. Calls but `sync` throw what SQLite throws. */
export interface ForwardQueue {
  /** Names this data folder to those who receive from many; the same for as long as the file lives. */
  installation: string
  /** One transaction, safe from a kill; see `sync`. Returns how many requests were let go of for want of room; those under way never are. */
  add(requests: readonly QueueEntry[], underWay: ReadonlySet<number>): number
  /** Resolves when all that was added before is safe from a power cut, too. Rejects as the file system does. */
  sync(): Promise<void>
  /** The oldest of a signal: so many of protobuf, which can be joined, as fit both limits, else one; none: empty. */
  head(signal: Signal, most: { requests: number; bytes: number }): QueuedRequest[]
  remove(ids: readonly number[]): void
  /** Lets go of all other signals. Returns how many requests that were. */
  keepOnly(signals: readonly Signal[]): number
  totals(): QueueTotals
  /** Gives a piece of the room of what was sent back to the file system. False: too little is free to be worth it. */
  shrink(): boolean
  close(): Promise<void>
}

export type QueueEntry = Pick<Received, 'signal' | 'encoding' | 'body' | 'at'>

interface HeadRow {
  id: number
  encoding: Encoding
  size: number
}

/** Opens the queue at `path`. `limit`: bytes that it may hold. Problems: see `openQueueFile`. */
export function openQueue(path: string, limit: number): Outcome<ForwardQueue> {
  const opened = openQueueFile(path, randomUUID())
  if (!opened.ok) return opened
  const database = opened.value
  const installation = database.prepare<[], string>('SELECT id FROM installation').pluck().get() ?? ''
  const held = database
    .prepare<[], { requests: number; bytes: number }>(
      'SELECT count(*) AS requests, coalesce(sum(size), 0) AS bytes FROM request',
    )
    .get()
  let { requests, bytes } = held ?? { requests: 0, bytes: 0 }

  const insert = database.prepare<[string, string, number, number, Uint8Array]>(
    'INSERT INTO request (signal, encoding, at, size, body) VALUES (?, ?, ?, ?, ?)',
  )
  const oldest = database.prepare<[], { id: number; size: number }>('SELECT id, size FROM request ORDER BY id')
  const oldestAt = database.prepare<[], number>('SELECT at FROM request ORDER BY id LIMIT 1').pluck()
  const first = database.prepare<[string, number], HeadRow>(
    'SELECT id, encoding, size FROM request WHERE signal = ? ORDER BY id LIMIT ?',
  )
  const bodyOf = database.prepare<[number], Uint8Array>('SELECT body FROM request WHERE id = ?').pluck()
  const sizeOf = database.prepare<[number], number>('SELECT size FROM request WHERE id = ?').pluck()
  const removeOne = database.prepare<[number]>('DELETE FROM request WHERE id = ?')

  let log: Promise<FileHandle> | null = null

  const excess = (): number => bytes + requests * ROW_BYTES - limit
  const drop = (id: number, size: number): void => {
    removeOne.run(id)
    requests -= 1
    bytes -= size
  }
  const makeRoom = (underWay: ReadonlySet<number>): number => {
    if (excess() <= 0) return 0
    const goes: { id: number; size: number }[] = []
    let over = excess()
    for (const row of oldest.iterate()) {
      if (over <= 0) break
      if (underWay.has(row.id)) continue
      goes.push(row)
      over -= row.size + ROW_BYTES
    }
    for (const { id, size } of goes) drop(id, size)
    return goes.length
  }
  const addAll = database.transaction((entries: readonly QueueEntry[], underWay: ReadonlySet<number>): number => {
    for (const { signal, encoding, at, body } of entries) {
      insert.run(signal, encoding, at, body.byteLength, body)
      requests += 1
      bytes += body.byteLength
    }
    return makeRoom(underWay)
  })
  const removeAll = database.transaction((ids: readonly number[]): void => {
    for (const id of ids) {
      const size = sizeOf.get(id)
      if (size !== undefined) drop(id, size)
    }
  })
  const removeOf = database.transaction((signals: readonly Signal[]): number => {
    const goes = signals.flatMap((signal) => first.all(signal, requests))
    for (const { id, size } of goes) drop(id, size)
    return goes.length
  })
  /** The counts follow the file, also where a transaction is taken back. */
  const counted = <T>(work: () => T): T => {
    const before = { requests, bytes }
    try {
      return work()
    } catch (error) {
      requests = before.requests
      bytes = before.bytes
      throw error
    }
  }

  return success({
    installation,
    add(entries, underWay) {
      return counted(() => addAll(entries, underWay))
    },
    async sync() {
      log ??= open(`${path}-wal`, 'r+')
      await (await log).datasync()
    },
    head(signal, most) {
      const found: QueuedRequest[] = []
      let size = 0
      let encoding: Encoding | null = null
      for (const row of first.all(signal, most.requests)) {
        size += row.size
        const joins = encoding === null || (encoding === 'protobuf' && row.encoding === 'protobuf')
        if (!joins || (encoding !== null && size > most.bytes)) break
        encoding = row.encoding
        const body = bodyOf.get(row.id)
        if (body !== undefined) found.push({ id: row.id, encoding, body })
      }
      return found
    },
    remove(ids) {
      counted(() => removeAll(ids))
    },
    keepOnly: (signals) => counted(() => removeOf(SIGNALS.filter((signal) => !signals.includes(signal)))),
    // Also told after the end.
    totals: () => ({ requests, bytes, oldestAt: database.open ? (oldestAt.get() ?? null) : null }),
    shrink() {
      const free = Number(database.pragma('freelist_count', { simple: true }))
      if (free < FREE_PAGES) return false
      database.exec(`PRAGMA incremental_vacuum(${VACUUM_PAGES})`)
      return true
    },
    async close() {
      await log?.then((handle) => handle.close())
      database.close()
    },
  })
}
