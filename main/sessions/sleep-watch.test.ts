import { describe, expect, it } from 'vitest'
import { watchSleep } from './sleep-watch.ts'
import type { Clocks } from './sleep-watch.ts'

function settable() {
  const time = { wall: 1_000_000, monotonic: 500 }
  let look: (() => void) | null = null
  const clocks: Clocks = {
    wall: () => time.wall,
    monotonic: () => time.monotonic,
    every: (_, callback) => {
      look = callback
      return () => {
        look = null
      }
    },
  }
  const pass = (wall: number, monotonic: number) => {
    time.wall += wall
    time.monotonic += monotonic
    look?.()
  }
  return { clocks, pass }
}

describe('watchSleep', () => {
  it('tells of a sleep once, whether the monotonic clock stood still or ran on', () => {
    const woken: number[] = []
    const { clocks, pass } = settable()
    watchSleep({ clocks, onWake: (ms) => woken.push(ms) })
    pass(5000, 5000)
    pass(3_605_000, 5000)
    pass(5000, 5000)
    pass(605_000, 605_000)
    pass(5000, 5000)
    expect(woken).toEqual([3_600_000, 600_000])
  })

  it('takes slowness, drift and a clock that is set back for no sleep', () => {
    const woken: number[] = []
    const { clocks, pass } = settable()
    watchSleep({ clocks, onWake: (ms) => woken.push(ms) })
    pass(30_000, 30_000)
    pass(34_000, 5000)
    pass(-7_200_000, 5000)
    pass(5000, 5000)
    expect(woken).toEqual([])
  })

  it('stops', () => {
    const woken: number[] = []
    const { clocks, pass } = settable()
    watchSleep({ clocks, onWake: (ms) => woken.push(ms) }).stop()
    pass(100_000, 5000)
    expect(woken).toEqual([])
  })
})
