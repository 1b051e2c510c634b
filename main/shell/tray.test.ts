import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { fakeElectron } from './fake-electron.ts'
import { seriesView, trayKnows } from './testing.ts'
import type { TrayCommand, TrayKnows } from './tray-model.ts'
import { createTray } from './tray.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

function trayOn(platform: NodeJS.Platform) {
  const fake = fakeElectron()
  const ran: TrayCommand[] = []
  const tray = createTray({
    electron: fake.electron,
    platform,
    icons: '/icons',
    run: (command) => void ran.push(command),
  })
  const show = (change: Partial<TrayKnows> = {}) => tray.show(trayKnows({ series: [seriesView()], ...change }))
  return { ...fake, tray, show, ran }
}

it('shows the state by its icon, a template on macOS', () => {
  const linux = trayOn('linux')
  linux.show()
  expect(linux.trays[0]?.images).toEqual(['/icons/running.png'])
  expect(linux.trays[0]?.titles).toEqual([])
  const mac = trayOn('darwin')
  mac.show()
  expect(mac.trays[0]?.images).toEqual(['/icons/runningTemplate.png'])
  expect(mac.trays[0]?.titles).toEqual(['72 % · checkout'])
})

it('is drawn at most once a second, with what is newest', () => {
  const { show, trays } = trayOn('linux')
  show()
  for (let n = 0; n < 50; n++) show({ busy: `${n}` })
  expect(trays[0]?.tooltips).toHaveLength(1)
  vi.advanceTimersByTime(999)
  expect(trays[0]?.tooltips).toHaveLength(1)
  vi.advanceTimersByTime(1)
  expect(trays[0]?.tooltips.slice(1)).toEqual(['49'])
})

it('leaves alone what stays as it is: an open menu would close', () => {
  const { show, trays } = trayOn('linux')
  show()
  vi.advanceTimersByTime(2_000)
  show({ series: [seriesView({ costUsd: 2, updatedAt: '2026-11-22T11:00:00.000Z' })] })
  vi.advanceTimersByTime(2_000)
  expect(trays[0]?.menus).toHaveLength(1)
  expect(trays[0]?.images).toHaveLength(1)
})

it('does what is chosen', () => {
  const { show, trays, ran } = trayOn('linux')
  show()
  const menu = trays[0]?.menus[0] ?? []
  const series = menu.find(({ type }) => type === 'submenu')?.submenu
  const loop = Array.isArray(series) ? series.find(({ label }) => label === 'Loop') : undefined
  expect(loop).toMatchObject({ type: 'checkbox', checked: true })
  loop?.click?.({} as never, undefined, {} as never)
  menu.at(-1)?.click?.({} as never, undefined, {} as never)
  expect(ran).toEqual([{ do: 'series.pause', seriesId: 's1' }, { do: 'quit' }])
})

it('opens the window at a click where a click is not the menu', () => {
  const windows = trayOn('win32')
  windows.show()
  windows.trays[0]?.emitter.emit('click')
  expect(windows.ran).toEqual([{ do: 'open' }])
})

it('is gone once closed, whatever was still to be drawn', () => {
  const { show, tray, trays } = trayOn('linux')
  show()
  show({ busy: 'later' })
  tray.close()
  vi.advanceTimersByTime(5_000)
  expect(trays).toHaveLength(1)
  expect(trays[0]).toMatchObject({ destroyed: true })
  expect(trays[0]?.tooltips).toHaveLength(1)
})
