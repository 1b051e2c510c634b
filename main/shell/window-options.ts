import type { BrowserWindowConstructorOptions, Rectangle } from 'electron'

/** The page works from this size up. */
export const LEAST_SIZE = { width: 800, height: 480 } as const
const FIRST_SIZE = { width: 1280, height: 840 } as const
/** The page's own `--bg` in both themes: what is seen before its first paint. */
export const BACKGROUND = { light: '#f5f6f8', dark: '#0d0e12' } as const

export interface WindowLook {
  preload: string
  icon: string
  dark: boolean
  /** Null: Electron chooses the place. */
  bounds: Rectangle | null
  /** Only in a build of a developer. */
  devTools: boolean
}

/**
 * Options of Baton's one window. The page gets nothing of Node and no web security is taken from it: `webSecurity`,
 * `allowRunningInsecureContent`, `experimentalFeatures` and `enableBlinkFeatures` stay as Electron has them.
 */
export function windowOptions(look: WindowLook): BrowserWindowConstructorOptions {
  return {
    ...(look.bounds ?? FIRST_SIZE),
    minWidth: LEAST_SIZE.width,
    minHeight: LEAST_SIZE.height,
    title: 'Baton',
    icon: look.icon,
    show: false,
    backgroundColor: look.dark ? BACKGROUND.dark : BACKGROUND.light,
    autoHideMenuBar: true,
    webPreferences: {
      preload: look.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Its dictionaries come from a server of Google's.
      spellcheck: false,
      devTools: look.devTools,
    },
  }
}
