import type { UsageFigures, UsageRow } from '../../../contract/ledger.ts'
import { addDays, dayWords, daysBetween, monthWords, shortDay, weekdayOf } from './days.ts'
import { addFigures, NO_USAGE } from './figures.ts'

export type Grain = 'day' | 'week' | 'month'

/** Bars stay wide enough to be told apart, and few enough to be walked through. */
const MOST_DAYS = 93
const MOST_WEEKS = 80

export function grainOf(from: string, until: string): Grain {
  const days = daysBetween(from, until)
  if (days <= MOST_DAYS) return 'day'
  return days <= MOST_WEEKS * 7 ? 'week' : 'month'
}

/** One bar: days from and until are included. */
export interface Bucket {
  from: string
  until: string
  /** "Fri 20 Nov", "16 – 22 Nov", "Nov 2026" */
  name: string
}

/** The bars of a range without a gap; the first and the last are cut to it. */
export function bucketsOf(from: string, until: string, grain: Grain, today: string): Bucket[] {
  const buckets: Bucket[] = []
  for (let start = from; start <= until; start = addDays(buckets.at(-1)?.until ?? start, 1)) {
    const end = lastDay(start, grain)
    const bucket = { from: start, until: end < until ? end : until }
    buckets.push({ ...bucket, name: bucketName(bucket, grain, today) })
  }
  return buckets
}

function lastDay(day: string, grain: Grain): string {
  if (grain === 'day') return day
  if (grain === 'week') return addDays(day, 6 - weekdayOf(day))
  const [year = 0, month = 0] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}

function bucketName({ from, until }: Omit<Bucket, 'name'>, grain: Grain, today: string): string {
  if (grain === 'month') return monthWords(from)
  if (grain === 'day' || from === until) return dayWords(from, today)
  return `${shortDay(from, today)} – ${shortDay(until, today)}`
}

/** What rows of days come to in each bar. A bar in which nothing was is empty figures: that is known. */
export function figuresOf(buckets: readonly Bucket[], rows: readonly UsageRow[]): UsageFigures[] {
  const sums: UsageFigures[] = buckets.map(() => NO_USAGE)
  for (const row of rows) {
    const index = row.day === undefined ? -1 : bucketAt(buckets, row.day)
    const sum = sums[index]
    if (sum !== undefined) sums[index] = addFigures(sum, row)
  }
  return sums
}

function bucketAt(buckets: readonly Bucket[], day: string): number {
  let [low, high] = [0, buckets.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((buckets[middle]?.from ?? '') <= day) low = middle + 1
    else high = middle
  }
  const bucket = buckets[low - 1]
  return bucket !== undefined && day <= bucket.until ? low - 1 : -1
}
