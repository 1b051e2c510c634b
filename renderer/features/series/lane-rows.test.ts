import { expect, it } from 'vitest'
import { nightTimeline, plainTimeline } from '../../testing/sample-timeline.ts'
import { contextTop, laneRows, peakOf } from './lane-rows.ts'

it('gives each session the checkpoints of its stretch', () => {
  const rows = laneRows(nightTimeline())
  expect(rows.map((row) => row.checkpoints)).toEqual([[1], [2], [3], [4], [5], [6], [], [7], [8], [9], [10], [11], []])
})

it('has the figures of the plot', () => {
  const timeline = plainTimeline(3, 10)
  const [first, , last] = laneRows(timeline)
  const lane = timeline.lanes[0]
  expect(first).toMatchObject({ durationMs: (lane?.to ?? 0) - timeline.from, cost: lane?.cost.at(-1)?.[1] })
  expect(first?.peak).toBe(Math.max(...(lane?.context.map(([, used]) => used ?? 0) ?? [])))
  expect(first?.peakPercent).toBeCloseTo(((first?.peak ?? 0) / 200_000) * 100)
  expect(last?.durationMs).toBe(timeline.to - (last?.lane.from ?? 0))
})

it('knows nothing of a session that was not measured', () => {
  const timeline = plainTimeline(1, 5)
  const lanes = timeline.lanes.map((lane) => ({ ...lane, context: [], cost: [], due: null }))
  expect(laneRows({ ...timeline, lanes })[0]).toMatchObject({ peak: null, peakPercent: null, cost: null })
  expect(contextTop(lanes)).toBe(0)
})

it('has room for the fullest session and the farthest due point', () => {
  const { lanes } = plainTimeline(2, 5)
  expect(contextTop(lanes)).toBe(Math.max(140_000, ...lanes.map((lane) => peakOf(lane) ?? 0)))
})
