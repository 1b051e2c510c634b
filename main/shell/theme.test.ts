import { expect, it } from 'vitest'
import { fakeElectron } from './fake-electron.ts'
import { followTheme } from './theme.ts'

it('the page sees the setting as the choice of the system, and the window is painted like it', () => {
  const { electron, world, theme: events } = fakeElectron()
  const painted: string[] = []
  const theme = followTheme(electron.nativeTheme, (background) => void painted.push(background))
  theme.follow('dark')
  expect(electron.nativeTheme.themeSource).toBe('dark')
  world.dark = true
  events.emit('updated')
  world.dark = false
  events.emit('updated')
  expect(painted).toEqual(['#0d0e12', '#f5f6f8'])
})
