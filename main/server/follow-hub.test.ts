import { array, assert, asyncProperty, boolean, nat, record, scheduler as schedulers } from 'fast-check'
import { expect, it, vi } from 'vitest'
import type { StoredEvent } from '../../contract/events.ts'
import type { SeriesView } from '../../contract/series.ts'
import { startFollow } from './following.ts'
import { createFollowHub } from './follow-hub.ts'
import type { FollowSupply } from './follow-hub.ts'
import { FOLLOW_PAGE } from './limits.ts'
import { AT, SERIES, seriesView } from './test-core.ts'
import { eventually } from './test-request.ts'

function stored(seq: number): StoredEvent {
  return { seq, event: { type: 'waiting', at: AT, series: SERIES, for: 'x' } }
}

function listening() {
  const seqs: number[] = []
  const views: string[] = []
  const ended = vi.fn<(why: string) => void>()
  return {
    seqs,
    views,
    ended,
    event: ({ seq }: StoredEvent) => void seqs.push(seq),
    view: ({ activity }: SeriesView) => void views.push(activity),
    drained: () => Promise.resolve(),
  }
}

it('gives every follower each event once and in order, however reads, changes and arrivals interleave', async () => {
  await assert(
    asyncProperty(
      schedulers(),
      array(record({ events: nat(3), join: boolean() }), { minLength: 1, maxLength: 12 }),
      async (scheduler, steps) => {
        const log: StoredEvent[] = []
        const hub = createFollowHub(
          {
            events: (_id, after, limit) =>
              scheduler.schedule(Promise.resolve(0)).then(() => log.slice(after, after + limit)),
            view: () => scheduler.schedule(Promise.resolve(seriesView({}))),
          },
          (error) => expect.unreachable(String(error)),
          2,
        )
        const followers: { after: number; heard: ReturnType<typeof listening> }[] = []
        for (const step of steps) {
          if (step.join) {
            const heard = listening()
            followers.push({ after: log.length, heard })
            void hub.follow(SERIES, log.length, heard)
          }
          for (let n = 0; n < step.events; n++) {
            log.push(stored(log.length + 1))
            hub.changed(SERIES)
          }
          if (scheduler.count() > 0) await scheduler.waitOne()
        }
        await scheduler.waitIdle()
        for (const { after, heard } of followers) {
          expect(heard.seqs).toEqual(log.slice(after).map(({ seq }) => seq))
        }
      },
    ),
    { numRuns: 200 },
  )
})

it('reads a long history page by page, and only while the follower takes it', async () => {
  const log = Array.from({ length: FOLLOW_PAGE * 2 + 1 }, (_, index) => stored(index + 1))
  const hub = createFollowHub(
    {
      events: async (_id, after, limit) => log.slice(after, after + limit),
      view: async () => seriesView({}),
    },
    (error) => expect.unreachable(String(error)),
  )
  const heard = listening()
  let let1 = Promise.withResolvers<void>()
  const gates = [let1]
  const follower = {
    ...heard,
    drained: () => {
      let1 = Promise.withResolvers<void>()
      gates.push(let1)
      return let1.promise
    },
  }
  await hub.follow(SERIES, 0, follower)
  expect([heard.views, heard.seqs]).toEqual([['working'], []])
  let1.resolve()
  await eventually(() => expect(heard.seqs).toHaveLength(FOLLOW_PAGE))
  let1.resolve()
  await eventually(() => expect(heard.seqs).toHaveLength(FOLLOW_PAGE * 2))
  expect(gates).toHaveLength(4)
})

it('sends a view when it differs from the last, and nothing after leaving', async () => {
  let view = seriesView({ activity: 'a' })
  const hub = createFollowHub({ events: async () => [], view: async () => view }, () => expect.unreachable())
  const heard = listening()
  const outcome = await hub.follow(SERIES, 0, heard)
  hub.changed(SERIES)
  view = seriesView({ activity: 'b' })
  hub.changed(SERIES)
  await eventually(() => expect(heard.views).toEqual(['a', 'b']))
  if (outcome.ok) outcome.value.close()
  view = seriesView({ activity: 'c' })
  const other = listening()
  await hub.follow(SERIES, 0, other)
  hub.changed(SERIES)
  await eventually(() => expect(other.views).toEqual(['c']))
  expect(heard.views).toEqual(['a', 'b'])
})

it('tells the follower when the store can no longer be read', async () => {
  let broken = false
  const faults: unknown[] = []
  const supply: FollowSupply = {
    events: async () => (broken ? Promise.reject(new Error('closed')) : []),
    view: async () => seriesView({}),
  }
  const hub = createFollowHub(supply, (error) => faults.push(error))
  const heard = listening()
  await hub.follow(SERIES, 0, heard)
  broken = true
  hub.changed(SERIES)
  await eventually(() => expect(heard.ended.mock.calls).toEqual([['the core can no longer read the series']]))
  expect(faults).toHaveLength(1)
})

it('turns a source that throws into an end, and never begins one that was closed', async () => {
  const heard = { ...listening(), fault: vi.fn<(error: unknown) => void>() }
  startFollow({ follow: () => Promise.reject(new Error('a bug')) }, SERIES, 0, heard)
  await eventually(() => expect(heard.ended.mock.calls).toEqual([['the core failed to follow the series']]))
  expect(heard.fault).toHaveBeenCalledTimes(1)

  const close = vi.fn<() => void>()
  const late = { ...listening(), fault: vi.fn<(error: unknown) => void>() }
  startFollow({ follow: async () => ({ ok: true, value: { close } }) }, SERIES, 0, late).close()
  await eventually(() => expect(close).toHaveBeenCalledTimes(1))
  expect(late.ended).not.toHaveBeenCalled()
})
