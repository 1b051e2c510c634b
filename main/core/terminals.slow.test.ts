import path from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { success } from '../../contract/problem.ts'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import { drivenForTest, hostedForTest } from '../series/driver/driven-for-tests.ts'
import { SeriesDriver } from '../series/driver/driver.ts'
import { watchingViewer } from '../sessions/testing.ts'
import { launchRow, openTestStore, transition } from '../store/testing.ts'
import { endedScreens } from './ended-screens.ts'
import { createTerminals } from './terminals.ts'
import { dataFolder, keptSeries } from './testing.ts'

const AT = Date.parse('2026-01-01T00:00:00Z')

/** A series `S` whose two sessions ended, the second one cleared and resumed once; nothing lives. */
async function ended() {
  const dataDir = dataFolder()
  const store = await openTestStore(dataDir)
  onTestFinished(() => store.close())
  const row = keptSeries('S', { task: 'tidy', project: dataDir })
  await store.createSeries(row)
  const launches = [
    launchRow({ id: 'S-1', seriesId: 'S', sessionId: 'one', n: 1, intentAt: 1 }),
    launchRow({ id: 'S-2', seriesId: 'S', sessionId: 'two', n: 2, intentAt: 2 }),
    launchRow({ id: 'S-3', seriesId: 'S', sessionId: 'two', n: 2, intentAt: 3, mode: 'resume' }),
  ]
  await store.commit(
    transition({ seriesId: 'S', status: 'paused', state: row.state, policy: DEFAULT_POLICY, launches }),
  )
  await store.addSession({ sessionId: 'cleared', launchId: 'S-2', seriesId: 'S', at: 2 })
  const screens = endedScreens(path.join(dataDir, 'screens'), (error) => {
    throw error
  })
  onTestFinished(() => screens.close())
  const keep = (launchId: string, text: string, title = '') =>
    screens.keep(launchId, Promise.resolve({ text, title, columns: 90, rows: 20, why: 'exited with code 0', at: AT }))
  const drivers: SeriesDriver[] = []
  const book = {
    drivers: () => drivers,
    driver: (id: string) => drivers.find((driver) => driver.id === id) ?? null,
    find: (id: string) =>
      Promise.resolve(
        id === 'S' ? success(row) : ({ ok: false, problem: { code: 'x', thing: id, cause: '', remedy: '' } } as const),
      ),
  }
  return { store, row, keep, drivers, dataDir, terminals: createTerminals(book, store, screens) }
}

it('replays the last screen of a session that ended, by each id that it had, and then says so', async () => {
  const { terminals, keep } = await ended()
  keep('S-1', 'the first', 'its title')
  keep('S-2', 'the second')
  const shown = async (target: string) => {
    const viewer = watchingViewer()
    const attached = await terminals.attach(target, { columns: 10, rows: 5 }, viewer)
    if (!attached.ok) throw new Error(attached.problem.cause)
    const { sessionId, title, columns, rows, live } = attached.value
    return { heard: viewer.heard, text: viewer.text, why: viewer.why, at: [sessionId, title, columns, rows, live] }
  }
  expect(await shown('one')).toEqual({
    heard: ['resized 90x20', 'replay'],
    text: 'the first',
    why: 'the session ended at 2026-01-01T00:00:00.000Z: it exited with code 0',
    at: ['one', 'its title', 90, 20, false],
  })
  // The second session went on in a launch that left no screen; the one before it did.
  expect(await shown('two')).toMatchObject({ text: 'the second', at: ['two', 'tidy', 90, 20, false] })
  expect(await shown('cleared')).toMatchObject({ text: 'the second' })
  expect(await shown('S-1')).toMatchObject({ text: 'the first' })
  keep('S-3', 'the third')
  expect(await shown('two')).toMatchObject({ text: 'the third' })
  expect(await shown('S')).toMatchObject({ text: 'the third' })
})

it('says that nothing was kept, or that nothing is there', async () => {
  const { terminals, store } = await ended()
  const asked = async (target: string) => {
    const attached = await terminals.attach(target, null, watchingViewer())
    return attached.ok ? 'attached' : `${attached.problem.code}: ${attached.problem.cause}`
  }
  expect(await asked('one')).toBe('no-terminal: its session ended, and its last screen is not kept')
  expect(await asked('S')).toBe('no-terminal: its session ended, and its last screen is not kept')
  expect(await asked('x')).toBe('no-terminal: there is no such series or session here')
  expect(await store.launchesOf('x')).toEqual([])
})

it('attaches to what lives, by series, session, launch and the id before a clear, sized only by who names a size', async () => {
  const { terminals, store, row, drivers, dataDir } = await ended()
  const { ports } = drivenForTest(store, dataDir, AT)
  const driver = new SeriesDriver(
    ports,
    keptSeries('S', { task: 'tidy', project: dataDir }).state as never,
    DEFAULT_POLICY,
    {
      PATH: process.env['PATH'] ?? '',
      HOME: dataDir,
    },
  )
  const session = hostedForTest(driver, 'S-2')
  onTestFinished(async () => {
    await session.end()
    await session.close()
  })
  driver.hosts(session)
  drivers.push(driver)
  expect(row.id).toBe('S')
  for (const target of ['S', 'S-2', 'cleared']) {
    const viewer = watchingViewer()
    const attached = await terminals.attach(target, null, viewer)
    expect(attached).toMatchObject({ ok: true, value: { sessionId: 'S-2', live: true, columns: 120, rows: 40 } })
    await vi.waitFor(() => expect(viewer.heard).toEqual(['resized 120x40', 'replay']))
  }
  const sizing = await terminals.attach('S', { columns: 80, rows: 24 }, watchingViewer())
  expect(sizing).toMatchObject({ ok: true, value: { columns: 80, rows: 24, title: 'tidy' } })
  if (sizing.ok) sizing.value.resize(81, 25)
  expect([session.terminal.columns, session.terminal.rows]).toEqual([81, 25])
  if (sizing.ok) sizing.value.detach()
  expect([session.terminal.columns, session.terminal.rows]).toEqual([120, 40])
})
