import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunEvent } from '../../contract/events.ts'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import { SeriesTimeline } from '../../contract/timeline.ts'
import { checkpoint, launchRow, openTestStore, reading, testFolder, transition, usage } from '../store/testing.ts'
import type { LaunchRow, SeriesRow, Store } from '../store/types.ts'
import type { BareEvent } from './effects.ts'
import type { CyclerState } from './state.ts'
import { ready, working } from './testing.ts'
import { figuresALane, seriesTimeline } from './timeline.ts'

let folder: ReturnType<typeof testFolder>
let store: Store
beforeEach(async () => {
  folder = testFolder()
  store = await openTestStore(folder.dir)
})
afterEach(async () => {
  await store.close()
  folder.remove()
})

const NOW = 90_000
const own = { seriesId: 'S', policy: DEFAULT_POLICY }

async function kept(state: CyclerState): Promise<SeriesRow> {
  const { id, project, task, status } = state
  const row = { id, project, task, status, state, policy: DEFAULT_POLICY, createdAt: 1_000, updatedAt: 2_000 }
  await store.createSeries(row)
  return row
}

function said(at: number, event: BareEvent): RunEvent {
  return { ...event, at: new Date(at).toISOString(), series: 'S' }
}

async function happened(name: string, at: number, events: BareEvent[] = [], launches: LaunchRow[] = []) {
  const state = ready()
  await store.commit(transition({ ...own, state, name, at, launches, events: events.map((event) => said(at, event)) }))
}

async function drawn(row: SeriesRow, change: { fromSession?: number; points?: number } = {}) {
  const { fromSession = 1, points = 200 } = change
  return SeriesTimeline.parse(
    await seriesTimeline(store, row, { fromSession, points, policy: DEFAULT_POLICY, now: NOW }),
  )
}

function launched(n: number, change: Partial<LaunchRow> = {}): LaunchRow {
  const from = n * 10_000
  const times = { intentAt: from, startedAt: from + 10, endedAt: from + 9_000, exitCode: 0 }
  return launchRow({ id: `S-${n}`, seriesId: 'S', sessionId: `s${n}`, n, ...times, ...change })
}

const figures = (sessionId: string, ...all: [number, number | null][]) =>
  all.map(([at, used]) => reading({ sessionId, at, used, messageId: `${sessionId}${at}` }))

