import type { Settings } from '../../contract/settings.ts'
import type { ElectronParts } from './electron-parts.ts'
import { BACKGROUND } from './window-options.ts'

export interface Theme {
  /** As the setting says now; the page sees it as the system's own choice. */
  follow(theme: Settings['appearance']['theme']): void
}

/** `repaint` gets the window's background whenever light and dark may have changed. */
export function followTheme(nativeTheme: ElectronParts['nativeTheme'], repaint: (background: string) => void): Theme {
  nativeTheme.on('updated', () => repaint(nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light))
  return {
    follow(theme) {
      if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme
    },
  }
}
