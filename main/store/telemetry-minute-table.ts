import type { Database } from 'better-sqlite3'
import type { AgentName } from '../../contract/telemetry.ts'
import type { Dimensions } from './telemetry-dimensions.ts'
import { MOST } from './telemetry-migration.ts'
import { UNIT_MINUTES } from './telemetry-segments.ts'
import type { TelemetryMinute } from './telemetry-types.ts'

const MINUTE_MS = 60_000
/** No sum gets farther from 0: what is told may be forged, and infinity less infinity is no number. */
const FARTHEST = 1e300

interface Told {
  kind: number
  at: number
  source: number
  count: number
  value: number
}
interface Unknown {
  agent: AgentName
  signal: string
  name: string
  count: number
  at: number
}

export interface MinuteTable {
  /** Inside a transaction. Adds to what is kept of the minute, and of its hour and its day. */
  add(minute: TelemetryMinute): void
}

export function minuteTable(database: Database, dimensions: Dimensions): MinuteTable {
  const saver = (table: string, column: string, value: string) =>
    database.prepare<Told>(
      `INSERT INTO ${table} (kind_id, ${column}, source_id, count, value) VALUES (@kind, @at, @source, @count, @value)
       ON CONFLICT DO UPDATE SET count = min(count + excluded.count, ${MOST}), value = ${value}`,
    )
  const daySaver = (value: string) =>
    database.prepare<Told>(
      `INSERT INTO telemetry_days (kind_id, day, count, value) VALUES (@kind, @at, @count, @value)
       ON CONFLICT DO UPDATE SET count = min(count + excluded.count, ${MOST}), value = ${value}`,
    )
  const savers = (value: string) => ({
    minute: saver('telemetry_minutes', 'minute', value),
    hour: saver('telemetry_hours', 'hour', value),
    day: daySaver(value),
  })
  const adding = savers(`max(-${FARTHEST}, min(${FARTHEST}, value + excluded.value))`)
  const replacing = savers('excluded.value')
  const counting = savers('value')
  const later = (ofSource: string) =>
    database.prepare<Omit<Told, 'count' | 'value'> & { until: number }>(
      `SELECT 1 FROM telemetry_minutes
        WHERE kind_id = @kind AND minute > @at AND minute < @until ${ofSource} LIMIT 1`,
    )
  const laterOfSource = later('AND source_id = @source')
  const laterOfAny = later('')

  /** A gauge that comes late is not the last one of its hour and day. */
  function saversOf({ last, minute: at }: TelemetryMinute, kind: number, source: number) {
    if (!last) return adding
    const end = (length: number) => ({ kind, source, at, until: (Math.floor(at / length) + 1) * length })
    const isLate = (statement: typeof laterOfAny, length: number) => statement.get(end(length)) !== undefined
    return {
      minute: replacing.minute,
      hour: (isLate(laterOfSource, UNIT_MINUTES.hour) ? counting : replacing).hour,
      day: (isLate(laterOfAny, UNIT_MINUTES.day) ? counting : replacing).day,
    }
  }
  const span = database.prepare<{ id: number; minute: number }>(
    `UPDATE telemetry_sources SET first_minute = min(ifnull(first_minute, @minute), @minute),
       last_minute = max(ifnull(last_minute, @minute), @minute)
      WHERE id = @id AND (first_minute IS NULL OR first_minute > @minute OR last_minute < @minute)`,
  )
  const saveUnknown = database.prepare<Unknown>(
    `INSERT INTO telemetry_unknown VALUES (@agent, @signal, @name, @count, @at)
     ON CONFLICT DO UPDATE SET count = min(count + excluded.count, ${MOST}), last_at = max(last_at, excluded.last_at)`,
  )
  return {
    add: (told) => {
      const { minute, signal, name } = told
      const count = Math.min(told.count, Number.MAX_SAFE_INTEGER)
      const value = Number.isNaN(told.value) ? 0 : Math.max(-FARTHEST, Math.min(FARTHEST, told.value))
      const { id: source, agent } = dimensions.source(told.source)
      const kind = dimensions.kind(agent, told)
      const save = saversOf(told, kind, source)
      save.minute.run({ kind, source, count, value, at: minute })
      save.hour.run({ kind, source, count, value, at: Math.floor(minute / UNIT_MINUTES.hour) })
      save.day.run({ kind, source, count, value, at: Math.floor(minute / UNIT_MINUTES.day) })
      span.run({ id: source, minute })
      if (!told.known) saveUnknown.run({ agent, signal, name, count, at: minute * MINUTE_MS })
    },
  }
}
