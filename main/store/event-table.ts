import type { Database } from 'better-sqlite3'
import type { RunEvent, StoredEvent } from '../../contract/events.ts'
import type { StoreCalls } from './protocol.ts'

type Calls = Pick<
  StoreCalls,
  'events' | 'toldEvents' | 'toldEventsAfter' | 'lastSeq' | 'transitions' | 'transitionTimes'
>

export interface EventTable extends Calls {
  /** Inside a transaction: numbers them after the last one. */
  append(seriesId: string, events: readonly RunEvent[]): StoredEvent[]
  /** Inside a transaction. */
  addTransition(seriesId: string, transition: { name: string; fact: string; at: number }): void
}

/** Without a limit all that there are. */
const ALL = -1

export function eventTable(database: Database): EventTable {
  const insert = database.prepare<[string, number, string]>(`INSERT INTO events VALUES (?, ?, ?)`)
  const last = database.prepare<[string], { seq: number }>(
    `SELECT ifnull(max(seq), 0) AS seq FROM events WHERE series_id = ?`,
  )
  const after = database.prepare<[string, number, number], { seq: number; body: string }>(
    `SELECT seq, body FROM events WHERE series_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
  )
  // The index leaves context readings out, but for those whose fields someone wrote in another order.
  const told = database.prepare<[string], { seq: number; body: string }>(
    `SELECT seq, body FROM events INDEXED BY events_told
      WHERE series_id = ? AND substr(body, 1, 17) <> '{"type":"context"' ORDER BY seq DESC`,
  )
  const toldAfter = database.prepare<[string, number, number], { seq: number; body: string }>(
    `SELECT seq, body FROM events INDEXED BY events_told
      WHERE series_id = ? AND seq > ? AND substr(body, 1, 17) <> '{"type":"context"' ORDER BY seq LIMIT ?`,
  )
  const insertTransition = database.prepare<{ seriesId: string; name: string; fact: string; at: number }>(
    `INSERT INTO transitions SELECT @seriesId, ifnull(max(seq), 0) + 1, @name, @fact, @at
       FROM transitions WHERE series_id = @seriesId`,
  )
  const transitions = database.prepare<[string], { seq: number; name: string; fact: string; at: number }>(
    `SELECT seq, name, fact, at FROM transitions WHERE series_id = ? ORDER BY seq`,
  )
  const times = database
    .prepare<[string, number, string], number>(
      `SELECT at FROM transitions WHERE series_id = ? AND at > ? AND name NOT IN (SELECT value FROM json_each(?)) ORDER BY at`,
    )
    .pluck()
  const lastSeq = (seriesId: string) => last.get(seriesId)?.seq ?? 0
  return {
    lastSeq,
    events: (seriesId, afterSeq, limit = ALL) =>
      after.all(seriesId, afterSeq, limit).map(({ seq, body }) => ({ seq, event: JSON.parse(body) as RunEvent })),
    toldEvents: (seriesId, since) => {
      const newest: StoredEvent[] = []
      for (const { seq, body } of told.iterate(seriesId)) {
        const event = JSON.parse(body) as RunEvent
        if (event.type === 'context') continue
        if (Date.parse(event.at) < since) break
        newest.push({ seq, event })
      }
      return newest.toReversed()
    },
    toldEventsAfter: (seriesId, afterSeq, limit) =>
      toldAfter.all(seriesId, afterSeq, limit).map(({ seq, body }) => ({ seq, event: JSON.parse(body) as RunEvent })),
    transitions: (seriesId) => transitions.all(seriesId),
    transitionTimes: (seriesId, since, except) => Float64Array.from(times.all(seriesId, since, JSON.stringify(except))),
    append: (seriesId, events) => {
      const before = lastSeq(seriesId)
      const stored = events.map((event, index) => ({ seq: before + index + 1, event }))
      for (const { seq, event } of stored) insert.run(seriesId, seq, JSON.stringify(event))
      return stored
    },
    addTransition: (seriesId, { name, fact, at }) => void insertTransition.run({ seriesId, name, fact, at }),
  }
}
