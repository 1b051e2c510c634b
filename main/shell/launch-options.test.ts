import { expect, it } from 'vitest'
import { launchOptions, type LaunchParts } from './launch-options.ts'

const PACKAGED: LaunchParts = {
  argv: ['/opt/Baton/baton'],
  env: { HOME: '/home/me', XDG_DATA_HOME: '/home/me/data' },
  cwd: '/work',
  execPath: '/opt/Baton/baton',
  appPath: null,
}

it('takes the folder that the command takes', () => {
  const { dataDir, userData, hidden, command } = launchOptions({ ...PACKAGED, env: { BATON_DATA_DIR: '/d' } })
  expect({ dataDir, userData, hidden }).toEqual({ dataDir: '/d', userData: '/d/desktop', hidden: false })
  expect(command).toEqual(['/opt/Baton/baton', '--data-dir=/d'])
  expect(launchOptions(PACKAGED).command).toEqual(['/opt/Baton/baton'])
})

it('reads its own flags among those of Chromium', () => {
  const argv = ['/opt/Baton/baton', '--no-sandbox', '--data-dir', 'here', '--hidden', '--lang=de', 'file']
  expect(launchOptions({ ...PACKAGED, argv })).toMatchObject({ dataDir: '/work/here', hidden: true })
  const equals = ['/opt/Baton/baton', '--data-dir=/there']
  expect(launchOptions({ ...PACKAGED, argv: equals })).toMatchObject({ dataDir: '/there', hidden: false })
})

it('is started again by its checkout, or by the AppImage that it came from', () => {
  const checkout = { ...PACKAGED, execPath: '/electron', appPath: '/work/baton' }
  expect(launchOptions(checkout).command).toEqual(['/electron', '/work/baton'])
  const image = { ...PACKAGED, env: { ...PACKAGED.env, APPIMAGE: '/home/me/Baton.AppImage' } }
  expect(launchOptions(image).command).toEqual(['/home/me/Baton.AppImage'])
})
