import { describe, expect, test } from 'vitest'
import { sampleBoard } from '../../testing/sample-board.ts'
import { ago, sampleId, sampleSeries, sampleSession } from '../../testing/sample-series.ts'
import {
  type BoardFilter,
  closedAtFirst,
  boardGroups,
  boardProjects,
  currentTask,
  groupCounts,
  groupOf,
  NO_FILTER,
} from './board-groups.ts'

const { series, sessions } = sampleBoard()
const board = { series, sessions, observed: [] }

function names(filter: Partial<BoardFilter> = {}): Record<string, string[]> {
  const groups = boardGroups(board, { ...NO_FILTER, ...filter })
  return Object.fromEntries(groups.map((group) => [group.name, group.rows.map((row) => row.id)]))
}

describe('groups', () => {
  test('what needs a person comes first, what is finished last', () => {
    expect(boardGroups(board).map(({ name }) => name)).toEqual([
      'needs',
      'running',
      'waiting',
      'paused',
      'alone',
      'finished',
    ])
  })

  test('a wait that only a person ends needs one, a limit does not', () => {
    expect(names()['needs']).toEqual([sampleId(4), sampleId(6)])
    expect(names()['waiting']).toEqual([sampleId(5)])
    expect(groupOf({ status: 'paused', hold: { kind: 'paused', since: '', until: null, human: true } })).toBe('paused')
  })

  test('only sessions of no series stand by themselves', () => {
    expect(names()['alone']).toEqual([sampleSession(90).sessionId])
  })

  test('counts are those without a filter', () => {
    expect(groupCounts(board)).toEqual({
      needs: 2,
      running: 4,
      waiting: 1,
      paused: 1,
      alone: 1,
      elsewhere: 0,
      finished: 3,
      past: 0,
    })
  })
})

describe('order', () => {
  test('who waits longest comes first', () => {
    const hold = (minutes: number) => ({ kind: 'permission', since: ago(minutes * 60_000), until: null, human: true })
    const rows = [1, 2, 3].map((n) => sampleSeries(n, { status: 'waiting', hold: hold(n) }))
    expect(boardGroups({ series: rows, sessions: [], observed: [] })[0]?.rows.map(({ id }) => id)).toEqual([
      sampleId(3),
      sampleId(2),
      sampleId(1),
    ])
  })

  test('running ones stand newest first and do not move with what they do', () => {
    const rows = [1, 2, 3].map((n) => sampleSeries(n, { createdAt: ago(n * 1_000), updatedAt: ago(9_000 - n * 1_000) }))
    expect(boardGroups({ series: rows, sessions: [], observed: [] })[0]?.rows.map(({ id }) => id)).toEqual([
      sampleId(1),
      sampleId(2),
      sampleId(3),
    ])
  })

  test('what goes on soonest comes first, what has no time last', () => {
    const until = [null, ago(-60_000), ago(-5_000)]
    const rows = until.map((at, n) =>
      sampleSeries(n, { status: 'waiting', hold: { kind: 'limit', since: ago(0), until: at, human: false } }),
    )
    expect(boardGroups({ series: rows, sessions: [], observed: [] })[0]?.rows.map(({ id }) => id)).toEqual([
      sampleId(2),
      sampleId(1),
      sampleId(0),
    ])
  })
})

describe('filter', () => {
  test('every word must be there, in whatever field', () => {
    expect(Object.values(names({ text: 'MIGRATE npm' })).flat()).toEqual([])
    expect(Object.values(names({ text: 'npm publish' })).flat()).toEqual([sampleId(4)])
    expect(Object.values(names({ text: '  ' })).flat()).toHaveLength(series.length + 1)
  })

  test('one group, one project', () => {
    expect(Object.keys(names({ group: 'finished' }))).toEqual(['finished'])
    const project = '/home/ann/work/shop'
    const found = boardGroups(board, { ...NO_FILTER, project }).flatMap(({ rows }) => rows)
    expect(found.length).toBeGreaterThan(1)
    expect(found.every((row) => (row.series ?? row.session)?.project === project)).toBe(true)
  })
})

test('projects are listed once, by name', () => {
  expect(boardProjects(board).map((path) => path.split('/').at(-1))).toEqual([
    'compiler',
    'field-guide',
    'payments-service',
    'shop',
    'site',
  ])
})

test('the present task is the first open one', () => {
  const box = (number: number, done: boolean) => ({ number, done, title: `task ${number}` })
  expect(currentTask({ boxes: [box(1, true), box(2, false), box(3, false)] })).toBe('task 2')
  expect(currentTask({ boxes: [box(1, true)] })).toBeNull()
  expect(currentTask({ boxes: [] })).toBeNull()
})

test('the finished ones are closed at first, unless they are all there is', () => {
  const none = groupCounts({ series: [], sessions: [], observed: [] })
  expect([...closedAtFirst({ ...none, finished: 2, waiting: 1 })]).toEqual(['finished', 'past'])
  expect([...closedAtFirst({ ...none, finished: 2, past: 1 })]).toEqual(['past'])
  expect([...closedAtFirst({ ...none, past: 2 })]).toEqual([])
})
