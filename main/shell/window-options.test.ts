import { expect, it } from 'vitest'
import { windowOptions } from './window-options.ts'

const LOOK = { preload: '/dist/preload.cjs', icon: '/icon.png', dark: false, bounds: null, devTools: false }

it('the page gets nothing of Node, and a sandbox', () => {
  expect(windowOptions(LOOK).webPreferences).toEqual({
    preload: '/dist/preload.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: false,
  })
})

it('no web security is taken away, nothing experimental is switched on', () => {
  const named = Object.keys(windowOptions(LOOK).webPreferences ?? {})
  const never = ['webSecurity', 'allowRunningInsecureContent', 'experimentalFeatures', 'enableBlinkFeatures']
  expect(never.filter((name) => named.includes(name))).toEqual([])
})

it('shows nothing before the page is drawn, on a background of its theme', () => {
  expect(windowOptions(LOOK)).toMatchObject({ show: false, backgroundColor: '#f5f6f8', width: 1280, minWidth: 800 })
  const bounds = { x: 1, y: 2, width: 900, height: 600 }
  expect(windowOptions({ ...LOOK, dark: true, bounds })).toMatchObject({ ...bounds, backgroundColor: '#0d0e12' })
})
