const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
const HOURS_OF_DAY = 24
/** All offsets from UTC that there are change at its multiples. */
const QUARTER_MS = 900_000

let lastQuarter = Number.NaN
let lastOffsetMs = 0

/** Hours of local time since 1970-01-01 00:00 of it, by this machine's clock of that moment (ms since the epoch). */
export function localHour(at: number): number {
  const quarter = Math.floor(at / QUARTER_MS)
  if (quarter !== lastQuarter) {
    // Requests come in order of time: asking once a quarter saves most of it.
    lastOffsetMs = new Date(at).getTimezoneOffset() * MINUTE_MS
    lastQuarter = quarter
  }
  return Math.floor((at - lastOffsetMs) / HOUR_MS)
}

export function dayOfHour(hour: number): number {
  return Math.floor(hour / HOURS_OF_DAY)
}

export function hourOfDay(hour: number): number {
  return hour - dayOfHour(hour) * HOURS_OF_DAY
}

/** YYYY-MM-DD of a number of days since 1970-01-01. */
export function dayName(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

export function dayNumber(name: string): number {
  return Math.floor(Date.parse(`${name}T00:00:00.000Z`) / DAY_MS)
}
