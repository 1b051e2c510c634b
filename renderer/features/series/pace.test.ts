import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { pace } from './pace.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a pace', () => {
  it('runs at once, then as often as it may', async () => {
    const began: number[] = []
    const start = Date.now()
    const paced = pace(1_000, async () => void began.push(Date.now() - start))
    for (let at = 0; at < 30; at += 1) {
      paced.ask()
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(began).toEqual([0, 1_000, 2_000, 3_000])
  })

  it('never runs twice at once, and runs again for what was asked meanwhile', async () => {
    const ends: (() => void)[] = []
    const paced = pace(1_000, () => new Promise<void>((resolve) => void ends.push(resolve)))
    paced.ask()
    await vi.advanceTimersByTimeAsync(5_000)
    paced.ask()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(ends).toHaveLength(1)
    ends[0]?.()
    await vi.advanceTimersByTimeAsync(0)
    expect(ends).toHaveLength(2)
  })

  it('does nothing once stopped', async () => {
    const work = vi.fn<() => Promise<void>>(async () => {})
    const paced = pace(1_000, work)
    paced.ask()
    paced.stop()
    paced.ask()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(work).not.toHaveBeenCalled()
  })
})
