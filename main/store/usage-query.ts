import type { UsageAnswer, UsageDimension, UsageFigures, UsageQuery, UsageRow } from '../../contract/ledger.ts'
import { AgentName } from '../../contract/telemetry.ts'
import { chosenCells, type CellFilter } from './cell-choice.ts'
import { SOURCES, usdOf } from './counted.ts'
import { firstOf } from './first-of.ts'
import { dayName, dayNumber } from './local-hour.ts'
import { COST, type LiveColumns, type Names, type UsageColumns } from './usage-columns.ts'
import { costOf, groupCells, GROUP_WIDTH, UNPRICED, type Groups } from './usage-groups.ts'

/** A number that no cell has. */
const NONE = -1

/** Answers any question about sums of the ledger. `sessionOf`: its number; null: the ledger has nothing of it. */
export function usageQueries(
  live: LiveColumns,
  sessionOf: (sessionId: string) => number | null,
): (query: UsageQuery) => UsageAnswer {
  return (query) => {
    const columns = live.fresh()
    const chosen = chosenCells(columns, filterOf(columns, query, sessionOf))
    const groups = groupCells(columns, query.by, chosen)
    const byKey = keyOrder(columns, query.by, groups)
    const order = (one: number, other: number): number =>
      query.order === 'cost' ? costOf(groups, other) - costOf(groups, one) || byKey(one, other) : byKey(one, other)
    const places = firstOf(groups.count, query.limit, order)
    const rowOf = rows(columns, query.by, groups)
    return { rows: places.map(rowOf), total: totalOf(groups), more: groups.count - places.length }
  }
}

function filterOf(
  columns: UsageColumns,
  { from, until, project, agent, model, seriesId, sessionId }: UsageQuery,
  sessionOf: (sessionId: string) => number | null,
): CellFilter {
  const { projects, agents, serieses, models } = columns
  const named = (names: Names, text: string | undefined): number | null =>
    text === undefined ? null : (names.numberOf(text === '' ? null : text) ?? NONE)
  return {
    from: from === null ? null : dayNumber(from),
    until: until === null ? null : dayNumber(until),
    project: named(projects, project),
    agent: named(agents, agent),
    // Models are few, and numbered by their table.
    model: model === undefined ? null : models.texts.indexOf(model),
    series: named(serieses, seriesId),
    session: sessionId === undefined ? null : (sessionOf(sessionId) ?? NONE),
  }
}

type Told = number | string | null

/** What a group is of, in one dimension; texts for a person. */
function told(columns: UsageColumns, dimension: UsageDimension, cell: number): Told {
  const { sessions } = columns
  const session = columns.session[cell] ?? 0
  switch (dimension) {
    case 'day':
      return columns.day[cell] ?? 0
    case 'model':
      return columns.models.texts[columns.model[cell] ?? 0] ?? ''
    case 'costSource':
      return SOURCES[columns.source[cell] ?? 0] ?? 'none'
    case 'project':
      return columns.projects.texts[sessions.project[session] ?? 0] ?? null
    case 'agent':
      return columns.agents.texts[sessions.agent[session] ?? 0] ?? null
    case 'series':
      return columns.serieses.texts[sessions.series[session] ?? 0] ?? null
    case 'session':
      return sessions.key[session] ?? null
  }
}

/** By the dimensions in their order; what is not known comes last. */
function keyOrder(columns: UsageColumns, by: readonly UsageDimension[], { cells }: Groups) {
  return (one: number, other: number): number => {
    for (const dimension of by) {
      const order = compare(told(columns, dimension, cells[one] ?? 0), told(columns, dimension, cells[other] ?? 0))
      if (order !== 0) return order
    }
    return 0
  }
}

function compare(one: Told, other: Told): number {
  if (one === other) return 0
  if (one === null) return 1
  if (other === null) return -1
  return one < other ? -1 : 1
}

const TEXT_FIELDS = { project: 'project', series: 'seriesId', session: 'sessionId' } as const

function rows(columns: UsageColumns, by: readonly UsageDimension[], groups: Groups): (place: number) => UsageRow {
  const agentOf = (text: Told) => AgentName.options.find((name) => name === text) ?? 'other'
  return (place) => {
    const cell = groups.cells[place] ?? 0
    const row: UsageRow = figuresAt(groups, place)
    for (const dimension of by) {
      const value = told(columns, dimension, cell)
      if (dimension === 'day') row.day = dayName(Number(value))
      else if (dimension === 'agent') row.agent = agentOf(value)
      else if (dimension === 'model') row.model = String(value)
      else if (dimension === 'costSource') row.costSource = SOURCES.find((name) => name === value) ?? 'none'
      else row[TEXT_FIELDS[dimension]] = value === null ? null : String(value)
    }
    return row
  }
}

function figuresAt({ sums }: Groups, place: number): UsageFigures {
  const at = (figure: number): number => sums[place * GROUP_WIDTH + figure] ?? 0
  return {
    requests: at(0),
    errors: at(1),
    turns: at(2),
    tokens: { input: at(3), output: at(4), cacheRead: at(5), cacheWrite5m: at(6), cacheWrite1h: at(7) },
    costUsd: usdOf(at(COST)),
    unpriced: at(UNPRICED),
  }
}

function totalOf({ count, sums }: Groups): UsageFigures {
  const total = new Float64Array(GROUP_WIDTH)
  for (let place = 0; place < count; place += 1)
    for (let figure = 0; figure < GROUP_WIDTH; figure += 1)
      total[figure] = (total[figure] ?? 0) + (sums[place * GROUP_WIDTH + figure] ?? 0)
  return figuresAt({ count: 1, sums: total, cells: new Int32Array(1) }, 0)
}
