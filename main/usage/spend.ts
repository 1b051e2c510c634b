import type { SpendForecast, Spread } from '../../contract/forecast.ts'
import { addDays, mondayOf } from './days.ts'
import { quantileOfSums, type Chances } from './sums.ts'

/** What was spent in one hour of local time, USD. */
export interface SpendHour {
  /** YYYY-MM-DD, and 0 to 23. */
  day: string
  hour: number
  costUsd: number
}

export interface SpendInput {
  /** Any number of days up to today; hours in which nothing was spent may be missing. */
  hours: readonly SpendHour[]
  today: string
  /** Of today that is over, in hours: 9.5 at half past nine. */
  hour: number
  /** Null: all projects. */
  project: string | null
}

/** Days of the past that are looked at: eight of each weekday; habits older than that are others. */
export const SPEND_DAYS = 56
/** Fewer days on which something was spent say nothing of the next one. */
const FEWEST_DAYS = 5
/** Days after which a day counts half. */
const HALF_LIFE = 21
/** How much another day counts beside the same weekday: workdays are alike, and so are the two days of a weekend. */
const SAME_KIND = 0.4
const OTHER_KIND = 0.05
const WEEK = 7
const [LOW, MIDDLE, HIGH] = [0.1, 0.5, 0.9]

/** One past day: hours that were spent in, by their hour. */
interface PastDay {
  day: string
  hours: Map<number, number>
}

/**
 * What today and this week (from Monday) will have cost at their end: what they cost so far, and for the rest what the person's own
 * days cost in the same hours, the same weekdays above all. Days are taken to be independent of each other. Pure.
 */
export function spendForecasts(input: SpendInput): SpendForecast[] {
  const { today, hour, project } = input
  const monday = mondayOf(today)
  const past = pastDays(input)
  const basisDays = past.filter(({ hours }) => hours.size > 0).length
  const known = basisDays >= FEWEST_DAYS
  const soFar = (from: string): number =>
    input.hours.reduce((sum, one) => sum + (one.day >= from && one.day <= today ? one.costUsd : 0), 0)
  const restOfToday = chancesOf(past, today, (one) => spentFrom(one, hour))
  const left = Array.from({ length: WEEK - 1 }, (_, index) => addDays(today, index + 1)).filter(
    (day) => mondayOf(day) === monday,
  )
  const laterDays = left.map((day) => chancesOf(past, day, (one) => spentFrom(one, 0)))
  const forecast = (span: SpendForecast['span'], from: string, rest: Chances[]): SpendForecast => {
    const spent = soFar(from)
    return { span, project, from, soFar: spent, atEnd: known ? spreadOf(spent, rest) : null, basisDays }
  }
  return [forecast('day', today, [restOfToday]), forecast('week', monday, [restOfToday, ...laterDays])]
}

function spreadOf(spent: number, rest: Chances[]): Spread {
  const [low = 0, mid = 0, high = 0] = quantileOfSums(rest, [LOW, MIDDLE, HIGH])
  return { low: spent + low, mid: spent + mid, high: spent + high }
}

/** Every day before today from the first that is known on, those on which nothing was spent among them. */
function pastDays({ hours, today }: SpendInput): PastDay[] {
  const days = new Map<string, Map<number, number>>()
  const from = addDays(today, -SPEND_DAYS)
  let first = today
  for (const { day, hour, costUsd } of hours) {
    if (day < from || day >= today || costUsd <= 0) continue
    if (day < first) first = day
    const ofDay = days.get(day) ?? new Map<number, number>()
    ofDay.set(hour, (ofDay.get(hour) ?? 0) + costUsd)
    days.set(day, ofDay)
  }
  const past: PastDay[] = []
  for (let day = first; day < today; day = addDays(day, 1)) past.push({ day, hours: days.get(day) ?? new Map() })
  return past
}

/** Past days as what may come on `day`: each as likely as it is like that day, and as it is late. */
function chancesOf(past: readonly PastDay[], day: string, spent: (one: PastDay) => number): Chances {
  return past.map((one, index) => {
    const late = 0.5 ** ((past.length - index) / HALF_LIFE)
    return { value: spent(one), weight: late * likeness(weekday(one.day), weekday(day)) }
  })
}

function likeness(one: number, other: number): number {
  if (one === other) return 1
  return isWeekend(one) === isWeekend(other) ? SAME_KIND : OTHER_KIND
}

/** From an hour of the day on; of the hour in which that lies its part. */
function spentFrom({ hours }: PastDay, from: number): number {
  let sum = 0
  for (const [hour, costUsd] of hours) sum += costUsd * Math.min(1, Math.max(0, hour + 1 - from))
  return sum
}

/** 0 is Monday. */
function weekday(day: string): number {
  return Math.round((Date.parse(day) - Date.parse(mondayOf(day))) / (24 * 60 * 60_000))
}

function isWeekend(weekday: number): boolean {
  return weekday >= 5
}
