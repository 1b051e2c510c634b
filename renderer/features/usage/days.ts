import type { Range } from './address.ts'

/** Days are YYYY-MM-DD of local time, as the ledger has them. They are reckoned with in UTC, which has no summer time. */
const DAY_MS = 86_400_000

export function isDay(text: string | null): text is string {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && dayOf(msOf(text)) === text
}

/** The local day of a moment. */
export function localDay(at: number): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

export function addDays(day: string, count: number): string {
  return dayOf(msOf(day) + count * DAY_MS)
}

/** Days from the first to the second, both counted. */
export function daysBetween(from: string, until: string): number {
  return Math.round((msOf(until) - msOf(from)) / DAY_MS) + 1
}

/** 0 is Monday. */
export function weekdayOf(day: string): number {
  return (new Date(msOf(day)).getUTCDay() + 6) % 7
}

export interface DayRange {
  /** Null: without an end. Both are included. */
  from: string | null
  until: string | null
}

export function daysOfRange(range: Range, today: string): DayRange {
  if (typeof range === 'object') return range
  switch (range) {
    case 'today':
      return { from: today, until: today }
    case '7d':
      return { from: addDays(today, -6), until: today }
    case '30d':
      return { from: addDays(today, -29), until: today }
    case 'month':
      return { from: `${today.slice(0, 8)}01`, until: today }
    case 'all':
      return { from: null, until: null }
  }
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

/** "Fri 20 Nov", with the year where it is not this one. */
export function dayWords(day: string, today: string): string {
  return `${WEEKDAYS[weekdayOf(day)]} ${shortDay(day, today)}`
}

/** "20 Nov", with the year where it is not this one. */
export function shortDay(day: string, today: string): string {
  const year = day.slice(0, 4) === today.slice(0, 4) ? '' : ` ${day.slice(0, 4)}`
  return `${Number(day.slice(8))} ${monthName(day)}${year}`
}

/** "Nov 2026" */
export function monthWords(day: string): string {
  return `${monthName(day)} ${day.slice(0, 4)}`
}

export function monthName(day: string): string {
  return MONTHS[Number(day.slice(5, 7)) - 1] ?? ''
}

function msOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`)
}

function dayOf(ms: number): string {
  return Number.isFinite(ms) ? new Date(ms).toISOString().slice(0, 10) : ''
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
