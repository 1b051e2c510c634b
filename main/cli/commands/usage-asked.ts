import { realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { UsageDimension, UsageQuery } from '../../../contract/ledger.ts'
import { failure, success, type Outcome } from '../../../contract/problem.ts'
import type { AgentName } from '../../../contract/telemetry.ts'
import { addDays, dayAt, isDay } from '../../usage/days.ts'

export const GROUPS = ['day', 'week', 'month', 'project', 'model', 'agent', 'series', 'session'] as const
export type Group = (typeof GROUPS)[number]

const VIEWS = ['models', 'patterns', 'advice', 'explain', 'limits', 'spend'] as const
export type View = 'rows' | (typeof VIEWS)[number]

/** The flags of `usage`, as commander hands them over. */
export interface UsageOptions {
  by?: Group
  from?: string
  until?: string
  last?: string
  project?: string
  agent?: AgentName
  model?: string
  csv?: boolean
  models?: boolean
  patterns?: boolean
  advice?: boolean
  explain?: string
  limits?: boolean
  spend?: boolean
}

export type Filters = Pick<UsageQuery, 'from' | 'until' | 'project' | 'agent' | 'model'>

export interface UsageAsked {
  view: View
  /** Null: not said; people are shown days, programs all dimensions. */
  group: Group | null
  /** What the ledger groups by for it. */
  by: UsageDimension[]
  filters: Filters
  csv: boolean
  /** Id of the advice to explain. */
  explain: string
}

/** Days that are shown to a person who names no range. */
const SHOWN_DAYS = 30
/** What a program gets a row for: as fine as can be told apart without sessions. */
export const FINEST: UsageDimension[] = ['day', 'project', 'agent', 'model', 'costSource']

/** What the flags ask for. `now`: ms since the epoch. Problems: `usage`. */
export function usageAsked(
  options: UsageOptions,
  { json, cwd, home = homedir(), now }: { json: boolean; cwd: string; home?: string; now: number },
): Outcome<UsageAsked> {
  const views = VIEWS.filter((view) => options[view] !== undefined)
  const [view = 'rows', other] = views
  if (other !== undefined)
    return wrong(`--${other}`, `it cannot be asked together with --${view}`, 'ask for one of them')
  if (options.csv === true && json) return wrong('--csv', 'it is another form than --json', 'choose one of them')
  if (view !== 'rows') {
    const unfit = (['by', 'csv', 'project', 'agent', 'model'] as const).find((name) => options[name] !== undefined)
    if (unfit !== undefined) return wrong(`--${unfit}`, `--${view} does not take it`, 'leave it out')
  }
  const range = rangeOf(options, dayAt(now))
  if (!range.ok) return range
  const ranged = range.value.from !== null || range.value.until !== null
  const timeless = view === 'explain' || view === 'limits' || view === 'spend'
  if (ranged && timeless) return wrong('a range', `--${view} has a time of its own`, 'leave it out')
  const programs = json || options.csv === true
  const group = options.by ?? null
  // A page of years says little; files and groups are of all that is known.
  const days = view === 'rows' && !programs && !ranged && (group === null || group === 'day')
  const { project, agent, model } = options
  return success({
    view,
    group,
    by: group === null ? (programs ? FINEST : ['day']) : dimensionsOf(group),
    filters: {
      ...(days ? { from: addDays(dayAt(now), 1 - SHOWN_DAYS), until: dayAt(now) } : range.value),
      ...(project === undefined ? {} : { project: realProject(project, cwd, home) }),
      ...(agent === undefined ? {} : { agent }),
      ...(model === undefined ? {} : { model }),
    },
    csv: options.csv === true,
    explain: options.explain ?? '',
  })
}

function dimensionsOf(group: Group): UsageDimension[] {
  if (group === 'week' || group === 'month') return ['day']
  // A session is known by its id; what a person knows it by stands beside it.
  return group === 'session' ? ['session', 'agent', 'project'] : [group]
}

function rangeOf({ from, until, last }: UsageOptions, today: string): Outcome<Pick<Filters, 'from' | 'until'>> {
  if (last !== undefined && (from !== undefined || until !== undefined))
    return wrong('--last', 'it says where the range begins and ends already', 'leave out --from and --until')
  for (const [flag, day] of [
    ['--from', from],
    ['--until', until],
  ] as const)
    if (day !== undefined && !isDay(day))
      return wrong(`${flag} ${day}`, 'it is no day of the calendar', `write it as ${today}`)
  if (from !== undefined && until !== undefined && from > until)
    return wrong(`--from ${from}`, `it is after ${until}`, 'give the earlier day to --from')
  if (last === undefined) return success({ from: from ?? null, until: until ?? null })
  const [, count, unit] = /^(\d{1,5})(d|w)$/.exec(last) ?? []
  const days = Number(count) * (unit === 'w' ? 7 : 1)
  if (count === undefined || days < 1)
    return wrong(`--last ${last}`, 'it is no number of days or weeks', 'write it as 30d or 4w')
  return success({ from: addDays(today, 1 - days), until: today })
}

/** The ledger knows projects by their real paths; one that is gone keeps its name. */
function realProject(project: string, cwd: string, home: string): string {
  const path = resolve(cwd, project.startsWith('~/') ? join(home, project.slice(2)) : project)
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

function wrong(
  thing: string,
  cause: string,
  remedy: string,
): { ok: false; problem: ReturnType<typeof failure>['problem'] } {
  return failure('usage', thing, cause, remedy)
}
