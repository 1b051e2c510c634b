import { describe, expect, it } from 'vitest'
import type { TimelineLane } from '../../../contract/timeline.ts'
import { plainTimeline } from '../../testing/sample-timeline.ts'
import { envelope, noColumns, updateColumns } from './lane-columns.ts'

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
    expect(columns.contextTime).toEqual([10, 50, 100, 100, 120, 150, 150])
    expect(columns.context).toEqual([5, 9, 9, null, 3, 3, null])
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
    expect(columns.context).toEqual([5, null, null, null])
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
    expect(columns.contextTime).toEqual(columns.contextTime.toSorted((a, b) => a - b))
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
    expect(columns.cost).toEqual([1, 1, 3, 3, 3.5, 3.5])
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

describe('the small picture of the whole', () => {
  it('has the peak of each stretch', () => {
    const [times, peaks] = envelope([0, 1, 5, 9, 10], [1, 4, null, 2, 7], { from: 0, to: 10 }, 2)
    expect(times).toEqual([2.5, 7.5])
    expect(peaks).toEqual([4, 7])
  })

  it('holds a figure until the next one', () => {
    expect(envelope([0, 8], [5, 2], { from: 0, to: 10 }, 5)[1]).toEqual([5, 5, 5, 5, 5])
    expect(envelope([0, 4, 4], [5, 5, null], { from: 0, to: 10 }, 5)[1]).toEqual([5, 5, 5, null, null])
  })

  it('stays unknown where nothing was measured', () => {
    expect(envelope([1], [3], { from: 0, to: 9 }, 3)[1]).toEqual([3, null, null])
  })
})
