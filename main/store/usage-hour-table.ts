import type { Database } from 'better-sqlite3'
import { dayName, dayNumber, dayOfHour, hourOfDay } from './local-hour.ts'
import type { StoreCalls } from './protocol.ts'
import { FIGURE_COLUMNS, figuresOf, type FigureSums } from './usage-figures.ts'

const HOURS_OF_DAY = 24
const FIRST = Number.MIN_SAFE_INTEGER
const LAST = Number.MAX_SAFE_INTEGER

interface Range {
  from: number
  until: number
  project: string
}

/** What was in each hour of local time. */
export function usageHourTable(database: Database): Pick<StoreCalls, 'usageHours'> {
  const hours = (columns: string, rest: string) =>
    database.prepare<Range, FigureSums & { hour: number }>(
      `SELECT hour, ${columns} FROM usage_hours WHERE hour >= @from AND hour <= @until ${rest} ORDER BY hour`,
    )
  const names = [...FIGURE_COLUMNS, ['unpriced', 'unpriced'] as const]
  const ofProject = hours(names.map(([column, name]) => `${column} AS ${name}`).join(', '), 'AND project = @project')
  const ofAll = hours(names.map(([column, name]) => `sum(${column}) AS ${name}`).join(', '), 'GROUP BY hour')
  return {
    usageHours: ({ from, until, project }) => {
      const range: Range = {
        from: from === null ? FIRST : dayNumber(from) * HOURS_OF_DAY,
        until: until === null ? LAST : (dayNumber(until) + 1) * HOURS_OF_DAY - 1,
        project: project ?? '',
      }
      const rows = (project === undefined ? ofAll : ofProject).all(range)
      return rows
        .filter(({ requests, errors, turns, costNano }) => requests + errors + turns > 0 || costNano !== 0)
        .map(({ hour, ...sums }) => ({
          day: dayName(dayOfHour(hour)),
          hour: hourOfDay(hour),
          figures: figuresOf(sums),
        }))
    },
  }
}
