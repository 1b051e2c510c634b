import { expect, it } from 'vitest'
import { whyNoDesktop } from './electron-binary.ts'

const linux = { platform: 'linux' as const, env: { DISPLAY: ':0' }, root: false }

it('shows the desktop app where there are a binary, a display and a user', () => {
  expect(whyNoDesktop('/electron', linux)).toBeNull()
  expect(whyNoDesktop('/electron', { ...linux, env: { WAYLAND_DISPLAY: 'wayland-0' } })).toBeNull()
  expect(whyNoDesktop('/electron', { platform: 'darwin', env: {}, root: true })).toBeNull()
})

it.each([
  [null, linux, "Electron's binary is not installed"],
  ['/electron', { ...linux, env: {} }, 'there is no display'],
  ['/electron', { ...linux, root: true }, "Electron's sandbox does not run as root"],
])('says why it cannot: %s, %o', (binary, machine, why) => {
  expect(whyNoDesktop(binary, machine)).toBe(why)
})
