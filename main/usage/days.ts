const DAY = /^(\d{4})-(\d{2})-(\d{2})$/

/** The day of local time that holds a moment (ms since the epoch), as YYYY-MM-DD. */
export function dayAt(at: number): string {
  const date = new Date(at)
  return dayText(date.getFullYear(), date.getMonth() + 1, date.getDate())
}

/** When a day begins in local time, ms since the epoch. */
export function startOfDay(day: string): number {
  const [year, month, date] = partsOf(day)
  return new Date(year, month - 1, date).getTime()
}

/** The day that is so many days later, or earlier. */
export function addDays(day: string, days: number): string {
  const [year, month, date] = partsOf(day)
  const moved = new Date(Date.UTC(year, month - 1, date + days))
  return dayText(moved.getUTCFullYear(), moved.getUTCMonth() + 1, moved.getUTCDate())
}

/** The Monday of its week. */
export function mondayOf(day: string): string {
  const [year, month, date] = partsOf(day)
  return addDays(day, -((new Date(Date.UTC(year, month - 1, date)).getUTCDay() + 6) % 7))
}

/** Whether the calendar has such a day. */
export function isDay(text: string): boolean {
  return DAY.test(text) && addDays(text, 0) === text
}

function partsOf(day: string): [number, number, number] {
  const [, year, month, date] = DAY.exec(day) ?? []
  return [Number(year), Number(month), Number(date)]
}

function dayText(year: number, month: number, date: number): string {
  return [String(year).padStart(4, '0'), two(month), two(date)].join('-')
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