describe('a lane', () => {
  it('is drawn for each session, with its points, its figures and its end', async () => {
    const row = await kept(ready({ sessions: 2 }))
    const launches = [launched(1), launched(2, { signal: 'SIGKILL', exitCode: null })]
    await happened('start', 9_000, [], launches)
    const one = checkpoint(1, { seriesId: 'S', sessionId: 's1', at: new Date(18_000).toISOString() })
    await store.commit(transition({ ...own, state: row.state, checkpoint: { row: one, contents: [] } }))
    await store.addSession({ sessionId: 's1', launchId: 'S-1', seriesId: 'S', at: 10_000 })
    const contexts = figures('s1', [11_000, 30_000], [12_000, 90_000], [13_000, null])
    const usages = [usage({ sessionId: 's1', at: 12_000, costUsd: 0.5 })]
    await store.recordFacts({ usages, contexts, costs: [], cursor: null })
    const { lanes, from, to } = await drawn(row)
    expect([from, to]).toEqual([1_000, NOW])
    expect(lanes[0]).toEqual({
      launchId: 'S-1',
      sessionId: 's1',
      n: 1,
      mode: 'fresh',
      from: 10_010,
      to: 19_000,
      end: 'handed over at checkpoint 1',
      model: 'claude-x',
      window: 200_000,
      due: 140_000,
      soft: 98_000,
      context: [
        [11_000, 30_000],
        [12_000, 90_000],
        [13_000, null],
      ],
      sources: ['transcript'],
      cost: [[12_000, 0.5]],
    })
    // Of the second nothing was measured: nothing is made up.
    const nothing = { window: null, due: null, soft: null, model: null, context: [], cost: [] }
    expect(lanes[1]).toMatchObject({ n: 2, end: 'ended without a checkpoint (SIGKILL)', ...nothing })
  })

  it('that lives has no end, and one whose end nobody saw ends with its last sign', async () => {
    const state = working({ id: 'S-2', n: 2 }, { sessions: 2 })
    const row = await kept(state)
    const lost = launched(1, { endedAt: null, exitCode: null })
    const live = launched(2, { endedAt: null, exitCode: null })
    await store.commit(transition({ ...own, state, launches: [lost, live] }))
    await store.recordFacts({ usages: [], contexts: figures('s1', [12_345, 1]), costs: [], cursor: null })
    expect((await drawn(row)).lanes).toMatchObject([
      { launchId: 'S-1', to: 12_345, end: 'its end was not seen' },
      { launchId: 'S-2', to: null, end: '' },
    ])
  })

  it('of a resumed session has what was measured in its own time, and the cost goes on', async () => {
    const row = await kept(ready({ sessions: 1 }))
    const again = launched(2, { n: 1, sessionId: 's1', mode: 'resume' })
    await happened('start', 9_000, [], [launched(1), again])
    // As the store keeps it after the second launch took the session over.
    await store.addSession({ sessionId: 's1', launchId: 'S-2', seriesId: 'S', at: 10_000 })
    const usages = [11_000, 21_000].map((at) => usage({ sessionId: 's1', at, costUsd: 0.5, messageId: `m${at}` }))
    const contexts = figures('s1', [11_000, 1_000], [21_000, 2_000])
    await store.recordFacts({ usages, contexts, costs: [], cursor: null })
    expect((await drawn(row)).lanes).toMatchObject([
      { launchId: 'S-1', n: 1, mode: 'fresh', context: [[11_000, 1_000]], cost: [[11_000, 0.5]] },
      { launchId: 'S-2', n: 1, mode: 'resume', context: [[21_000, 2_000]], cost: [[21_000, 1]] },
    ])
  })

  it('of a cleared session has the figures of all its conversations', async () => {
    const row = await kept(ready({ sessions: 1 }))
    await happened('start', 9_000, [], [launched(1, { sessionId: 'after' })])
    for (const sessionId of ['before', 'after']) {
      await store.addSession({ sessionId, launchId: 'S-1', seriesId: 'S', at: 10_000 })
    }
    const contexts = [...figures('after', [15_000, 5]), ...figures('before', [11_000, 9])]
    await store.recordFacts({ usages: [], contexts, costs: [], cursor: null })
    const { lanes } = await drawn(row)
    expect(lanes).toMatchObject([
      {
        sessionId: 'after',
        context: [
          [11_000, 9],
          [15_000, 5],
        ],
      },
    ])
  })

  it('has no more figures than are asked for, and its peak', async () => {
    const row = await kept(ready({ sessions: 1 }))
    await happened('start', 9_000, [], [launched(1)])
    const all = Array.from({ length: 500 }, (_, index): [number, number] => [
      11_000 + index,
      index === 300 ? 9e4 : index,
    ])
    await store.recordFacts({ usages: [], contexts: figures('s1', ...all), costs: [], cursor: null })
    const [lane] = (await drawn(row, { points: 20 })).lanes
    expect(lane?.context).toHaveLength(20)
    expect(lane?.context).toContainEqual([11_300, 90_000])
  })
})

it('cuts lanes, marks and waits at the start of a session', async () => {
  const row = await kept(ready({ sessions: 3 }))
  await happened(
    'start',
    9_000,
    [],
    [1, 2, 3].map((n) => launched(n)),
  )
  for (const n of [1, 2, 3]) {
    const from = n * 10_000
    await happened('started', from + 10, [{ type: 'session.started', sessionId: `s${n}`, n, pid: n }])
    await happened('hold', from + 100, [{ type: 'waiting', for: `you ${n}` }])
    await happened('release', from + 200)
  }
  const all = await drawn(row)
  const tail = await drawn(row, { fromSession: 2 })
  expect(all.lanes.map(({ n }) => n)).toEqual([1, 2, 3])
  expect(tail.lanes).toEqual(all.lanes.slice(1))
  expect(tail.marks).toEqual(all.marks.slice(1))
  expect(tail.waits).toEqual(all.waits.slice(1))
  expect(tail.waits).toEqual([
    { for: 'you 2', from: 20_100, to: 20_200 },
    { for: 'you 3', from: 30_100, to: 30_200 },
  ])
  expect(tail).toMatchObject({ seq: 6, from: 1_000 })
  expect(await drawn(row, { fromSession: 9 })).toMatchObject({ lanes: [], marks: [], waits: [], seq: 6 })
})

it('gives each lane what is asked for, as long as the whole can be sent', () => {
  expect(figuresALane(200, 1_000)).toBe(200)
  expect(figuresALane(2_000, 100)).toBe(2_000)
  expect(figuresALane(2_000, 1_000)).toBe(200)
  expect(figuresALane(2_000, 1_000_000)).toBe(2)
})

it('ends where the series ended', async () => {
  const row = await kept(ready({ status: 'completed', finishedAt: 50_000 }))
  expect(await drawn(row)).toMatchObject({ status: 'completed', to: 50_000 })
})
