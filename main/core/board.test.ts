import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { NO_ALERTS } from '../../contract/alerts.ts'
import type { Board, BoardChange } from '../../contract/board.ts'
import { noScan } from '../../contract/observed.ts'
import type { Notice } from '../../contract/notice.ts'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import type { SeriesView, SessionView } from '../../contract/series.ts'
import { Settings, type SettingsState } from '../../contract/settings.ts'
import { NO_TOKENS } from '../../contract/usage.ts'
import { createBoard, type BoardHub } from './board.ts'

const AT = '2026-11-22T10:00:00.000Z'

function session(sessionId: string, change: Partial<SessionView> = {}): SessionView {
  const ended = { endedAt: null, exitCode: null, signal: null }
  const own = { launchId: `L-${sessionId}`, seriesId: 'A', n: 1, pid: 1, project: '/p', startedAt: AT, model: null }
  return {
    sessionId,
    ...own,
    ...ended,
    context: null,
    costUsd: 0,
    tokens: NO_TOKENS,
    forecast: null,
    captured: null,
    live: true,
    state: 'busy',
    ...change,
  }
}
function series(id: string, change: Partial<SeriesView> = {}): SeriesView {
  const hold = { why: null, hold: null, ending: null }
  const figures = { sessions: 1, checkpoints: 0, due: null, soft: null, costUsd: 0, tokens: NO_TOKENS }
  const own = { project: '/p', task: 't', status: 'running', activity: '', createdAt: AT, updatedAt: AT } as const
  return { id, ...own, ...hold, ...figures, session: null, boxes: [], policy: DEFAULT_POLICY, ...change }
}
const NOTICE: Notice = {
  id: '',
  kind: 'cycle',
  at: AT,
  seriesId: 'A',
  sessionId: null,
  project: 'p',
  task: 't',
  title: 'x',
  body: 'y',
  urgent: false,
  seen: false,
}
const notice = (id: string): Notice => ({ ...NOTICE, id })

let views: Map<string, SeriesView>
let launches: Map<string, SessionView>
let settings: SettingsState
let looked: string[]
let board: BoardHub
/** Short for the test that waits for it, long for the others. */
let lateMs = 60_000
beforeEach(() => open())

function open(): void {
  views = new Map([['A', series('A')]])
  launches = new Map()
  settings = { settings: Settings.parse({}), revision: '', file: '/f', problem: null }
  looked = []
  board = createBoard(
    {
      series: async () => [...views.values()],
      sessions: async () => [...launches.values()],
      view: async (id) => {
        looked.push(id)
        return views.get(id) ?? null
      },
      session: async (id) => launches.get(id) ?? null,
      notices: () => [notice('n1')],
      settings: () => settings,
      observed: () => [],
      scan: () => noScan(AT),
      limits: () => [],
      alerts: () => NO_ALERTS,
      fault: (error) => {
        throw error
      },
    },
    1,
    lateMs,
  )
}

function show(view: SeriesView): void {
  views.set(view.id, view)
  board.seriesChanged(view.id)
}

/** One who watches: the board it got, and what was told since in short words. */
function watch(drained: () => Promise<void> = () => Promise.resolve()) {
  const boards: Board[] = []
  const told: string[] = []
  const subscription = board.watch({
    board: (one) => void boards.push(one),
    change: (change) => void told.push(short(change)),
    drained,
  })
  return { boards, told, subscription }
}
function short(change: BoardChange): string {
  switch (change.kind) {
    case 'series':
      return `${change.view.id} ${change.view.activity}`
    case 'session':
      return `session ${change.view.sessionId} ${change.view.state}`
    case 'notice':
      return `notice ${change.notice.id} ${change.notice.seen}`
    case 'settings':
      return `settings ${change.settings.revision}`
    case 'observed':
    case 'scan':
    case 'limits':
    case 'alerts':
      return change.kind
  }
}

describe('one who watches the board', () => {
  it('gets all of it first and once, then what changes', async () => {
    const { boards, told } = watch()
    await vi.waitFor(() => expect(boards).toHaveLength(1))
    expect(boards[0]).toMatchObject({ series: [series('A')], sessions: [], notices: [notice('n1')], settings })
    show(series('A', { activity: 'reads' }))
    show(series('B', { activity: 'new' }))
    board.noticeChanged({ ...notice('n1'), seen: true })
    settings = { ...settings, revision: 'r2' }
    board.settingsChanged()
    await vi.waitFor(() => expect(told.sort()).toEqual(['A reads', 'B new', 'notice n1 true', 'settings r2']))
    expect(boards).toHaveLength(1)
  })

  it('does not hear twice what looks the same', async () => {
    const { boards, told } = watch()
    await vi.waitFor(() => expect(boards).toHaveLength(1))
    board.seriesChanged('A')
    board.noticeChanged(notice('n1'))
    board.settingsChanged()
    await vi.waitFor(() => expect(looked).toEqual(['A']))
    show(series('A', { activity: 'reads' }))
    await vi.waitFor(() => expect(told).toEqual(['A reads']))
  })

  it('hears what changed while its board was made, after it', async () => {
    const { boards, told } = watch()
    show(series('A', { activity: 'early' }))
    board.noticeChanged(notice('n2'))
    expect(told).toEqual([])
    await vi.waitFor(() => expect(told).toContain('notice n2 false'))
    expect(boards).toHaveLength(1)
    const early = boards[0]?.series[0]?.activity === 'early' || told.includes('A early')
    expect(early).toBe(true)
  })

  it('and is slow hears the last states only; another is not held up', async () => {
    let free = (): void => {}
    const slow = watch(() => new Promise((resolve) => (free = resolve)))
    const quick = watch()
    await vi.waitFor(() => expect([...slow.boards, ...quick.boards]).toHaveLength(2))
    for (const activity of ['one', 'two', 'three']) {
      show(series('A', { activity }))
      await vi.waitFor(() => expect(quick.told.at(-1)).toBe(`A ${activity}`))
    }
    expect(slow.told).toEqual([])
    free()
    await vi.waitFor(() => expect(slow.told).toEqual(['A three']))
  })

  it('hears nothing more once it left', async () => {
    const { boards, told, subscription } = watch()
    const other = watch()
    await vi.waitFor(() => expect([...boards, ...other.boards]).toHaveLength(2))
    subscription.close()
    show(series('A', { activity: 'x' }))
    await vi.waitFor(() => expect(other.told).toEqual(['A x']))
    expect(told).toEqual([])
  })
})

