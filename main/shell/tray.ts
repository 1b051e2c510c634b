import type { MenuItemConstructorOptions, NativeImage } from 'electron'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { ElectronParts, TrayPart } from './electron-parts.ts'
import { trayModel, type TrayCommand, type TrayItem, type TrayKnows, type TrayModel } from './tray-model.ts'
import type { TrayState } from './tray-words.ts'

/** An open menu closes when it is set anew on some desktops, and a context moves with every hook. */
const REDRAW_MS = 1_000

export interface TrayParts {
  electron: Pick<ElectronParts, 'Menu' | 'Tray' | 'nativeImage'>
  platform: NodeJS.Platform
  /** Folder of `<state>.png` and `<state>Template.png`, each with its `@2x`. */
  icons: string
  run(command: TrayCommand): void
}

export interface LiveTray {
  /** Drawn at once, or a second after it was drawn last. */
  show(knows: TrayKnows): void
  close(): void
}

export function createTray({ electron, platform, icons, run }: TrayParts): LiveTray {
  const images = new Map<TrayState, NativeImage>()
  let tray: TrayPart | null = null
  let drawn: TrayModel | null = null
  let drawnAt = -Infinity
  let wanted: TrayKnows | null = null
  let timer: NodeJS.Timeout | null = null

  function image(state: TrayState): NativeImage {
    const known = images.get(state)
    if (known !== undefined) return known
    // macOS colours template images itself, for a light bar and a dark one; Electron knows them by their name.
    const name = platform === 'darwin' ? `${state}Template.png` : `${state}.png`
    const read = electron.nativeImage.createFromPath(path.join(icons, name))
    images.set(state, read)
    return read
  }

  function draw(): void {
    timer = null
    if (wanted === null) return
    const model = trayModel(wanted)
    drawnAt = performance.now()
    if (tray === null) {
      tray = new electron.Tray(image(model.state))
      // Linux desktops open the menu at a click; the others have it at the right button.
      if (platform !== 'linux') tray.on('click', () => run({ do: 'open' }))
    } else if (model.state !== drawn?.state) tray.setImage(image(model.state))
    if (model.tooltip !== drawn?.tooltip) tray.setToolTip(model.tooltip)
    if (platform === 'darwin' && model.title !== drawn?.title) tray.setTitle(model.title)
    if (!isDeepStrictEqual(model.items, drawn?.items))
      tray.setContextMenu(electron.Menu.buildFromTemplate(menuTemplate(model.items, run)))
    drawn = model
  }

  return {
    show(knows) {
      wanted = knows
      const wait = drawnAt + REDRAW_MS - performance.now()
      if (wait <= 0) draw()
      else timer ??= setTimeout(draw, wait)
    },
    close() {
      if (timer !== null) clearTimeout(timer)
      wanted = null
      tray?.destroy()
      tray = null
    },
  }
}

export function menuTemplate(
  items: readonly TrayItem[],
  run: (command: TrayCommand) => void,
): MenuItemConstructorOptions[] {
  return items.map((item): MenuItemConstructorOptions => {
    switch (item.kind) {
      case 'separator':
        return { type: 'separator' }
      case 'text':
        return { label: item.label, enabled: false }
      case 'submenu':
        return { type: 'submenu', label: item.label, submenu: menuTemplate(item.items, run) }
      case 'action':
        return { label: item.label, enabled: item.enabled, click: () => run(item.command) }
      case 'checkbox': {
        const { label, checked, enabled, command } = item
        return { type: 'checkbox', label, checked, enabled, click: () => run(command) }
      }
    }
  })
}
