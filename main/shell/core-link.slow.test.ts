import { afterEach, expect, it, vi } from 'vitest'
import { failure, type Outcome } from '../../contract/problem.ts'
import { coreOver, dataFolder, filled, keptSeries } from '../core/testing.ts'
import { openCore } from '../core/open.ts'
import { openCoreHost, type CoreHost } from './core-host.ts'
import { createCoreLink, type CoreLink } from './core-link.ts'
import { testLog } from './testing.ts'

const links: CoreLink[] = []
afterEach(async () => {
  for (const link of links.splice(0)) await link.close()
})

function linkOver(dataDir: string, openHost?: () => Promise<Outcome<CoreHost>>) {
  const env = { PATH: process.env['PATH'], HOME: dataDir }
  const heard: string[] = []
  const log = testLog()
  const link = createCoreLink({
    open: openHost ?? (() => openCoreHost({ dataDir, env, port: 0, open: openCore })),
    changed: () => {},
    opened: () => void heard.push('opened'),
    notify: () => {},
    seen: () => {},
    ownEnded: () => void heard.push('own ended'),
    log,
  })
  links.push(link)
  return { link, heard, log }
}

it('knows the board of the core that it opens', async () => {
  const dataDir = dataFolder()
  await filled(dataDir, (store) => store.createSeries(keptSeries('s1')))
  const { link, heard } = linkOver(dataDir)
  expect(link.connected()).toBe(false)
  expect(await link.start()).toMatchObject({ ok: true })
  expect([link.connected(), link.ownsCore(), heard]).toEqual([true, true, ['opened']])
  await vi.waitFor(() => expect(link.board().series).toMatchObject([{ id: 's1', status: 'paused' }]))
  expect(link.board().settings?.settings.desktop.closeToTray).toBe(true)
})

it('says when a core of its own ended, and knows that there is none', async () => {
  const { link, heard } = linkOver(dataFolder())
  await link.start()
  await link.client()?.call('core.quit', { force: false })
  await vi.waitFor(() => expect(heard).toEqual(['opened', 'own ended']))
  expect([link.connected(), link.client()]).toEqual([false, null])
})

it('ends a core of its own and waits until it has ended', async () => {
  const dataDir = dataFolder()
  const { link } = linkOver(dataDir)
  await link.start()
  expect(await link.endCore(false)).toEqual({ ok: true, value: undefined })
  const next = await coreOver(dataDir)
  await next.close()
  expect(await link.endCore(false)).toMatchObject({ ok: false, problem: { code: 'core-gone' } })
})

it('becomes the core itself when the one it was attached to goes away', async () => {
  const dataDir = dataFolder()
  const core = await coreOver(dataDir, { serve: { port: 0 } })
  const { link, heard, log } = linkOver(dataDir)
  await link.start()
  expect(link.ownsCore()).toBe(false)
  await vi.waitFor(() => expect(link.board().settings).not.toBeNull())
  await core.close()
  await vi.waitFor(() => expect(heard).toEqual(['opened', 'opened']), { timeout: 10_000 })
  expect(link.ownsCore()).toBe(true)
  expect(log.lines).toContain('warn the core went away')
})

it('does not try again for one that never was: the first failure is told', async () => {
  const { link } = linkOver('', async () => failure('port-refused', 'port 1', 'it is not allowed', 'choose another'))
  expect(await link.start()).toMatchObject({ ok: false, problem: { code: 'port-refused' } })
  expect(link.serve({ send() {}, buffered: () => 0, open() {}, close() {} })).toBe(false)
})
