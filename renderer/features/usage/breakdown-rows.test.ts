import { describe, expect, test } from 'vitest'
import { sampleAnswer, sampleLedger, unattributedRow } from '../../testing/sample-usage.ts'
import type { Column, Slice } from './address.ts'
import { breakdownRows, DIMENSIONS, sorted, type SessionFacts } from './breakdown-rows.ts'
import { NO_USAGE } from './figures.ts'

const today = '2026-11-22'
const ledger = sampleLedger(30, Date.parse('2026-11-22T12:00:00Z'))
const series = new Map()

function rowsBy(slice: Slice, sessions: SessionFacts = new Map()) {
  const { rows, total } = sampleAnswer(ledger, { by: DIMENSIONS[slice], limit: 10_000 })
  return breakdownRows({ rows, slice, total, sessions, series, today })
}

describe('rows', () => {
  test('of projects have names, and their shares are the whole', () => {
    const rows = rowsBy('project')
    expect(rows.map(({ name }) => name).sort()).toEqual(['No project known', 'field-guide', 'payments-service', 'shop'])
    expect(rows.reduce((sum, { share }) => sum + (share ?? 0), 0)).toBeCloseTo(1, 9)
  })

  test('of sessions say their agent and project, and their titles where they are known', () => {
    const id = ledger[0]?.sessionId ?? ''
    const [row] = rowsBy('session', new Map([[id, { title: 'Fix it', lastAt: 5 }]])).filter(({ value }) => value === id)
    expect(row).toMatchObject({ name: 'Fix it', lastAt: 5, agent: 'claude', place: '/home/ann/work/shop' })
    const other = rowsBy('session').find(({ value }) => value === id)
    expect(other).toMatchObject({ name: id.slice(0, 8), lastAt: null })
  })

  test('a session that changed its folder is one row', () => {
    const figures = { ...NO_USAGE, requests: 1, costUsd: 1, sessionId: 's', agent: 'claude' as const }
    const rows = [
      { ...figures, project: '/a' },
      { ...figures, project: '/b' },
    ]
    const made = breakdownRows({ rows, slice: 'session', total: NO_USAGE, sessions: new Map(), series, today })
    expect(made).toMatchObject([{ value: 's', place: '/a', figures: { requests: 2, costUsd: 2 }, share: null }])
  })

  test('what has no line in a transcript is told by its name', () => {
    const first = ledger[0]
    if (first === undefined) throw new Error('the ledger is empty')
    const { rows, total } = sampleAnswer([unattributedRow(first)], { by: ['model'] })
    const made = breakdownRows({ rows, slice: 'model', total, sessions: new Map(), series, today })
    expect(made).toMatchObject([{ name: 'Unattributed', figures: { requests: 0, costUsd: 0.42 } }])
  })
})

describe('sorted', () => {
  const columns = ['cost', 'requests', 'turns', 'errors', 'input', 'output', 'cacheRead', 'cacheWrite', 'last'] as const
  test.each(columns)('by %s, nothing is lost, and one way is the other backwards', (column: Column) => {
    const rows = rowsBy('model').slice(0, 2)
    const down = sorted(rows, 'model', { column, down: true })
    expect(down.map(({ value }) => value).toSorted()).toEqual(rows.map(({ value }) => value).toSorted())
    const up = sorted(rows, 'model', { column, down: false })
    // Rows that are equal in it stay as they are.
    expect(up).toEqual(column === 'last' ? down : down.toReversed())
  })

  test('the dearest first', () => {
    const costs = sorted(rowsBy('session'), 'session', { column: 'cost', down: true }).map((row) => row.figures.costUsd)
    expect(costs).toEqual(costs.toSorted((a, b) => b - a))
  })

  test('days by the calendar, not by their names', () => {
    const days = sorted(rowsBy('day'), 'day', { column: 'name', down: true }).map(({ value }) => value)
    expect(days).toEqual(days.toSorted().toReversed())
  })
})
