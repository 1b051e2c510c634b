import { expect, test } from 'vitest'
import type { StreamState } from '../../store/telemetry-types.ts'
import { StreamStates } from './stream-states.ts'
import { type StreamBody, writeBody } from './stream-body.ts'

function states(limit?: number) {
  const kept = new Map<string, StreamState>()
  const asked: string[][] = []
  const clock = { now: 1_000 }
  const ledger = {
    streams: (keys: string[]) => {
      asked.push(keys)
      return Promise.resolve(keys.flatMap((key) => kept.get(key) ?? []))
    },
  }
  const made = new StreamStates({ ledger, now: () => clock.now, ...(limit === undefined ? {} : { limit }) })
  const commit = (): void => {
    for (const state of made.changed()) kept.set(state.key, state)
    made.committed()
  }
  return { kept, asked, clock, made, commit }
}

function counter(main: number): StreamBody {
  return { kind: 'cumulative', marks: [{ time: 1n, main, side: 0 }] }
}

test('finds what the ledger has, and asks for it once', async () => {
  const { made, asked, kept } = states()
  kept.set('a', { key: 'a', body: writeBody(counter(5)), at: 1 })
  await made.load(new Set(['a']))
  await made.load(new Set(['a']))
  expect(made.get('a')).toEqual(counter(5))
  expect(made.get('b')).toBeNull()
  expect(asked).toEqual([['a']])
})

test('holds what is put, and takes it back when the commit failed', () => {
  const { made, commit } = states()
  made.put('a', counter(5), true)
  commit()
  made.put('a', counter(9), true)
  expect(made.get('a')).toEqual(counter(9))
  made.takeBack()
  expect(made.get('a')).toEqual(counter(5))
  expect(made.changed()).toEqual([])
})

test('has each change written, also two within one millisecond', () => {
  const { made, commit, kept } = states()
  for (const main of [5, 9]) {
    made.put('a', counter(main), true)
    commit()
  }
  expect(kept.get('a')?.body).toBe(writeBody(counter(9)))
})

test('has what says nothing new written once a day, so that it does not count as silent', () => {
  const { made, commit, kept, clock } = states()
  clock.now = 86_400_000 * 10
  made.put('a', counter(5), true)
  commit()
  clock.now += 86_400_000 - 1
  made.put('a', counter(5), false)
  expect(made.changed()).toEqual([])
  commit()
  clock.now += 2
  made.put('a', counter(5), false)
  commit()
  expect(kept.get('a')?.at).toBe(clock.now)
})

test('does not forget that a change is to be written when the same batch changes nothing more', () => {
  const { made } = states()
  made.put('a', counter(5), true)
  made.put('a', counter(5), false)
  expect(made.changed()).toHaveLength(1)
})

test('lets go of those not asked for in the longest time, and finds them again in the ledger', async () => {
  const { made, commit, asked } = states(6)
  for (const key of ['a', 'b', 'c']) {
    made.put(key, counter(1), true)
    commit()
  }
  made.put('a', counter(2), true)
  commit()
  made.put('d', counter(1), true)
  commit()
  await made.load(new Set(['a', 'b', 'c', 'd']))
  expect(asked).toEqual([['b']])
  expect(made.get('b')).toEqual(counter(1))
})

test('begins anew from what the ledger has when it is told to forget', async () => {
  const { made, commit, kept } = states()
  made.put('a', counter(5), true)
  commit()
  kept.set('a', { key: 'a', body: writeBody(counter(7)), at: 1 })
  made.forget()
  await made.load(new Set(['a']))
  expect(made.get('a')).toEqual(counter(7))
})

test('passes over what it cannot read', async () => {
  const { made, kept } = states()
  kept.set('a', { key: 'a', body: 'of another version', at: 1 })
  await made.load(new Set(['a']))
  expect(made.get('a')).toBeNull()
})
