import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RunEvent } from '../../contract/events.ts'
import { boxes } from '../series/testing.ts'
import { checkpoint, openTestStore, testFolder, transition } from '../store/testing.ts'
import { telemetryBatch, telemetryMinute, telemetrySource } from '../store/telemetry-testing.ts'
import type { Store } from '../store/types.ts'
import { keptSeries } from './testing.ts'
import { humanWaits, retriesIn, seriesIn, tickedIn } from './usage-work.ts'

const A = '01ARZ3NDEKTSV4RRFFQ69G5FAV'
const MINUTE = 60_000
const T = Date.parse('2026-11-22T10:00:00Z')
const at = (minutes: number): string => new Date(T + minutes * MINUTE).toISOString()
const stretch = (from: number, until: number) => ({ from: T + from * MINUTE, until: T + until * MINUTE })

const folder = testFolder()
let store: Store
beforeAll(async () => {
  store = await openTestStore(folder.dir)
})
afterAll(async () => {
  await store.close()
  folder.remove()
})

/** A series with one box that was ticked before it began: its checkpoints saw 2, then 3 ticked; now 4 are. */
async function play(): Promise<void> {
  const state = { boxes: boxes('a* b* c* d* e'), known: ['b', 'c', 'd', 'e'] }
  const row = { ...keptSeries(A, state), createdAt: T, updatedAt: T + 60 * MINUTE }
  await store.createSeries(row)
  const told = (change: { at: string; for: string; kind?: string }): RunEvent => ({
    type: 'waiting',
    series: A,
    ...change,
  })
  const steps: [number, string, RunEvent[], number | null][] = [
    [10, 'start', [told({ at: at(10), for: 'the agent asks', kind: 'question' })], null],
    [25, 'resume', [], 2],
    [30, 'start', [told({ at: at(30), for: 'the limit', kind: 'limit' })], null],
    [35, 'resume', [], 3],
    [40, 'start', [{ type: 'needs-attention', series: A, at: at(40), why: 'stuck', kind: 'no-progress' }], null],
  ]
  for (const [minutes, name, events, done] of steps) {
    const kept =
      done === null
        ? null
        : { row: checkpoint(done - 1, { seriesId: A, at: at(minutes), boxesDone: done }), contents: [] }
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as they came
    await store.commit({
      ...transition({ seriesId: A, name, status: 'paused', state: row.state, events, checkpoint: kept }),
      at: T + minutes * MINUTE,
    })
  }
}

it('knows of a series when it worked, what it ticked and how long it waited for a person', async () => {
  await play()
  const rows = await store.listSeries()
  expect((await seriesIn(store, stretch(-10, -5))).length + (await seriesIn(store, stretch(90, 95))).length).toBe(0)
  expect(await seriesIn(store, stretch(20, 30))).toHaveLength(1)
  const ticked = async (from: number, until: number) => (await tickedIn(store, rows, stretch(from, until))).get(A)
  // One at the first checkpoint, one more at the second, and one since then.
  expect([await ticked(-5, 30), await ticked(26, 36), await ticked(36, 99), await ticked(-5, 99)]).toEqual([1, 1, 1, 3])
  const waits = await humanWaits(store, rows, stretch(0, 45), T + 99 * MINUTE)
  expect(waits).toEqual([
    { seriesId: A, task: 't', for: 'the agent asks', from: at(10), ms: 15 * MINUTE },
    // It still waits when the time that is looked at ends.
    { seriesId: A, task: 't', for: 'stuck', from: at(40), ms: 5 * MINUTE },
  ])
})

it('counts what was tried again as Codex and Gemini tell it, and not what Claude Code gave up', async () => {
  expect(await retriesIn(store, stretch(-60, 60))).toBeNull()
  const told = (source: string, name: string, type: string, count: number) =>
    telemetryMinute({ source, name, type, count, signal: 'logs', minute: T / MINUTE, value: 0 })
  const sources = (['claude', 'codex', 'gemini'] as const).map((agent) =>
    telemetrySource({ agent, key: agent, sessionId: agent }),
  )
  await store.recordTelemetry(
    telemetryBatch({
      sources,
      minutes: [told('claude', 'api_retries_exhausted', '529', 3), told('claude', 'api_request', '', 9)],
    }),
  )
  expect(await retriesIn(store, stretch(-60, 60))).toBeNull()
  await store.recordTelemetry(
    telemetryBatch({
      sources,
      minutes: [
        told('codex', 'api_request', '200', 6),
        told('codex', 'api_request', '503', 2),
        told('gemini', 'api_response', '', 10),
        told('gemini', 'network_retry_attempt', '', 2),
      ],
    }),
  )
  expect(await retriesIn(store, stretch(-60, 60))).toEqual({ attempts: 20, again: 4 })
})
