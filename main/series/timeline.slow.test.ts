import { closeSync, openSync } from 'node:fs'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import { SeriesTimeline } from '../../contract/timeline.ts'
import { openTestStore, testFolder } from '../store/testing.ts'
import { writeLongSeries } from './long-series-for-tests.ts'
import { seriesTimeline } from './timeline.ts'

const SESSIONS = 1_000
/** A client that has more than 16 MiB before it is let go (`CLIENT_LOST_BYTES` of the server). */
const CLIENT_TAKES_BYTES = 12e6
const FIGURES = 200
/** Of both threads together, ms: 300 on an idle machine. The clock on the wall says little where tests share theirs. */
const LIMIT_CPU_MS = 1_200
/** Of what a page asks for while it follows. */
const TAIL_LIMIT_CPU_MS = 150

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
    const before = process.cpuUsage()
    const drawn = await seriesTimeline(store, row, {
      fromSession,
      points: FIGURES,
      policy: DEFAULT_POLICY,
      now: Date.now(),
    })
    const { user, system } = process.cpuUsage(before)
    return { drawn, ms: Math.round(performance.now() - started), cpu: Math.round((user + system) / 1_000) }
  }
  const runs = [await draw(1), await draw(1), await draw(1), await draw(1), await draw(1)]
  const tail = await draw(SESSIONS)
  const said = runs.map(({ ms, cpu }) => `${ms} (${cpu})`).join(', ')
  console.info(`ms (of processor time): all ${said}; the last ${tail.ms} (${tail.cpu})`)
  const all = SeriesTimeline.parse(runs[0]?.drawn)
  expect(JSON.stringify(all).length).toBeLessThan(CLIENT_TAKES_BYTES)
  expect(all.lanes).toHaveLength(SESSIONS)
  expect(all.lanes.every((lane) => lane.context.length === FIGURES && lane.cost.length === FIGURES)).toBe(true)
  expect(all.lanes.at(-1)?.cost.at(-1)?.[1]).toBeCloseTo(FIGURES * 0.01)
  expect(all.marks).toHaveLength(SESSIONS * 5)
  expect(all.waits).toHaveLength(SESSIONS)
  expect(tail.drawn.lanes.map(({ n }) => n)).toEqual([SESSIONS])
  expect(tail.drawn.marks.map(({ kind }) => kind)).toEqual(['pickup', 'soft', 'waiting', 'due', 'checkpoint'])
  expect(tail.drawn.marks).toEqual(all.marks.slice(-5))
  expect(tail.drawn.waits).toEqual(all.waits.slice(-1))
  expect(Math.min(...runs.map(({ cpu }) => cpu))).toBeLessThan(LIMIT_CPU_MS)
  expect(tail.cpu).toBeLessThan(TAIL_LIMIT_CPU_MS)
}, 120_000)
