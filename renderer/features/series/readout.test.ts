import { describe, expect, it } from 'vitest'
import { nightTimeline, plainTimeline } from '../../testing/sample-timeline.ts'
import { laneAt, laneName, readoutAt } from './readout.ts'

const timeline = plainTimeline(3, 10)
const second = timeline.lanes[1]
if (second === undefined) throw new Error('a sample without lanes')

describe('what is known of a moment', () => {
  it('is the last figure until then, with its own time', () => {
    const [at, used] = second.context[5] ?? [0, null]
    const found = readoutAt(timeline, at + 1)
    expect(found).toMatchObject({ context: used, measuredAt: at, sessionCost: second.cost[4]?.[1], wait: null })
    expect(found.percent).toBeCloseTo(((used ?? 0) / 200_000) * 100)
  })

  it('is unknown before the first figure and between sessions', () => {
    expect(readoutAt(timeline, second.from)).toMatchObject({ context: null, percent: null, sessionCost: null })
    expect(readoutAt(timeline, second.from - 1)).toMatchObject({ lane: null, context: null })
  })

  it('names the wait of that moment', () => {
    const night = nightTimeline()
    const wait = night.waits[0]
    expect(readoutAt(night, (wait?.from ?? 0) + 5).wait).toBe(wait?.for)
    expect(readoutAt({ ...night, waits: [{ for: 'you', from: night.to - 10, to: null }] }, night.to).wait).toBe('you')
  })
})

it('finds the lane of a moment, the live one until now', () => {
  expect(timeline.lanes.map((lane) => laneAt(timeline, lane.from)?.n)).toEqual([1, 2, 3])
  expect(laneAt(timeline, timeline.to)?.n).toBe(3)
  expect(laneAt(timeline, timeline.from - 1)).toBeNull()
})

it('marks a resumed session', () => {
  expect([laneName({ n: 3, mode: 'fresh' }), laneName({ n: 3, mode: 'resume' })]).toEqual(['3', '3 ↺'])
})
