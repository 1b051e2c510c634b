import type { ElectronParts, WindowPart } from './electron-parts.ts'
import { APP_URL } from './origin.ts'
import type { ShellLog } from './shell-log.ts'
import { boundsOnDisplays, readWindowPlace, writeWindowPlace } from './window-bounds.ts'
import { windowOptions } from './window-options.ts'

export interface WindowParts {
  electron: Pick<ElectronParts, 'BrowserWindow' | 'nativeTheme' | 'screen'>
  preload: string
  icon: string
  devTools: boolean
  /** Where its place is kept. */
  placeFile: string
  /** A window was made; nothing is loaded yet. */
  made(window: WindowPart): void
  /** The person closes it. Its answer says what becomes of the window. */
  closing(): Promise<'hide' | 'stay'>
  /** True once Baton quits: then the window closes without a question. */
  quitting(): boolean
  log: ShellLog
}

export interface MainWindow {
  /** Makes it if need be, and brings it before the person's eyes; `route` is a hash route of the page, as "/series/x". */
  open(route?: string): Promise<void>
  hide(): void
  /** How much of what Baton does is done, 0 to 1; 2: no figure; -1: nothing is done. */
  progress(fraction: number): void
  /** Asks for the person's eye without taking the screen. */
  beckon(): void
  isVisible(): boolean
  /** What is still to be written is written. */
  settle(): Promise<void>
}

/** A page that crashes again and again is not loaded again for ever. */
const MOST_CRASHES = 3
const CRASHES_WITHIN_MS = 5 * 60_000

/** Baton's one window: made at first use, hidden rather than made anew, back where it was. */
export function createWindow(parts: WindowParts): MainWindow {
  const { electron, log } = parts
  let made: Promise<WindowPart> | null = null
  let present: WindowPart | null = null
  let written: Promise<void> = Promise.resolve()
  let crashes: number[] = []
  /** Its page crashed too often and is gone, until a person asks for it. */
  let dead = false

  async function make(): Promise<WindowPart> {
    const place = await readWindowPlace(parts.placeFile)
    const bounds = place && boundsOnDisplays(place.bounds, electron.screen.getAllDisplays())
    const dark = electron.nativeTheme.shouldUseDarkColors
    const { preload, icon, devTools } = parts
    const window = new electron.BrowserWindow(windowOptions({ preload, icon, devTools, dark, bounds }))
    present = window
    if (bounds !== null && place?.maximized === true) window.maximize()
    window.on('close', (event) => {
      remember(window)
      if (parts.quitting()) return
      event.preventDefault()
      void close(window)
    })
    window.on('closed', () => {
      made = null
      present = null
    })
    window.webContents.on('render-process-gone', (_event, details) => recover(window, details.reason))
    parts.made(window)
    return window
  }

  async function close(window: WindowPart): Promise<void> {
    if ((await parts.closing()) === 'hide' && !window.isDestroyed()) window.hide()
  }

  function remember(window: WindowPart): void {
    const place = { bounds: window.getNormalBounds(), maximized: window.isMaximized() }
    written = written
      .then(() => writeWindowPlace(parts.placeFile, place))
      .catch((error: unknown) => log.warn({ err: error }, 'the place of the window was not kept'))
  }

  function recover(window: WindowPart, reason: string): void {
    log.error({ reason }, 'the page crashed')
    const now = Date.now()
    crashes = [...crashes.filter((at) => now - at < CRASHES_WITHIN_MS), now]
    dead = crashes.length > MOST_CRASHES
    if (dead) log.error({ crashes: crashes.length }, 'the page is not loaded again until the window is opened anew')
    else if (!window.isDestroyed()) window.webContents.reload()
  }

  const show = (window: WindowPart): void => {
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  return {
    async open(route) {
      const isNew = made === null
      made ??= make().catch((error: unknown) => {
        made = null
        throw error
      })
      const window = await made
      const address = `${APP_URL}${route === undefined ? '' : `#${route}`}`
      // A route changes nothing but the hash: the page stays loaded. The same address once more would load it anew.
      const there = !dead && (route === undefined || window.webContents.mainFrame.url === address)
      dead = false
      if (isNew) return load(window, address, true)
      // Shown first: nobody waits for a page that is slow to move.
      show(window)
      if (!there) void load(window, address, false)
    },
    hide: () => present?.hide(),
    progress: (fraction) => present?.setProgressBar(fraction),
    beckon: () => present?.flashFrame(true),
    isVisible: () => present?.isVisible() ?? false,
    settle: () => written,
  }

  async function load(window: WindowPart, address: string, isNew: boolean): Promise<void> {
    if (isNew) window.once('ready-to-show', () => show(window))
    try {
      await window.loadURL(address)
    } catch (error) {
      log.error({ err: error }, 'the page was not loaded')
      // Better an empty window with a menu than none.
      if (isNew && !window.isDestroyed()) show(window)
    }
  }
}
