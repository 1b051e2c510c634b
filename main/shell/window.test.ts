import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { fakeElectron, fakeEvent } from './fake-electron.ts'
import { testLog } from './testing.ts'
import { readWindowPlace, writeWindowPlace } from './window-bounds.ts'
import { createWindow } from './window.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'baton-window-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files = 0

function windowOver(change: { closing?: () => Promise<'hide' | 'stay'>; quitting?: () => boolean } = {}) {
  const fake = fakeElectron()
  const placeFile = path.join(folder, `${files++}.json`)
  const log = testLog()
  const made = vi.fn<() => void>()
  const window = createWindow({
    electron: fake.electron,
    preload: '/preload.cjs',
    icon: '/icon.png',
    devTools: false,
    placeFile,
    made,
    closing: async () => 'stay',
    quitting: () => false,
    ...change,
    log,
  })
  const present = () => {
    const last = fake.windows.at(-1)
    if (last === undefined) throw new Error('no window was made')
    return last
  }
  return { ...fake, window, present, placeFile, log, made }
}

it('is made once, shown when its page is drawn, and brought back when it is asked for again', async () => {
  const { window, windows, present, made } = windowOver()
  await Promise.all([window.open(), window.open()])
  expect(windows).toHaveLength(1)
  expect(made).toHaveBeenCalledTimes(1)
  expect(present().loaded).toEqual(['app://baton/'])
  expect(present().options).toMatchObject({ show: false, webPreferences: { preload: '/preload.cjs' } })
  expect(present().visible).toBe(true)
  window.hide()
  present().minimized = true
  await window.open()
  expect(present().calls.slice(-3)).toEqual(['restore', 'show', 'focus'])
  expect(present().loaded).toHaveLength(1)
})

it('goes to a place of the page without loading it anew', async () => {
  const { window, present } = windowOver()
  await window.open()
  await window.open('/terminal/s1')
  await window.open('/terminal/s1')
  expect(present().loaded).toEqual(['app://baton/', 'app://baton/#/terminal/s1'])
})

it('is shown although its page cannot be loaded', async () => {
  const { window, windows, log, electron } = windowOver()
  const { BrowserWindow } = electron
  electron.BrowserWindow = class extends BrowserWindow {
    override loadFails = true
  }
  await window.open()
  expect(windows[0]?.visible).toBe(true)
  expect(log.lines).toEqual(['error the page was not loaded'])
})

it('does not close before it is known what becomes of it', async () => {
  const { window, present } = windowOver({ closing: async () => 'hide' })
  await window.open()
  const event = fakeEvent()
  present().emitter.emit('close', event)
  expect(event.defaultPrevented).toBe(true)
  await vi.waitFor(() => expect(present().visible).toBe(false))
  const stays = windowOver({ closing: async () => 'stay' })
  await stays.window.open()
  stays.present().emitter.emit('close', fakeEvent())
  expect(stays.present().visible).toBe(true)
})

it('closes without a question once Baton ends', async () => {
  const { window, present } = windowOver({ quitting: () => true })
  await window.open()
  const event = fakeEvent()
  present().emitter.emit('close', event)
  expect(event.defaultPrevented).toBe(false)
})

it('is made anew after it was destroyed', async () => {
  const { window, windows, present } = windowOver()
  await window.open()
  present().destroy()
  expect(window.isVisible()).toBe(false)
  await window.open('/series/s1')
  expect(windows).toHaveLength(2)
  expect(present().loaded).toEqual(['app://baton/#/series/s1'])
})

it('comes back where it was', async () => {
  const { window, present, placeFile } = windowOver()
  await window.open()
  present().bounds = { x: 100, y: 50, width: 1000, height: 800 }
  present().calls.push('maximize')
  present().emitter.emit('close', fakeEvent())
  await window.settle()
  expect(await readWindowPlace(placeFile)).toEqual({
    bounds: { x: 100, y: 50, width: 1000, height: 800 },
    maximized: true,
  })
  const next = windowOver()
  await writeWindowPlace(next.placeFile, { bounds: { x: 100, y: 50, width: 1000, height: 800 }, maximized: true })
  await next.window.open()
  expect(next.present().options).toMatchObject({ x: 100, y: 50, width: 1000, height: 800 })
  expect(next.present().calls).toContain('maximize')
})

it('loads a page that crashed again, but not for ever', async () => {
  const { window, present, log } = windowOver()
  await window.open()
  for (let n = 0; n < 5; n++) present().webContents.emitter.emit('render-process-gone', fakeEvent(), { reason: 'oom' })
  expect(present().webContents.reloads).toBe(3)
  expect(log.lines.at(-1)).toContain('not loaded again')
  await window.open()
  expect(present().loaded).toEqual(['app://baton/', 'app://baton/'])
  await window.open()
  expect(present().loaded).toHaveLength(2)
})
