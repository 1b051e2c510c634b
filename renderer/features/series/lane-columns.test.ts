import { describe, expect, it } from 'vitest'
import type { TimelineLane } from '../../../contract/timeline.ts'
import { plainTimeline } from '../../testing/sample-timeline.ts'
import { noColumns, trackFor, updateColumns, valueAt } from './lane-columns.ts'

const lane = (over: Partial<TimelineLane>): TimelineLane => ({
  launchId: 'L',
  sessionId: 'S',
  n: 1,
  mode: 'fresh',
  from: 0,
  to: 100,
  end: '',
  model: null,
  window: null,
  due: null,
  soft: null,
  context: [],
  cost: [],
  ...over,
})

describe('the columns of the plots', () => {
  it('hold a figure until the end of its session, then a gap', () => {
    const columns = noColumns()
    updateColumns(
      columns,
      [
        lane({
          context: [
            [10, 5],
            [50, 9],
          ],
        }),
        lane({ from: 110, to: null, context: [[120, 3]] }),
      ],
      150,
    )
    expect(columns.context.time).toEqual([10, 50, 100, 100, 120, 150, 150])
    expect(columns.context.value).toEqual([5, 9, 9, null, 3, 3, null])
  })

  it('leave unknown context unknown', () => {
    const columns = noColumns()
    updateColumns(
      columns,
      [
        lane({
          context: [
            [10, 5],
            [50, null],
          ],
        }),
      ],
      150,
    )
    expect(columns.context.value).toEqual([5, null, null, null])
  })

  it('never fall in time', () => {
    const columns = noColumns()
    updateColumns(
      columns,
      [
        lane({
          context: [
            [10, 5],
            [120, 9],
          ],
        }),
        lane({ from: 110, context: [[115, 3]] }),
      ],
      150,
    )
    expect(columns.context.time).toEqual(columns.context.time.toSorted((a, b) => a - b))
  })

  it('add up the cost of sessions, and count a resumed one once', () => {
    const columns = noColumns()
    const lanes = [
      lane({ sessionId: 'A', cost: [[10, 1]] }),
      lane({ sessionId: 'A', mode: 'resume', from: 100, to: 200, cost: [[150, 3]] }),
      lane({ sessionId: 'A', mode: 'resume', from: 200, to: 210, cost: [] }),
      lane({ sessionId: 'B', from: 210, to: 300, cost: [[250, 0.5]] }),
    ]
    updateColumns(columns, lanes, 300)
    expect(columns.cost.value).toEqual([1, 1, 3, 3, 3.5, 3.5])
  })

  it('come to the same by steps as at once', () => {
    const timeline = plainTimeline(5, 20)
    const grown = noColumns()
    for (let count = 1; count <= timeline.lanes.length; count += 1) {
      // While it lives a lane is another object at each step.
      const lanes = timeline.lanes.slice(0, count).map((one, at) => (at === count - 1 ? { ...one, to: null } : one))
      updateColumns(grown, lanes, (lanes.at(-1)?.from ?? 0) + 1_000)
    }
    updateColumns(grown, timeline.lanes, timeline.to)
    const whole = noColumns()
    updateColumns(whole, timeline.lanes, timeline.to)
    expect(grown).toEqual(whole)
  })

  it('forget lanes that are gone', () => {
    const timeline = plainTimeline(5, 20)
    const columns = noColumns()
    updateColumns(columns, timeline.lanes, timeline.to)
    updateColumns(columns, timeline.lanes.slice(0, 2), timeline.to)
    const two = noColumns()
    updateColumns(two, timeline.lanes.slice(0, 2), timeline.to)
    expect(columns).toEqual(two)
  })
})

describe('the few figures a lane', () => {
  const points: [number, number | null][] = [
    [0, null],
    [10, 5],
    [20, 30],
    [30, 12],
    [40, 9],
  ]

  it('are the first known, the highest and the last, then the gap', () => {
    const columns = noColumns()
    updateColumns(
      columns,
      [
        lane({
          context: points,
          cost: [
            [10, 1],
            [20, 2],
            [40, 3],
          ],
        }),
      ],
      150,
    )
    expect(columns.coarse.context).toEqual({ time: [10, 20, 40, 100, 100], value: [5, 30, 9, 9, null] })
    expect(columns.coarse.cost).toEqual({ time: [10, 100], value: [1, 3] })
  })

  it('are nothing known of a lane without a figure', () => {
    const columns = noColumns()
    updateColumns(columns, [lane({ context: [[0, null]] }), lane({ from: 110, context: [] })], 150)
    expect(columns.coarse.context.value).toEqual([null, null, null])
  })

  it('are drawn when there are too many figures a pixel', () => {
    const timeline = plainTimeline(50, 200)
    const columns = noColumns()
    updateColumns(columns, timeline.lanes, timeline.to)
    const drawn = (view: { from: number; to: number }) =>
      trackFor(columns.context, columns.coarse.context, view, 100) === columns.context
    expect(drawn(timeline)).toBe(false)
    expect(drawn({ from: timeline.from, to: timeline.from + 3_600_000 })).toBe(true)
  })
})

it('knows the figure of a moment', () => {
  const track = { time: [10, 20, 20], value: [1, 2, null] }
  expect([9, 10, 15, 25].map((at) => valueAt(track, at))).toEqual([null, 1, 1, null])
})
