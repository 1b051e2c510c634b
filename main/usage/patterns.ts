import type { Patterns } from '../../contract/analytics.ts'
import type { UsageHour } from '../store/scan-types.ts'

/** What a series did in a stretch of time. */
export interface SeriesWork {
  turns: number
  /** Boxes that were ticked. */
  ticked: number
}

export interface RetryCounts {
  /** Attempts at requests that telemetry told of. */
  attempts: number
  /** Of these, made because the one before failed. */
  again: number
}

/** Longest waits that are named. */
const NAMED_WAITS = 20

/** When and how work was done between two days (included). `waits` are clipped to that time already. */
export function patternsOf(parts: {
  from: string
  until: string
  hours: readonly UsageHour[]
  series: readonly SeriesWork[]
  retries: RetryCounts | null
  waits: Patterns['waits']
}): Patterns {
  const { from, until, hours, series, retries, waits } = parts
  const requests = sum(hours, ({ figures }) => figures.requests)
  const errors = sum(hours, ({ figures }) => figures.errors)
  // The turns of a series that ticked none in this time say nothing of how many a box takes.
  const working = series.filter(({ ticked }) => ticked > 0)
  const ticked = sum(working, (one) => one.ticked)
  return {
    from,
    until,
    hours: byWeekdayAndHour(hours),
    turnsPerTask: ticked === 0 ? null : sum(working, ({ turns }) => turns) / ticked,
    errorRate: requests + errors === 0 ? null : errors / (requests + errors),
    retryRate: retries === null || retries.attempts === 0 ? null : retries.again / retries.attempts,
    waits: waits.toSorted((a, b) => b.ms - a.ms).slice(0, NAMED_WAITS),
  }
}

function byWeekdayAndHour(hours: readonly UsageHour[]): Patterns['hours'] {
  const cells = new Map<string, Patterns['hours'][number]>()
  for (const { day, hour, figures } of hours) {
    const weekday = weekdayOf(day)
    const key = `${weekday} ${hour}`
    const cell = cells.get(key) ?? { weekday, hour, requests: 0, errors: 0, turns: 0, costUsd: 0 }
    cell.requests += figures.requests
    cell.errors += figures.errors
    cell.turns += figures.turns
    cell.costUsd += figures.costUsd
    cells.set(key, cell)
  }
  return [...cells.values()].toSorted((a, b) => a.weekday - b.weekday || a.hour - b.hour)
}

/** 0 is Monday. A day is one of the calendar, whatever the time zone. */
function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