describe('a session', () => {
  it('is told with its series, and once more when the next one took its place', async () => {
    const { boards, told } = watch()
    await vi.waitFor(() => expect(boards).toHaveLength(1))
    show(series('A', { session: session('s1') }))
    await vi.waitFor(() => expect(told).toEqual(['session s1 busy', 'A ']))
    launches.set('L-s1', session('s1', { live: false, state: 'ended', endedAt: AT }))
    show(series('A', { session: session('s2'), activity: 'next' }))
    await vi.waitFor(() => expect(told.slice(2)).toEqual(['session s1 ended', 'session s2 busy', 'A next']))
  })

  it('that was cleared is over, though its launch goes on', async () => {
    views.set('A', series('A', { session: session('s1', { launchId: 'L' }) }))
    const { boards, told } = watch()
    await vi.waitFor(() => expect(boards).toHaveLength(1))
    launches.set('L', session('s1', { launchId: 'L' }))
    show(series('A', { session: session('s2', { launchId: 'L', state: 'idle' }) }))
    await vi.waitFor(() => expect(told).toEqual(['session s1 ended', 'session s2 idle', 'A ']))
  })

  it('that is resumed under its own id is told as it is now', async () => {
    views.set('A', series('A', { session: session('s1', { launchId: 'L1' }) }))
    const { boards, told } = watch()
    await vi.waitFor(() => expect(boards).toHaveLength(1))
    launches.set('L1', session('s1', { launchId: 'L1', state: 'ended', live: false }))
    show(series('A', { session: session('s1', { launchId: 'L2', state: 'unknown' }), activity: 'resumes' }))
    await vi.waitFor(() => expect(told.at(-1)).toBe('A resumes'))
    expect(told.filter((one) => one.startsWith('session')).at(-1)).toBe('session s1 unknown')
  })
})

describe('what telemetry told of a session late', () => {
  const ended = (captured: number) => session('s1', { live: false, state: 'ended', endedAt: AT, captured })
  beforeEach(() => {
    lateMs = 300
    open()
  })
  afterEach(() => void (lateMs = 60_000))

  it('is told, though nothing else happens any more', async () => {
    const shares: (number | null)[] = []
    views.set('A', series('A', { session: session('s1') }))
    let boards = 0
    board.watch({
      board: () => void (boards += 1),
      change: (change) => void (change.kind === 'session' && shares.push(change.view.captured)),
      drained: () => Promise.resolve(),
    })
    await vi.waitFor(() => expect(boards).toBe(1))
    launches.set('L-s1', ended(0.5))
    show(series('A', { session: null }))
    await vi.waitFor(() => expect(shares).toEqual([0.5]))
    launches.set('L-s1', ended(1))
    await vi.waitFor(() => expect(shares).toEqual([0.5, 1]))
  })

  it('does not end a session that goes on in another launch', async () => {
    views.set('A', series('A', { session: session('s1', { launchId: 'L1' }) }))
    const { boards, told } = watch()
    await vi.waitFor(() => expect(boards).toHaveLength(1))
    launches.set('L1', ended(1))
    show(series('A', { session: session('s1', { launchId: 'L2', state: 'idle' }), activity: 'resumes' }))
    await vi.waitFor(() => expect(told.at(-1)).toBe('A resumes'))
    // Late looks are due from here on; the first thing after them is the next change.
    const before = looked.length
    await vi.waitFor(() => expect(looked.length).toBeGreaterThan(before))
    show(series('A', { session: session('s1', { launchId: 'L2', state: 'idle' }), activity: 'works' }))
    await vi.waitFor(() => expect(told.at(-1)).toBe('A works'))
    expect(told.filter((one) => one.startsWith('session')).at(-1)).toBe('session s1 idle')
  })
})

describe('the core', () => {
  it('makes a view once for all who watch, and none for nobody', async () => {
    board.seriesChanged('A')
    const all = Array.from({ length: 5 }, () => watch())
    await vi.waitFor(() => expect(all.flatMap(({ boards }) => boards)).toHaveLength(5))
    expect(looked).toEqual([])
    show(series('A', { activity: 'x' }))
    await vi.waitFor(() => expect(all.map(({ told }) => told)).toEqual(Array.from({ length: 5 }, () => ['A x'])))
    expect(looked).toEqual(['A'])
  })

  it('tells nothing after its end', async () => {
    const { boards, told } = watch()
    await vi.waitFor(() => expect(boards).toHaveLength(1))
    board.close()
    show(series('A', { activity: 'x' }))
    board.noticeChanged(notice('n9'))
    await new Promise((resolve) => setImmediate(resolve))
    expect(told).toEqual([])
    expect(looked).toEqual([])
  })
})
