import { describe, expect, it } from 'vitest'
import { CLOSEST_MS, grown, isWhole, liveAgain, panned, revealing, selected, wholeOf, zoomed } from './viewport.ts'

const domain = { from: 0, to: 100_000 }
const whole = wholeOf(domain)
const part = { from: 20_000, to: 40_000, live: false }

describe('zoom', () => {
  it('keeps the moment under the pointer where it is', () => {
    const view = zoomed(whole, domain, 0.5, 25_000)
    expect(view).toEqual({ from: 12_500, to: 62_500, live: false })
  })

  it('ends at the closest and at the whole', () => {
    const close = zoomed(part, domain, 0.000_001, 30_000)
    expect(close.to - close.from).toBe(CLOSEST_MS)
    expect(zoomed(part, domain, 1_000, 30_000)).toEqual(whole)
  })

  it('by drag takes what was drawn over, from either side', () => {
    expect(selected(domain, 60_000, 30_000)).toEqual({ from: 30_000, to: 60_000, live: false })
    expect(selected(domain, 30_000, 30_100).to - selected(domain, 30_000, 30_100).from).toBe(CLOSEST_MS)
  })
})

describe('pan', () => {
  it('keeps the width and stays inside', () => {
    expect(panned(part, domain, 10_000)).toEqual({ from: 30_000, to: 50_000, live: false })
    expect(panned(part, domain, -90_000)).toEqual({ from: 0, to: 20_000, live: false })
    expect(panned(part, domain, 90_000)).toEqual({ from: 80_000, to: 100_000, live: true })
  })

  it('comes to a mark, as little as it takes', () => {
    expect(revealing(part, domain, 30_000)).toBe(part)
    expect(revealing(part, domain, 50_000)).toMatchObject({ from: 32_000, to: 52_000 })
    expect(revealing(part, domain, 10_000)).toMatchObject({ from: 8_000, to: 28_000 })
  })
})

describe('a timeline that grows', () => {
  const later = { from: 0, to: 130_000 }

  it('does not move what a person looks at', () => {
    expect(grown(part, domain, later)).toBe(part)
  })

  it('keeps the whole whole', () => {
    expect(isWhole(grown(whole, domain, later), later)).toBe(true)
  })

  it('keeps a live end at the end', () => {
    const end = { from: 80_000, to: 100_000, live: true }
    expect(grown(end, domain, later)).toEqual({ from: 110_000, to: 130_000, live: true })
  })

  it('goes live again on asking, as close as it was', () => {
    expect(liveAgain(part, later)).toEqual({ from: 110_000, to: 130_000, live: true })
  })
})

it('shows something of a timeline without length', () => {
  const view = wholeOf({ from: 5, to: 5 })
  expect(view.to - view.from).toBe(CLOSEST_MS)
})
