import type { UsageDimension } from '../../contract/ledger.ts'
import { SOURCE } from './counted.ts'
import { placesOf } from './place-table.ts'
import { reusedIntegers, reusedNumbers } from './reused-memory.ts'
import { COST, REQUESTS, WIDTH, type UsageColumns } from './usage-columns.ts'

/** Sums of one group lie at `place * GROUP_WIDTH`: those of a cell, and at last the responses without a price. */
export const GROUP_WIDTH = WIDTH + 1
export const UNPRICED = WIDTH

export interface Groups {
  count: number
  sums: Float64Array
  /** One cell of each group, from which its dimensions are told. */
  cells: Int32Array
}

const keyMemory = reusedNumbers()
const sumMemory = reusedNumbers()
const cellMemory = reusedIntegers()

/** Project, agent and series follow from the session. */
const OF_SESSION: ReadonlySet<UsageDimension> = new Set(['project', 'agent', 'series'])

/** Adds up cells by dimensions; until the next call. Groups in which nothing is left of what was counted are not there. */
export function groupCells(columns: UsageColumns, by: readonly UsageDimension[], chosen: Int32Array): Groups {
  const { keys, size } = keysOf(columns, by, chosen)
  const { places, count } = placesOf(keys, size)
  const { figures, source } = columns
  const sums = sumMemory(count * GROUP_WIDTH).fill(0)
  const cells = cellMemory(count)
  for (let index = 0; index < chosen.length; index += 1) {
    const cell = chosen[index] ?? 0
    const place = places[index] ?? 0
    cells[place] = cell
    const from = cell * WIDTH
    const to = place * GROUP_WIDTH
    for (let figure = 0; figure < WIDTH; figure += 1)
      sums[to + figure] = (sums[to + figure] ?? 0) + (figures[from + figure] ?? 0)
    if (source[cell] === SOURCE.none) sums[to + UNPRICED] = (sums[to + UNPRICED] ?? 0) + (figures[from + REQUESTS] ?? 0)
  }
  return withoutEmpty({ count, sums, cells })
}

/** One number for each cell, the same for those of one group; below `size`. */
function keysOf(
  columns: UsageColumns,
  by: readonly UsageDimension[],
  chosen: Int32Array,
): { keys: Float64Array; size: number } {
  const keys = keyMemory(chosen.length).fill(0)
  let size = 1
  for (const dimension of new Set(by)) {
    if (OF_SESSION.has(dimension) && by.includes('session')) continue
    size *= addDimension(columns, dimension, chosen, keys)
  }
  return { keys, size }
}

/** Gives how many values there may be. */
function addDimension(
  columns: UsageColumns,
  dimension: UsageDimension,
  chosen: Int32Array,
  keys: Float64Array,
): number {
  const { sessions, firstDay, lastDay } = columns
  switch (dimension) {
    case 'day':
      return ofCell(columns.day, firstDay, Math.max(1, lastDay - firstDay + 1), chosen, keys)
    case 'model':
      return ofCell(columns.model, 0, columns.models.texts.length, chosen, keys)
    case 'costSource':
      return ofCell(columns.source, 0, 3, chosen, keys)
    case 'project':
      return ofSession(columns.session, sessions.project, columns.projects.texts.length, chosen, keys)
    case 'agent':
      return ofSession(columns.session, sessions.agent, columns.agents.texts.length, chosen, keys)
    case 'series':
      return ofSession(columns.session, sessions.series, columns.serieses.texts.length, chosen, keys)
    case 'session':
      return ofSession(columns.session, sessions.named, sessions.rows, chosen, keys)
  }
}

function ofCell(
  values: Int32Array | Uint8Array,
  least: number,
  size: number,
  chosen: Int32Array,
  keys: Float64Array,
): number {
  for (let index = 0; index < chosen.length; index += 1)
    keys[index] = (keys[index] ?? 0) * size + (values[chosen[index] ?? 0] ?? 0) - least
  return size
}

function ofSession(
  sessions: Int32Array,
  values: Int32Array,
  size: number,
  chosen: Int32Array,
  keys: Float64Array,
): number {
  for (let index = 0; index < chosen.length; index += 1)
    keys[index] = (keys[index] ?? 0) * size + (values[sessions[chosen[index] ?? 0] ?? 0] ?? 0)
  return size
}

/** A row that moved to another group leaves a cell of zeros behind. */
function withoutEmpty({ count, sums, cells }: Groups): Groups {
  let kept = 0
  for (let place = 0; place < count; place += 1) {
    const start = place * GROUP_WIDTH
    let isEmpty = true
    for (let figure = 0; figure < WIDTH && isEmpty; figure += 1) isEmpty = sums[start + figure] === 0
    if (isEmpty) continue
    if (kept !== place) {
      sums.copyWithin(kept * GROUP_WIDTH, start, start + GROUP_WIDTH)
      cells[kept] = cells[place] ?? 0
    }
    kept += 1
  }
  return { count: kept, sums, cells }
}

export function costOf({ sums }: Groups, place: number): number {
  return sums[place * GROUP_WIDTH + COST] ?? 0
}
