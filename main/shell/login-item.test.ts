import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { autostartFile, desktopEntry } from './autostart-file.ts'
import { FakeApp } from './fake-electron.ts'
import { createLoginItem } from './login-item.ts'
import { testLog } from './testing.ts'

let home: string
beforeEach(() => void (home = mkdtempSync(path.join(tmpdir(), 'baton-home-'))))
afterEach(() => rmSync(home, { recursive: true, force: true }))

function itemOn(platform: NodeJS.Platform, env: NodeJS.ProcessEnv = {}) {
  const app = new FakeApp()
  const log = testLog()
  const item = createLoginItem({ app, platform, env, home, command: ['/opt/Baton/baton', '--data-dir=/d'], log })
  return { app, item, log }
}

it('on Linux it is a file that a desktop reads, and starts no window', async () => {
  const { item, app } = itemOn('linux')
  item.follow(true)
  await item.settle()
  const folder = path.join(home, '.config', 'autostart')
  expect(readdirSync(folder)).toEqual(['baton.desktop'])
  const entry = readFileSync(path.join(folder, 'baton.desktop'), 'utf8')
  expect(entry).toMatch(/^\[Desktop Entry\]\nType=Application\n/)
  expect(entry).toContain('Exec="/opt/Baton/baton" "--data-dir=/d" "--hidden"\n')
  expect(app.loginItems).toEqual([])
})

it('follows the setting at once, and touches nothing while it stays', async () => {
  const { item } = itemOn('linux')
  const file = autostartFile({}, home)
  item.follow(true)
  item.follow(false)
  await item.settle()
  expect(existsSync(file)).toBe(false)
  // Somebody else's file of that name is left alone while the setting does not change.
  writeFileSync(file, 'mine')
  item.follow(false)
  await item.settle()
  expect(readFileSync(file, 'utf8')).toBe('mine')
})

it('takes the place that the desktop says', () => {
  expect(autostartFile({ XDG_CONFIG_HOME: '/c' }, home)).toBe('/c/autostart/baton.desktop')
  expect(autostartFile({ XDG_CONFIG_HOME: 'relative' }, home)).toBe(`${home}/.config/autostart/baton.desktop`)
})

it('an argument of any kind stays one argument', () => {
  expect(desktopEntry(['/a b/100%', 'say "$x" `y` \\z'])).toContain(
    String.raw`Exec="/a b/100%%" "say \\"\\$x\\" \\` + '`y\\\\`' + String.raw` \\\\z"`,
  )
})

it('on macOS and Windows it is the list of the system', async () => {
  const mac = itemOn('darwin')
  mac.item.follow(true)
  await mac.item.settle()
  expect(mac.app.loginItems).toEqual([{ openAtLogin: true }])
  const windows = itemOn('win32')
  windows.item.follow(true)
  windows.item.follow(true)
  windows.item.follow(false)
  await windows.item.settle()
  const args = ['--data-dir=/d', '--hidden']
  expect(windows.app.loginItems).toEqual([
    { openAtLogin: true, args },
    { openAtLogin: false, args },
  ])
})

it('a folder that cannot be written to is said, and ends nothing', async () => {
  mkdirSync(path.join(home, '.config'))
  writeFileSync(path.join(home, '.config', 'autostart'), 'a file')
  const { item, log } = itemOn('linux')
  item.follow(true)
  await item.settle()
  expect(log.lines).toEqual(['error launch at login was not set'])
})
