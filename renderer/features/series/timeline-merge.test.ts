import { describe, expect, it } from 'vitest'
import { plainTimeline, sampleLane, sequence } from '../../testing/sample-timeline.ts'
import { mergeTimeline, pointsFor, refreshFrom } from './timeline-merge.ts'

const old = plainTimeline(4, 10)
const newest = old.lanes.at(-1)
if (newest === undefined) throw new Error('a sample without lanes')

/** What the core answers for `fromSession: 4` once the fourth session ended and a fifth began. */
const later = {
  ...old,
  to: old.to + 60_000,
  seq: old.seq + 5,
  lanes: [
    { ...newest, to: old.to + 10_000, end: 'handed over at checkpoint 4' },
    sampleLane({ n: 5, from: old.to + 20_000, minutes: 1, points: 5, live: true }, sequence(3)),
  ],
  marks: [
    ...old.marks.filter((mark) => mark.at >= newest.from),
    { at: old.to + 9_000, kind: 'checkpoint' as const, sessionId: null, n: 4, label: 'due' },
  ],
  waits: [],
}

describe('merging a timeline', () => {
  it('replaces the lanes that were asked for and keeps the others as they are', () => {
    const merged = mergeTimeline(old, later, 4)
    expect(merged.lanes.map((lane) => lane.n)).toEqual([1, 2, 3, 4, 5])
    expect(merged.lanes[0]).toBe(old.lanes[0])
    expect(merged.lanes[3]?.to).toBe(old.to + 10_000)
    expect(merged).toMatchObject({ from: old.from, to: later.to, seq: later.seq })
  })

  it('has each mark once, in order of time', () => {
    const merged = mergeTimeline(old, later, 4)
    expect(merged.marks).toHaveLength(old.marks.length + 1)
    expect(merged.marks).toEqual(merged.marks.toSorted((a, b) => a.at - b.at))
  })

  it('closes a wait that it knew as open', () => {
    const wait = { for: 'limit', from: newest.from + 1_000, to: null }
    const merged = mergeTimeline({ ...old, waits: [wait] }, { ...later, waits: [{ ...wait, to: old.to }] }, 4)
    expect(merged.waits).toEqual([{ ...wait, to: old.to }])
  })

  it('keeps waits and marks from before', () => {
    const wait = { for: 'limit', from: old.from + 1_000, to: old.from + 2_000 }
    expect(mergeTimeline({ ...old, waits: [wait] }, later, 4).waits).toEqual([wait])
    expect(mergeTimeline(old, later, 4).marks[0]).toEqual(old.marks[0])
  })

  it('takes a whole answer whole', () => {
    const fresh = { ...plainTimeline(2, 5), seq: old.seq + 1 }
    expect(mergeTimeline(old, fresh, 1)).toMatchObject({ lanes: fresh.lanes, marks: fresh.marks })
  })

  it('keeps the lanes when an answer has none', () => {
    const merged = mergeTimeline(old, { ...later, lanes: [], marks: [], status: 'paused' }, 4)
    expect(merged.lanes).toBe(old.lanes)
    expect(merged).toMatchObject({ status: 'paused', seq: later.seq, marks: old.marks })
  })

  it('drops an answer that is older than what it has', () => {
    expect(mergeTimeline(old, { ...later, seq: old.seq - 1 }, 4)).toBe(old)
  })

  it('takes another series as it is', () => {
    const other = { ...later, seriesId: 'other', seq: 0 }
    expect(mergeTimeline(old, other, 1)).toBe(other)
  })
})

it('asks anew from the newest session', () => {
  expect(refreshFrom(old)).toBe(4)
  expect(refreshFrom({ ...old, lanes: [] })).toBe(1)
})

it('asks for finer lanes while there are few', () => {
  expect([1, 40, 100, 1_000, 5_000].map(pointsFor)).toEqual([1_000, 1_000, 400, 40, 40])
})
