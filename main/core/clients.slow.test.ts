import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { Board, BoardChange } from '../../contract/board.ts'
import type { Notice } from '../../contract/notice.ts'
import { Settings } from '../../contract/settings.ts'
import { channelPair } from '../server/test-channels.ts'
import type { CoreClient, Watch } from '../server/types.ts'
import { launchRow, transition } from '../store/testing.ts'
import { coreOver, dataFolder, filled, keptSeries } from './testing.ts'

/** Looking for an agent runs a shell, which takes its time on a busy machine. */
const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 10_000 })

const A = '01ARZ3NDEKTSV4RRFFQ69G5FAV'

function watch(client: CoreClient, kind: 'desktop' | 'page' = 'page') {
  const boards: Board[] = []
  const changes: BoardChange[] = []
  const told: Notice[] = []
  const watching: Watch = client.watch(kind, {
    board: (board) => void boards.push(board),
    change: (change) => void changes.push(change),
    notify: (notice) => void told.push(notice),
    closed: () => {},
  })
  return { boards, changes, told, watching }
}

async function coreWithSeries(change: Parameters<typeof keptSeries>[1] = {}) {
  const dataDir = dataFolder()
  await filled(dataDir, (store) => store.createSeries(keptSeries(A, { task: 'fix', ...change })))
  return { core: await coreOver(dataDir), dataDir }
}

describe('the board of a core', () => {
  it('shows what is kept, and each change of it', async () => {
    const { core, dataDir } = await coreWithSeries()
    const { boards, changes } = watch(core.client)
    await until(() => expect(boards).toHaveLength(1))
    expect(boards[0]).toMatchObject({
      series: [{ id: A, status: 'paused', hold: null, ending: null }],
      sessions: [],
      notices: [],
      settings: { revision: '', file: path.join(dataDir, 'settings.json'), problem: null },
    })
    expect(await core.client.call('series.stop', { id: A })).toMatchObject({ ok: true })
    await until(() =>
      expect(changes).toContainEqual({
        kind: 'series',
        view: expect.objectContaining({ status: 'stopped' }) as unknown,
      }),
    )
    expect(changes).toContainEqual({
      kind: 'notice',
      notice: expect.objectContaining({ kind: 'finished', seriesId: A, project: 'p', seen: false }) as unknown,
    })
  })

  it('has each session once: that of a resumed one as its last launch left it', async () => {
    const dataDir = dataFolder()
    await filled(dataDir, async (store) => {
      const row = keptSeries(A)
      await store.createSeries(row)
      const launch = (n: number, sessionId: string) =>
        launchRow({ id: `L${n}`, seriesId: A, sessionId, intentAt: n, startedAt: n, endedAt: n + 1, exitCode: n })
      const launches = [launch(1, 'one'), launch(2, 'two'), launch(3, 'one')]
      await store.commit(transition({ seriesId: A, state: row.state, policy: row.policy, status: 'paused', launches }))
    })
    const { boards } = watch((await coreOver(dataDir)).client)
    await until(() => expect(boards).toHaveLength(1))
    expect(boards[0]?.sessions.map(({ sessionId, exitCode, state }) => `${sessionId} ${exitCode} ${state}`)).toEqual([
      'one 3 ended',
      'two 2 ended',
    ])
  })
})

