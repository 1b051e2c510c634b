import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sampleBoard } from '../testing/sample-board.ts'
import { sampleSeries } from '../testing/sample-series.ts'
import type { BoardState } from './board-state.ts'
import { gatherBoard } from './gathered-board.ts'

const id = sampleSeries(1).id
const change = (activity: string) => ({ kind: 'series', view: sampleSeries(1, { activity }) }) as const

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function gathered() {
  const shown: BoardState[] = []
  const board = gatherBoard((state) => shown.push(state), Date.now)
  board.board(sampleBoard())
  return { board, shown, activities: () => shown.slice(1).map(({ series }) => series.get(id)?.activity) }
}

test('the first change is shown at once, those behind it together', () => {
  const { board, activities } = gathered()
  for (const activity of ['one', 'two', 'three']) board.change(change(activity))
  expect(activities()).toEqual(['one'])
  vi.advanceTimersByTime(100)
  expect(activities()).toEqual(['one', 'three'])
  vi.advanceTimersByTime(1_000)
  board.change(change('four'))
  expect(activities()).toEqual(['one', 'three', 'four'])
})

test('a stream of changes is shown ten times a second', () => {
  const { board, activities } = gathered()
  for (let n = 0; n < 500; n += 1) {
    board.change(change(`number ${n}`))
    vi.advanceTimersByTime(2)
  }
  expect(activities().length).toBeLessThanOrEqual(11)
})

test('a board that comes anew is shown at once, and nothing of before it after', () => {
  const { board, shown } = gathered()
  board.change(change('one'))
  board.change(change('two'))
  board.board({ ...sampleBoard(), series: [] })
  vi.advanceTimersByTime(1_000)
  expect(shown.at(-1)?.series.size).toBe(0)
  expect(shown).toHaveLength(3)
})

test('a closed one shows nothing more', () => {
  const { board, activities } = gathered()
  board.change(change('one'))
  board.change(change('two'))
  board.close()
  vi.advanceTimersByTime(1_000)
  expect(activities()).toEqual(['one'])
})
