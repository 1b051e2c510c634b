import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RunEvent } from '../../../contract/events.ts'
import { failure, type Problem } from '../../../contract/problem.ts'
import { checkpoint, openTestStore, seriesRow, testFolder } from '../../store/testing.ts'
import type { Store } from '../../store/types.ts'
import { StoreError } from '../../store/store-error.ts'
import { step, type Step } from '../effects.ts'
import type { SeriesFact } from '../facts.ts'
import { gone, taken, T0, tick } from '../testing.ts'
import { drivenForTest, type DrivenForTest } from './driven-for-tests.ts'
import { keep } from './keeping.ts'

let folder: ReturnType<typeof testFolder>
let store: Store
let driven: DrivenForTest
const events: RunEvent[] = []
const problems: Problem[] = []

beforeEach(async () => {
  folder = testFolder()
  store = await openTestStore(folder.dir)
  await store.createSeries(seriesRow({ id: 'S', project: folder.dir }))
  use(store)
})
afterEach(async () => {
  vi.useRealTimers()
  await store.close()
  folder.remove()
})

function use(over: Store): void {
  events.length = 0
  problems.length = 0
  const made = drivenForTest(over, folder.dir, T0)
  const ports = {
    ...made.ports,
    event: (event: RunEvent) => events.push(event),
    problem: (one: Problem) => problems.push(one),
  }
  driven = Object.assign(made, { ports })
}

function waiting(words: string): Step {
  return step('hold', driven.state, { events: [{ type: 'waiting', for: words }] })
}

/** The real store behind one that refuses the first `times` commits. */
function refusing(times: number): Store {
  const { problem } = failure('disk-full', 'the data folder', 'the disk is full', 'make room')
  let left = times
  return new Proxy(store, {
    get(target, name) {
      if (name === 'commit' && left > 0) {
        return () => {
          left -= 1
          return Promise.reject(new StoreError(problem))
        }
      }
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

describe('keeping a transition', () => {
  it('tells its events only once they are kept', async () => {
    const kept = keep(driven, waiting('one'), tick(T0))
    expect(events).toEqual([])
    await kept
    expect(events).toMatchObject([{ type: 'waiting', series: 'S', at: new Date(T0).toISOString() }])
    expect((await store.events('S', 0)).map(({ event }) => event)).toEqual(events)
    expect(await store.transitions('S')).toMatchObject([{ name: 'hold', fact: 'Ticked' }])
  })

  it('loses nothing to a store that refuses for a while, and says so each time', async () => {
    use(refusing(2))
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const kept = keep(driven, waiting('room'), tick(T0))
    while (problems.length < 1) await setImmediate()
    expect(events).toEqual([])
    await vi.advanceTimersByTimeAsync(5_000)
    while (problems.length < 2) await setImmediate()
    await vi.advanceTimersByTimeAsync(5_000)
    await kept
    expect(problems.map(({ code }) => code)).toEqual(['disk-full', 'disk-full'])
    expect((await store.events('S', 0)).map(({ event }) => event)).toMatchObject([{ type: 'waiting', for: 'room' }])
  })

  it('ends its tries when the driver closes', async () => {
    use(refusing(9))
    Object.assign(driven, { closed: true })
    await expect(keep(driven, waiting('x'), tick(T0))).rejects.toThrow('the disk is full')
    expect(await store.transitions('S')).toEqual([])
  })

  it('keeps a checkpoint with its contents, in the same breath', async () => {
    const row = checkpoint(1, { seriesId: 'S' })
    driven.pending = { row, contents: [{ path: 't-plan.md', text: '# Plan' }] }
    await keep(driven, step('checkpoint', driven.state), taken())
    expect(await store.checkpoints('S')).toEqual([row])
    expect(await store.checkpointContents('S', 1)).toEqual([{ path: 't-plan.md', text: '# Plan' }])
    expect(driven.pending).toBeNull()
  })

  it('writes the launch that is intended, and the end of the one that went', async () => {
    const intended = driven.state
    driven.state = { ...intended, launch: null }
    await keep(driven, step('start', intended), { type: 'Begun', at: T0 })
    expect(await store.launches({ seriesId: 'S' })).toMatchObject([{ id: 'S-1', pid: null, endedAt: null }])
    driven.state = intended
    const end: SeriesFact = gone({ exitCode: null, signal: 'SIGTERM', at: T0 + 9 })
    await keep(driven, step('ended', { ...intended, launch: null }), end)
    expect(await store.launches({ seriesId: 'S' })).toMatchObject([{ id: 'S-1', endedAt: T0 + 9, signal: 'SIGTERM' }])
  })

  it('says the larger of both costs at the end', async () => {
    const none = { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 }
    const total = { sessions: 1, checkpoints: 1, tasks: { done: 1, open: 0 }, costUsd: 2, tokens: none, reason: 'x' }
    await keep(driven, step('finish', driven.state, { events: [{ type: 'series.completed', ...total }] }), tick(T0))
    expect(events).toMatchObject([{ type: 'series.completed', costUsd: 2 }])
  })
})
