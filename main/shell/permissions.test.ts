import type { WebContents } from 'electron'
import { expect, it } from 'vitest'
import { FakeSession } from './fake-electron.ts'
import { denyPermissions } from './permissions.ts'

const OURS = 'app://baton/index.html'
/** The handlers look at the address that asks, not at these. */
const NO_CONTENTS = {} as WebContents

function handlers() {
  const session = new FakeSession()
  denyPermissions(session)
  const { request, check, device } = session
  if (request === null || check === null || device === null) throw new Error('a handler is missing')
  type Permission = Parameters<typeof request>[1]
  const asked = (permission: Permission, requestingUrl = OURS, isMainFrame = true): boolean[] => {
    const answers: boolean[] = []
    request(NO_CONTENTS, permission, (granted) => void answers.push(granted), { requestingUrl, isMainFrame })
    return answers
  }
  const checked = (permission: Permission, origin = 'app://baton/', isMainFrame = true): boolean =>
    check(null, permission, origin, { isMainFrame })
  return { asked, checked, device }
}

it('denies every permission but two, asked for and checked', () => {
  const { asked, checked } = handlers()
  const permissions = [
    'media',
    'geolocation',
    'clipboard-read',
    'display-capture',
    'openExternal',
    'unknown',
    'notifications',
    'clipboard-sanitized-write',
  ] as const
  const granted = ['notifications', 'clipboard-sanitized-write']
  expect(permissions.filter((permission) => asked(permission)[0] !== false)).toEqual(granted)
  expect(permissions.filter((permission) => checked(permission))).toEqual(granted)
})

it('grants those two to nobody but the top frame of our own page', () => {
  const { asked, checked } = handlers()
  const others = ['https://evil.example/', 'app://other/', 'app://baton@evil/', 'app://baton.evil/', 'file:///', '']
  expect(others.filter((url) => asked('notifications', url)[0] !== false || checked('notifications', url))).toEqual([])
  expect(asked('notifications', OURS, false)).toEqual([false])
  expect(checked('notifications', 'app://baton/', false)).toBe(false)
})

it('gives out no device', () => {
  const { device } = handlers()
  expect(device({ deviceType: 'usb', origin: 'app://baton', device: {} as never })).toBe(false)
})
