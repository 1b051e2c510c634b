import { describe, expect, it } from 'vitest'
import { nightTimeline } from '../../testing/sample-timeline.ts'
import { keyAnswer, type KeyState } from './timeline-keys.ts'
import { wholeOf } from './viewport.ts'

const timeline = nightTimeline()
const { marks } = timeline
const first = marks[0]
if (first === undefined) throw new Error('a sample without marks')
const state: KeyState = { marks, domain: timeline, view: wholeOf(timeline), cursor: null }
const width = ({ from, to }: { from: number; to: number }) => to - from
const seen = (key: string, over: Partial<KeyState> = {}, shift = false) => {
  const answer = keyAnswer(key, shift, { ...state, ...over })
  if (answer === null || 'open' in answer) throw new Error(`${key} shows nothing`)
  return answer
}

describe('keys of the timeline', () => {
  it('go from mark to mark and keep it in sight', () => {
    expect(seen('ArrowRight').cursor).toBe(marks[0])
    expect(seen('ArrowRight', { cursor: first }).cursor).toBe(marks[1])
    const close = { from: timeline.to - 60_000, to: timeline.to, live: true }
    const home = seen('Home', { view: close })
    expect(home.view.from).toBeLessThanOrEqual(first.at)
    expect(width(home.view)).toBe(60_000)
    expect(seen('End').cursor).toBe(marks.at(-1))
  })

  it('pan with shift', () => {
    const view = { from: timeline.from + 1_000_000, to: timeline.from + 2_000_000, live: false }
    expect(seen('ArrowRight', { view }, true).view.from).toBe(view.from + 200_000)
    expect(seen('ArrowLeft', { view }, true).view.from).toBe(view.from - 200_000)
  })

  it('zoom around the cursor, and back to the whole', () => {
    const near = seen('+', { cursor: first }).view
    expect(width(near)).toBeCloseTo(width(timeline) * 0.7, -1)
    expect(first.at).toBeGreaterThanOrEqual(near.from)
    expect(width(seen('-', { view: near }).view)).toBeGreaterThan(width(near))
    expect(seen('0', { view: near }).view).toEqual(wholeOf(timeline))
  })

  it('open the mark under the cursor', () => {
    expect(keyAnswer('Enter', false, { ...state, cursor: first })).toEqual({ open: first })
    expect(keyAnswer('Enter', false, state)).toBeNull()
  })

  it('leave all other keys alone', () => {
    expect(keyAnswer('j', false, state)).toBeNull()
    expect(seen('ArrowLeft', { marks: [] }).cursor).toBeNull()
  })
})
