import { closeSync, openSync } from 'node:fs'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import { SeriesTimeline } from '../../contract/timeline.ts'
import { openTestStore, testFolder } from '../store/testing.ts'
import { writeLongSeries } from './long-series-for-tests.ts'
import { seriesTimeline } from './timeline.ts'

const SESSIONS = 1_000
const FIGURES = 200
/** Aimed at is 300 ms on an idle machine; the tests share theirs. ms. */
const LIMIT_MS = 1_500
/** What a page asks for while it follows: ms. */
const TAIL_LIMIT_MS = 300

it('draws 1,000 sessions of 200 figures at once, and their last one in no time', async () => {
  const { dir, remove } = testFolder()
  onTestFinished(remove)
  closeSync(openSync(path.join(dir, 'baton.db'), 'w', 0o600))
  writeLongSeries(dir, SESSIONS, FIGURES)
  const store = await openTestStore(dir)
  onTestFinished(() => store.close())
  const row = await store.series('S')
  if (row === null) throw new Error('the series was not written')
  const draw = async (fromSession: number) => {
    const started = performance.now()
    const drawn = await seriesTimeline(store, row, {
      fromSession,
      points: FIGURES,
      policy: DEFAULT_POLICY,
      now: Date.now(),
    })
    return { drawn, ms: performance.now() - started }
  }
  const runs = [await draw(1), await draw(1), await draw(1), await draw(1), await draw(1)]
  const [fastest] = runs.map(({ ms }) => ms).toSorted((a, b) => a - b)
  const tail = await draw(SESSIONS)
  console.info('all:', runs.map(({ ms }) => Math.round(ms)).join(' '), 'ms; the last:', Math.round(tail.ms), 'ms')
  const all = SeriesTimeline.parse(runs[0]?.drawn)
  expect(all.lanes).toHaveLength(SESSIONS)
  expect(all.lanes.every((lane) => lane.context.length === FIGURES && lane.cost.length === FIGURES)).toBe(true)
  expect(all.lanes.at(-1)?.cost.at(-1)?.[1]).toBeCloseTo(FIGURES * 0.01)
  expect(all.marks).toHaveLength(SESSIONS * 5)
  expect(all.waits).toHaveLength(SESSIONS)
  expect(tail.drawn.lanes.map(({ n }) => n)).toEqual([SESSIONS])
  expect(tail.drawn.marks.map(({ kind }) => kind)).toEqual(['pickup', 'soft', 'waiting', 'due', 'checkpoint'])
  expect(tail.drawn.marks).toEqual(all.marks.slice(-5))
  expect(tail.drawn.waits).toEqual(all.waits.slice(-1))
  expect(fastest).toBeLessThan(LIMIT_MS)
  expect(tail.ms).toBeLessThan(TAIL_LIMIT_MS)
}, 120_000)
