import { expect, test } from 'vitest'
import { sampleBoard } from '../../testing/sample-board.ts'
import { boardGroups } from './board-groups.ts'
import { boardItems, stepRow } from './board-items.ts'

const { series, sessions } = sampleBoard()
const groups = boardGroups({ series, sessions, observed: [] })
const ids = groups.flatMap(({ rows }) => rows.map(({ id }) => id))

test('each group is its head and its rows', () => {
  const items = boardItems(groups, new Set())
  expect(items).toHaveLength(groups.length + ids.length)
  expect(items[0]).toMatchObject({ kind: 'head', name: 'needs', count: 2, open: true })
  expect(items[1]).toMatchObject({ kind: 'row', key: ids[0] })
})

test('a closed group is its head alone, with its count', () => {
  const items = boardItems(groups, new Set(['finished']))
  expect(items.at(-1)).toMatchObject({ kind: 'head', name: 'finished', count: 3, open: false })
})

test('steps go from row to row over the heads and stop at the ends', () => {
  const items = boardItems(groups, new Set())
  const [first = '', second = ''] = ids
  const last = ids.at(-1) ?? ''
  expect(stepRow(items, first, 'next')).toBe(second)
  expect(stepRow(items, second, 'previous')).toBe(first)
  expect(stepRow(items, first, 'previous')).toBe(first)
  expect(stepRow(items, last, 'next')).toBe(last)
  expect(stepRow(items, second, 'first')).toBe(first)
  expect(stepRow(items, second, 'last')).toBe(last)
})

test('from nowhere, or from a row that is gone, steps begin at an end', () => {
  const items = boardItems(groups, new Set())
  expect(stepRow(items, null, 'next')).toBe(ids[0])
  expect(stepRow(items, 'gone', 'previous')).toBe(ids.at(-1))
  expect(stepRow([], null, 'next')).toBeNull()
})
