import type { Database } from 'better-sqlite3'
import type { StoreCalls } from './protocol.ts'
import { UNIT_MINUTES } from './telemetry-segments.ts'

/** Rows let go of by one call, so that a transition waits some ms behind it at most. */
const PIECE = 5_000
const DAY_MS = 86_400_000
const HOURS_OF_DAY = 24

type Removal = (limit: number) => number

/** Minutes and hours go by whole days: what was before the horizon is told by the day alone. */
export function telemetryRetention(database: Database, piece: number = PIECE): Pick<StoreCalls, 'pruneTelemetry'> {
  const raiseHorizon = database.prepare<{ day: number }>(`UPDATE telemetry_horizon SET day = max(day, @day)`)
  const kinds = database.prepare<[], number>(`SELECT id FROM telemetry_kinds`).pluck()
  const ofKind = (table: string, column: string) =>
    database.prepare<{ kind: number; before: number; limit: number }>(
      `DELETE FROM ${table} WHERE (kind_id, ${column}, source_id) IN
         (SELECT kind_id, ${column}, source_id FROM ${table} WHERE kind_id = @kind AND ${column} < @before LIMIT @limit)`,
    )
  const minutes = ofKind('telemetry_minutes', 'minute')
  const hours = ofKind('telemetry_hours', 'hour')
  const seen = database.prepare<[number, number]>(
    `DELETE FROM telemetry_seen WHERE id IN (SELECT id FROM telemetry_seen WHERE at < ? LIMIT ?)`,
  )
  const streams = database.prepare<[number, number]>(
    `DELETE FROM telemetry_streams WHERE key IN (SELECT key FROM telemetry_streams WHERE at < ? LIMIT ?)`,
  )
  const prune = database.transaction((before: { minutes: number; seen: number; streams: number }) => {
    const day = Math.floor(before.minutes / DAY_MS)
    raiseHorizon.run({ day })
    const removals: Removal[] = [
      (limit) => seen.run(before.seen, limit).changes,
      (limit) => streams.run(before.streams, limit).changes,
      ...kinds
        .all()
        .flatMap((kind): Removal[] => [
          (limit) => minutes.run({ kind, before: day * UNIT_MINUTES.day, limit }).changes,
          (limit) => hours.run({ kind, before: day * HOURS_OF_DAY, limit }).changes,
        ]),
    ]
    let left = piece
    for (const remove of removals) {
      left -= remove(left)
      if (left <= 0) return true
    }
    return false
  })
  return { pruneTelemetry: (before) => prune.immediate(before) }
}
