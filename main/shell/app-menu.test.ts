import type { MenuItemConstructorOptions } from 'electron'
import { expect, it, vi } from 'vitest'
import { appMenu } from './app-menu.ts'

function below(menu: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return menu.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? below(item.submenu) : [])])
}

it.each(['darwin', 'linux', 'win32'] as const)('copies, pastes and zooms on %s', (platform) => {
  const roles = below(appMenu(platform, false, () => {})).map(({ role }) => role)
  expect(roles).toEqual(expect.arrayContaining(['copy', 'paste', 'selectAll', 'zoomIn', 'zoomOut', 'resetZoom']))
})

it('neither reloads nor opens tools in a release', () => {
  const developers = ['reload', 'forceReload', 'toggleDevTools']
  const roles = (developer: boolean) => below(appMenu('linux', developer, () => {})).map(({ role }) => `${role}`)
  expect(roles(false).filter((role) => developers.includes(role))).toEqual([])
  expect(roles(true).filter((role) => developers.includes(role))).toEqual(['reload', 'toggleDevTools'])
})

it('quits through the same question as everything', () => {
  const quit = vi.fn<() => void>()
  const menu = below(appMenu('darwin', false, quit))
  expect(menu.some(({ role }) => role === 'quit')).toBe(false)
  menu.find(({ label }) => label === 'Quit Baton')?.click?.({} as never, undefined, {} as never)
  expect(quit).toHaveBeenCalledTimes(1)
})
