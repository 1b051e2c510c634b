import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import {
  checkpoint,
  launchRow,
  openTestStore,
  reading,
  runEvent,
  testFolder,
  transition,
  usage,
} from '../store/testing.ts'
import type { SeriesRow, Store } from '../store/types.ts'
import { seriesReport } from './report.ts'
import type { CyclerState } from './state.ts'
import { boxes, ready, working } from './testing.ts'
import { seriesView } from './views.ts'

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

async function kept(state: CyclerState): Promise<SeriesRow> {
  const { id, project, task, status } = state
  const row = { id, project, task, status, state, policy: DEFAULT_POLICY, createdAt: 1_000, updatedAt: 2_000 }
  await store.createSeries(row)
  return row
}

const at = (ms: number) => new Date(ms).toISOString()
const own = { seriesId: 'S', policy: DEFAULT_POLICY }
const tasks = (text: string) => [{ path: 'dev/active/t/t-tasks.md', text }]

describe('a report', () => {
  it('names what each session ticked, in whatever order', async () => {
    const state = ready({ sessions: 2, boxes: boxes('a* b* c d*'), known: ['b', 'c', 'd'] })
    const row = await kept(state)
    const launches = [1, 2].map((n) =>
      launchRow({ id: `S-${n}`, seriesId: 'S', sessionId: `s${n}`, n, endedAt: 9_000, exitCode: 0 }),
    )
    const contents = tasks('- [x] a\n- [ ] b\n- [ ] c\n- [x] d\n')
    const one = checkpoint(1, { seriesId: 'S', sessionId: 's1', kind: 'mechanical' })
    await store.commit(transition({ ...own, state, launches, checkpoint: { row: one, contents } }))
    const { sessions } = await seriesReport(store, row)
    expect(sessions.map(({ boxesDone }) => boxesDone)).toEqual([['d'], ['b']])
    expect(sessions.map(({ end }) => end)).toEqual([
      'handed over at checkpoint 1, written by Baton',
      'ended without a checkpoint (exit 0)',
    ])
  })

  it('counts a wait until it was over, not until the next thing that was told', async () => {
    const state = ready({ sessions: 1 })
    const row = await kept(state)
    const wait = (ms: number) => ({ ...runEvent('you', 'S'), at: at(ms) })
    await store.commit(transition({ ...own, state, at: 10_000, name: 'hold', events: [wait(10_000)] }))
    await store.commit(transition({ ...own, state, at: 15_000, name: 'retry' }))
    await store.commit(transition({ ...own, state, at: 20_000, name: 'release' }))
    await store.commit(transition({ ...own, state, at: 90_000, name: 'hold', events: [wait(90_000)] }))
    expect((await seriesReport(store, row)).waits).toEqual([
      { for: 'you', from: at(10_000), to: at(20_000) },
      { for: 'you', from: at(90_000), to: null },
    ])
  })

  it('adds up what its sessions used', async () => {
    const state = ready({ sessions: 1 })
    const row = await kept(state)
    await store.commit(transition({ ...own, state, launches: [launchRow({ id: 'S-1', seriesId: 'S' })] }))
    await store.addSession({ sessionId: 'a', launchId: 'S-1', seriesId: 'S', at: 1 })
    const contexts = [reading({ used: 90_000, at: 5_000 }), reading({ used: 60_000, at: 6_000, messageId: 'm2' })]
    await store.recordFacts({ usages: [usage()], contexts, costs: [], cursor: null })
    const report = await seriesReport(store, row)
    expect(report).toMatchObject({ costUsd: 0.5, sessions: [{ costUsd: 0.5, peakContext: 90_000, window: 200_000 }] })
  })
})

describe('a view', () => {
  it('shows the points of the context bar, and the session as it stands', async () => {
    const state = working({ model: 'claude-x' }, { costUsd: 2, step: { name: 'checking' } })
    const row = await kept(state)
    const { sessionId = '' } = state.launch ?? {}
    const launch = launchRow({ id: 'S-1', seriesId: 'S', sessionId })
    await store.commit(transition({ ...own, state, launches: [launch] }))
    const contexts = [
      reading({ sessionId, source: 'statusline', at: 5_000 }),
      reading({ sessionId, used: 80_000, window: null, at: 6_000 }),
    ]
    await store.recordFacts({ usages: [], contexts, costs: [], cursor: null })
    const view = await seriesView(store, row, null)
    expect(view).toMatchObject({
      due: 140_000,
      soft: 98_000,
      activity: 'runs the verify command',
      costUsd: 2,
      why: null,
    })
    // The latest figure, with the window from where it is known.
    expect(view.session?.context).toMatchObject({ used: 80_000, window: 200_000, percent: 40, source: 'transcript' })
    expect(view.session?.live).toBe(false)
  })

  it('of a series without a session has none, and says why it waits', async () => {
    const hold = { status: 'needs-attention', kind: 'dev-docs', said: 'look', since: 1 } as const
    const row = await kept(ready({ status: 'needs-attention', hold }))
    expect(await seriesView(store, row, null)).toMatchObject({ session: null, due: null, soft: null, why: 'look' })
  })
})
