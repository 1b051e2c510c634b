import { usagePath, type UsagePart } from '../../app/routes.ts'
import { isDay } from './days.ts'

/** What the ledger can be narrowed to, one after the other. */
export const STEP_DIMENSIONS = ['project', 'agent', 'model', 'series', 'session'] as const
export type StepDimension = (typeof STEP_DIMENSIONS)[number]

export interface Step {
  dimension: StepDimension
  /** As the ledger names it; "": what none is known of. */
  value: string
}

/** What the rows of the breakdown are. */
export const SLICES = ['project', 'model', 'agent', 'series', 'session', 'day'] as const
export type Slice = (typeof SLICES)[number]

/** What a bar of the chart is stacked of. */
export const STACKS = ['model', 'agent', 'project'] as const
export type Stack = (typeof STACKS)[number]

export const COLUMNS = [
  'name',
  'cost',
  'requests',
  'turns',
  'errors',
  'input',
  'output',
  'cacheRead',
  'cacheWrite',
  'cacheShare',
  'last',
] as const
export type Column = (typeof COLUMNS)[number]

export const RANGE_NAMES = ['today', '7d', '30d', 'month', 'all'] as const
export type RangeName = (typeof RANGE_NAMES)[number]
/** A named range moves with the day; days of one's own stay. */
export type Range = RangeName | { from: string; until: string }

/** All that the usage screen shows, as its address says it: a link leads to the same view, and the back button to the one before. */
export interface UsageAddress {
  part: UsagePart
  range: Range
  /** In the order in which the person went down. */
  trail: readonly Step[]
  by: Slice
  sort: { column: Column; down: boolean }
  metric: 'cost' | 'tokens'
  stack: Stack
  table: boolean
}

const USUAL_RANGE: RangeName = '30d'

export function readAddress(part: UsagePart, query: string): UsageAddress {
  const asked = new URLSearchParams(query)
  const trail: Step[] = []
  for (const [dimension, value] of asked) {
    if (isOneOf(STEP_DIMENSIONS, dimension) && !trail.some((step) => step.dimension === dimension)) {
      trail.push({ dimension, value })
    }
  }
  const by = asked.get('by')
  const slices = slicesOf(trail)
  const slice = isOneOf(SLICES, by) && slices.includes(by) ? by : usualSlice(trail)
  const stack = asked.get('stack')
  return {
    part,
    range: readRange(asked),
    trail,
    by: slice,
    sort: readSort(asked.get('sort'), slice),
    metric: asked.get('show') === 'tokens' ? 'tokens' : 'cost',
    stack: isOneOf(STACKS, stack) ? stack : 'model',
    table: asked.get('as') === 'table',
  }
}

/** The address of a view; what is as usual is left out. */
export function addressPath(address: UsageAddress): string {
  const { part, range, trail, by, sort, metric, stack, table } = address
  const usualSort = readSort(null, by)
  const said = new URLSearchParams()
  if (typeof range === 'object') {
    said.set('from', range.from)
    said.set('until', range.until)
  } else if (range !== USUAL_RANGE) said.set('range', range)
  for (const { dimension, value } of trail) said.set(dimension, value)
  if (by !== usualSlice(trail)) said.set('by', by)
  if (sort.column !== usualSort.column || sort.down !== usualSort.down) {
    said.set('sort', `${sort.down ? '-' : ''}${sort.column}`)
  }
  if (metric !== 'cost') said.set('show', metric)
  if (stack !== 'model') said.set('stack', stack)
  if (table) said.set('as', 'table')
  return usagePath(Object.fromEntries(said), part)
}

/** One step further down, into what `by` gives there as a rule. */
export function stepInto(address: UsageAddress, step: Step): UsageAddress {
  const trail = [...address.trail.filter(({ dimension }) => dimension !== step.dimension), step]
  return withTrail(address, trail)
}

/** Back up to so many steps. */
export function stepUp(address: UsageAddress, steps: number): UsageAddress {
  return withTrail(address, address.trail.slice(0, steps))
}

/** Narrowed to that value of a dimension, or to all of them again. */
export function narrowedTo(address: UsageAddress, dimension: StepDimension, value: string | null): UsageAddress {
  if (value !== null && address.trail.some((step) => step.dimension === dimension)) {
    const trail = address.trail.map((step) => (step.dimension === dimension ? { dimension, value } : step))
    return { ...address, trail }
  }
  const others = address.trail.filter((step) => step.dimension !== dimension)
  return withTrail(address, value === null ? others : [{ dimension, value }, ...others], address.by)
}

/** What the rows can be of, where so much is settled already. */
export function slicesOf(trail: readonly Step[]): Slice[] {
  const settled = new Set<Slice>(trail.map(({ dimension }) => dimension))
  // A session is of one series, project and agent; a series is of one project.
  if (settled.has('session')) for (const one of ['series', 'project', 'agent'] as const) settled.add(one)
  if (settled.has('series')) settled.add('project')
  return SLICES.filter((slice) => !settled.has(slice))
}

function withTrail(address: UsageAddress, trail: readonly Step[], wanted?: Slice): UsageAddress {
  const by = wanted !== undefined && slicesOf(trail).includes(wanted) ? wanted : usualSlice(trail)
  const sort = by === address.by ? address.sort : readSort(null, by)
  return { ...address, trail, by, sort }
}

/** What the next question is as a rule: a project's sessions, a model's projects. */
function usualSlice(trail: readonly Step[]): Slice {
  const last = trail.at(-1)?.dimension
  const slices = slicesOf(trail)
  const order: Slice[] =
    last === undefined || last === 'model'
      ? ['project', 'session', 'model']
      : last === 'agent' || last === 'session'
        ? ['model', 'day']
        : ['session', 'model']
  return order.find((slice) => slices.includes(slice)) ?? 'day'
}

function readRange(asked: URLSearchParams): Range {
  const [from, until] = [asked.get('from'), asked.get('until')]
  if (isDay(from) && isDay(until)) return from <= until ? { from, until } : { from: until, until: from }
  const name = asked.get('range')
  return isOneOf(RANGE_NAMES, name) ? name : USUAL_RANGE
}

/** Days in their order, the latest first; all else by cost, the dearest first. */
function readSort(said: string | null, by: Slice): UsageAddress['sort'] {
  const column = said?.replace(/^-/, '') ?? null
  if (isOneOf(COLUMNS, column)) return { column, down: said?.startsWith('-') === true }
  return by === 'day' ? { column: 'name', down: true } : { column: 'cost', down: true }
}

function isOneOf<const T extends string>(list: readonly T[], value: string | null): value is T {
  return value !== null && (list as readonly string[]).includes(value)
}
