import { describe, expect, it } from 'vitest'
import { fittingSize, fontToFit, SizeKeeper } from './view-size.ts'

const size = (columns: number, rows: number) => ({ columns, rows })
const attachedAt = (columns: number, rows: number): SizeKeeper => {
  const keeper = new SizeKeeper()
  keeper.attached(size(columns, rows), size(columns, rows))
  return keeper
}

describe('fittingSize', () => {
  it('knows no size where there is no room', () => {
    expect(fittingSize(undefined)).toBeNull()
    expect(fittingSize({ cols: Number.NaN, rows: 20 })).toBeNull()
    expect(fittingSize({ cols: 0, rows: 0 })).toBeNull()
  })

  it('stays within what the core takes', () => {
    expect(fittingSize({ cols: 1, rows: 1 })).toEqual(size(2, 1))
    expect(fittingSize({ cols: 900, rows: 400.7 })).toEqual(size(500, 300))
  })
})

describe('who sizes the terminal', () => {
  it('is this pane while the core gives what it asked for, late answers of a drag included', () => {
    const keeper = attachedAt(80, 24)
    for (const columns of [81, 82, 83]) expect(keeper.fitted(size(columns, 24))).toBe(true)
    for (const columns of [81, 82, 83]) {
      keeper.resized(size(columns, 24))
      expect(keeper.theirs).toBe(false)
    }
    expect(keeper.now).toEqual(size(83, 24))
  })

  it('is not told of the same size twice', () => {
    const keeper = attachedAt(80, 24)
    expect(keeper.fitted(size(80, 24))).toBe(false)
    expect(keeper.fitted(size(100, 24))).toBe(true)
    expect(keeper.fitted(size(100, 24))).toBe(false)
  })

  it('is another viewer after a size that nobody asked for here, and layout does not take it back', () => {
    const keeper = attachedAt(80, 24)
    keeper.resized(size(120, 40))
    expect(keeper.theirs).toBe(true)
    expect(keeper.fitted(size(90, 24))).toBe(false)
    expect(keeper.theirs).toBe(true)
  })

  it('is this pane again once the person works here', () => {
    const keeper = attachedAt(80, 24)
    keeper.resized(size(120, 40))
    expect(keeper.takeOver(size(80, 24))).toBe(true)
    keeper.resized(size(80, 24))
    expect(keeper.theirs).toBe(false)
    expect(keeper.takeOver(size(80, 24))).toBe(false)
  })

  it('is this pane again when the other one left', () => {
    const keeper = attachedAt(80, 24)
    keeper.resized(size(120, 40))
    keeper.resized(size(80, 24))
    expect(keeper.theirs).toBe(false)
  })

  it('is another one from the start when the attach gave another size', () => {
    const keeper = new SizeKeeper()
    keeper.attached(size(120, 40), size(80, 24))
    expect(keeper.theirs).toBe(true)
  })

  it('is another viewer that takes a size this pane asked for earlier', () => {
    let now = 0
    const keeper = new SizeKeeper(() => now)
    keeper.attached(size(80, 24), size(80, 24))
    for (const columns of [90, 100, 80]) keeper.fitted(size(columns, 24))
    keeper.resized(size(80, 24))
    keeper.resized(size(90, 24))
    expect(keeper.theirs).toBe(true)

    keeper.takeOver(size(100, 24))
    keeper.fitted(size(110, 24))
    now += 10_000
    keeper.resized(size(100, 24))
    expect(keeper.theirs).toBe(true)
  })

  it('is nobody’s question for a viewer that takes what there is', () => {
    const keeper = new SizeKeeper()
    keeper.attached(size(120, 40), null)
    keeper.resized(size(60, 20))
    expect(keeper.theirs).toBe(false)
  })
})

describe('fontToFit', () => {
  it('shrinks what is too large and never enlarges', () => {
    expect(fontToFit(13, 13, { width: 2000, height: 400 }, { width: 1000, height: 800 })).toBe(6)
    expect(fontToFit(13, 13, { width: 1200, height: 400 }, { width: 1000, height: 800 })).toBe(10)
    expect(fontToFit(13, 10, { width: 500, height: 400 }, { width: 1000, height: 800 })).toBe(13)
  })

  it('stays as it is where nothing is measured', () => {
    expect(fontToFit(13, 13, { width: 0, height: 0 }, { width: 1000, height: 800 })).toBe(13)
  })
})
