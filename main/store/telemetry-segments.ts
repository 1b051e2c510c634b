import type { TelemetryQuery } from './telemetry-types.ts'

/** What figures are kept by. */
export type Unit = 'minute' | 'hour' | 'day'

export const UNIT_MINUTES: Readonly<Record<Unit, number>> = { minute: 1, hour: 60, day: 1_440 }

/** A stretch that is read from one table; in its units since the epoch, `until` not included. */
export interface Segment {
  unit: Unit
  from: number
  until: number
}

export interface Stretch {
  /** Minutes since the epoch, `until` not included. */
  from: number
  until: number
  step: TelemetryQuery['step']
  /** Told apart by source, which days are not. */
  bySource: boolean
  /** Before this day there are no minutes and hours. */
  horizon: number
}

/**
 * The fewest rows that tell a stretch exactly: whole days from days, the hours at its edges from hours, the rest from minutes,
 * in order of time. Before the horizon whole days are told, or nothing of single sources.
 */
export function segmentsOf({ from, until, step, bySource, horizon }: Stretch): Segment[] {
  const known = horizon * UNIT_MINUTES.day
  const exact = cover(Math.max(from, known), until, unitsFor(step, bySource))
  if (bySource || from >= known) return exact
  const days = {
    unit: 'day',
    from: Math.floor(from / UNIT_MINUTES.day),
    until: Math.ceil(Math.min(until, known) / UNIT_MINUTES.day),
  } as const
  return days.from < days.until ? [days, ...exact] : exact
}

/** From the longest to the shortest. */
function unitsFor(step: TelemetryQuery['step'], bySource: boolean): Unit[] {
  if (step === 'minute') return ['minute']
  return step === 'hour' || bySource ? ['hour', 'minute'] : ['day', 'hour', 'minute']
}

function cover(from: number, until: number, [unit, ...shorter]: Unit[]): Segment[] {
  if (unit === undefined || from >= until) return []
  const length = UNIT_MINUTES[unit]
  const first = Math.ceil(from / length)
  const end = Math.floor(until / length)
  if (first >= end) return cover(from, until, shorter)
  return [
    ...cover(from, first * length, shorter),
    { unit, from: first, until: end },
    ...cover(end * length, until, shorter),
  ]
}
