import { describe, expect, it } from 'vitest'
import { envelope } from './envelope.ts'

describe('the small picture of the whole', () => {
  it('has the peak of each stretch', () => {
    const [times, peaks] = envelope({ time: [0, 1, 5, 9, 10], value: [1, 4, null, 2, 7] }, { from: 0, to: 10 }, 2)
    expect(times).toEqual([2.5, 7.5])
    expect(peaks).toEqual([4, 7])
  })

  it('holds a figure until the next one', () => {
    expect(envelope({ time: [0, 8], value: [5, 2] }, { from: 0, to: 10 }, 5)[1]).toEqual([5, 5, 5, 5, 5])
    expect(envelope({ time: [0, 4, 4], value: [5, 5, null] }, { from: 0, to: 10 }, 5)[1]).toEqual([5, 5, 5, null, null])
  })

  it('stays unknown where nothing was measured', () => {
    expect(envelope({ time: [1], value: [3] }, { from: 0, to: 9 }, 3)[1]).toEqual([3, null, null])
  })
})