describe('the settings of a core', () => {
  it('are set by a client, told to the others and followed by its series', async () => {
    const { core } = await coreWithSeries()
    const { boards, changes } = watch(core.client)
    await until(() => expect(boards).toHaveLength(1))
    const got = await core.client.call('settings.get', {})
    const { settings, revision } = got.ok ? got.value : { settings: Settings.parse({}), revision: '-' }
    const wanted = { ...settings, policy: { thresholdPercent: 40 } }
    expect(await core.client.call('settings.set', { settings: wanted, revision })).toMatchObject({ ok: true })
    expect(await core.client.call('settings.set', { settings, revision })).toMatchObject({
      ok: false,
      problem: { code: 'settings-changed' },
    })
    await until(() =>
      expect(changes).toMatchObject([
        { kind: 'settings', settings: { settings: { policy: { thresholdPercent: 40 } } } },
        { kind: 'series', view: { policy: { thresholdPercent: 40 } } },
      ]),
    )
  })

  it('with a slip in a name or a figure are refused, and the slip is named', async () => {
    const { core } = await coreWithSeries()
    const set = async (policy: object) => {
      const answer = await core.client.call('settings.set', { settings: { policy }, revision: '' })
      return answer.ok ? 'set' : answer.problem.cause
    }
    expect(await set({ maxSesions: 3 })).toMatch(/maxSesions/)
    expect(await set({ softPercentOfDue: 100 })).toMatch(/settings\.policy\.softPercentOfDue/)
    expect(await set({ perModel: { opus: { percent: 120 } } })).toMatch(/perModel\.opus\.percent/)
  })

  it('changed by hand are told, wrong ones with what is wrong', async () => {
    const { core, dataDir } = await coreWithSeries()
    const { boards, changes } = watch(core.client)
    await until(() => expect(boards).toHaveLength(1))
    writeFileSync(path.join(dataDir, 'settings.json'), '{ "policy": { "maxSessions": "many" } }')
    await until(() =>
      expect(changes).toMatchObject([{ kind: 'settings', settings: { problem: { code: 'settings-malformed' } } }]),
    )
  })
})

describe('a notice of a core', () => {
  it('is told to one reader, and not to one who looks at its series', async () => {
    const { core } = await coreWithSeries()
    const desktop = watch(core.client, 'desktop')
    const page = watch(core.client)
    await until(() => expect([...desktop.boards, ...page.boards]).toHaveLength(2))
    await core.client.call('series.stop', { id: A })
    await until(() => expect(desktop.told).toMatchObject([{ kind: 'finished', id: expect.any(String) as string }]))
    expect(page.told).toEqual([])
    const [notice] = desktop.told
    expect(await core.client.call('notice.seen', { ids: [notice?.id ?? ''] })).toMatchObject({ ok: true })
    await until(() =>
      expect(page.changes).toContainEqual({
        kind: 'notice',
        notice: expect.objectContaining({ seen: true }) as unknown,
      }),
    )
  })
})

describe('a core says of itself', () => {
  it('whether anything runs in it', async () => {
    const { core } = await coreWithSeries()
    expect(core.status()).toEqual({ busy: false, running: 0 })
    const dataDir = dataFolder()
    await filled(dataDir, (store) => store.createSeries(keptSeries(A, { status: 'running', project: dataDir })))
    const other = await coreOver(dataDir, { serve: { port: 0 }, recover: true })
    // Without an agent on the PATH it soon needs attention: until then it runs.
    await until(() => expect(other.status()).toEqual({ busy: false, running: 0 }))
  })
})

describe('a channel of its own process', () => {
  it('is served with what its holder may do', async () => {
    const { core } = await coreWithSeries()
    const said: { type: string; role?: string; outcome?: { ok: boolean } }[] = []
    const { client, core: end } = channelPair()
    client.open({ received: (data) => void said.push(JSON.parse(String(data)) as { type: string }), closed: () => {} })
    core.serve(end, { role: 'view', clientId: null, name: 'test' })
    client.send(JSON.stringify({ type: 'watch', kind: 'desktop' }))
    client.send(JSON.stringify({ type: 'call', id: 1, method: 'series.stop', params: { id: A } }))
    await until(() => expect(said.map(({ type }) => type).sort()).toEqual(['answer', 'board', 'hello']))
    expect(said.find(({ type }) => type === 'hello')).toMatchObject({ role: 'view' })
    expect(said.find(({ type }) => type === 'answer')).toMatchObject({ outcome: { ok: false } })
    client.close()
  })
})
