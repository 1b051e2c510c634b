import { describe, expect, it } from 'vitest'
import type { TimelineMark } from '../../../contract/timeline.ts'
import { nightTimeline } from '../../testing/sample-timeline.ts'
import { checkpointOf, cursorWords, groupMarks, markWords, nextMark } from './marks.ts'

const mark = (at: number, kind: TimelineMark['kind'], n: number | null = null): TimelineMark => ({
  at,
  kind,
  n,
  sessionId: null,
  label: `at ${at}`,
})
const marks = [
  mark(10, 'soft'),
  mark(12, 'checkpoint', 1),
  mark(14, 'due'),
  mark(60, 'rejected'),
  mark(95, 'pickup', 1),
]
const view = { from: 0, to: 100 }

describe('marks on the screen', () => {
  it('stand at their time', () => {
    expect(groupMarks(marks, view, 1_000, 5).map((group) => group.x)).toEqual([100, 120, 140, 600, 950])
  })

  it('close ones are one, led by the weightiest', () => {
    const [first, ...others] = groupMarks(marks, view, 100, 16)
    expect(first).toMatchObject({ x: 10, lead: { kind: 'checkpoint' } })
    expect(first?.marks.map((one) => one.kind)).toEqual(['soft', 'checkpoint', 'due'])
    expect(others).toHaveLength(2)
  })

  it('outside of the view are not there', () => {
    expect(groupMarks(marks, { from: 11, to: 61 }, 100, 1).map((group) => group.lead.at)).toEqual([12, 14, 60])
  })

  it('lose none', () => {
    const night = nightTimeline()
    const groups = groupMarks(night.marks, night, 900, 18)
    expect(groups.flatMap((group) => group.marks)).toEqual(night.marks)
  })
})

describe('the keyboard cursor', () => {
  it('begins on the screen', () => {
    expect(nextMark(marks, null, 1, { from: 13, to: 70 })).toBe(marks[2])
    expect(nextMark(marks, null, -1, { from: 13, to: 70 })).toBe(marks[3])
  })

  it('goes from mark to mark and stays at the ends', () => {
    expect(nextMark(marks, mark(12, 'checkpoint', 1), 1, view)).toBe(marks[2])
    expect(nextMark(marks, marks[0] ?? null, -1, view)).toBe(marks[0])
    expect(nextMark(marks, marks[4] ?? null, 1, view)).toBe(marks[4])
  })

  it('finds its place again after a mark is gone, and none where there are none', () => {
    expect(nextMark(marks, mark(33, 'soft'), 1, view)).toBe(marks[0])
    expect(nextMark([], null, 1, view)).toBeNull()
  })

  it('opens checkpoints and pickups', () => {
    expect(marks.map(checkpointOf)).toEqual([null, 1, null, null, 1])
    expect(checkpointOf(mark(5, 'pickup', 0))).toBeNull()
    expect(markWords(mark(5, 'pickup', 0))).toBe('First files read: at 5')
  })
})

it('names a mark and its place', () => {
  expect(markWords({ ...mark(1, 'finished'), label: '' })).toBe('Finished')
  expect(cursorWords(marks, mark(12, 'checkpoint', 1), '14:03')).toBe(
    'Checkpoint 1: at 12, 14:03. Mark 2 of 5. Enter opens it.',
  )
})
