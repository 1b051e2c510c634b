import {
  app,
  BrowserWindow,
  dialog,
  Menu,
  MessageChannelMain,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
  Tray,
} from 'electron'
import { homedir } from 'node:os'
import { loginEnvironment } from './shell/login-env.ts'
import { startShell } from './shell/shell.ts'

const electron = {
  app,
  BrowserWindow,
  dialog,
  Menu,
  MessageChannelMain,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  screen,
  session,
  shell,
  Tray,
}

// Electron waits for what stands here before it is ready, but not for a promise that nobody awaits: what has to be
// settled before then is done when `startShell` gives back its promise.
startShell({
  electron,
  process,
  home: homedir(),
  openCore: async (options) => (await import('./core/open.ts')).openCore(options),
  environment: loginEnvironment,
  loadUpdater: async () => (await import('electron-updater')).default.autoUpdater,
}).catch((error: unknown) => {
  process.stderr.write(`baton: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  app.exit(1)
})
