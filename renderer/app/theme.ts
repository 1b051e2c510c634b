import { useEffect } from 'react'
import type { Settings } from '../../contract/settings.ts'
import { useSettings } from '../stores/board.ts'

export type Theme = Settings['appearance']['theme']

/** `public/theme.js` reads it before the first paint. */
const STORED_AS = 'baton-theme'

/** Told after the theme on the page changed. */
export function onTheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}

/** Puts the theme of the settings on the page and follows the system where they say so. */
export function useTheme(): void {
  const chosen = useSettings()?.settings.appearance.theme
  useEffect(() => {
    const dark = window.matchMedia('(prefers-color-scheme: dark)')
    const show = (): void => {
      const theme = chosen ?? storedTheme()
      document.documentElement.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
    }
    if (chosen !== undefined) store(chosen)
    show()
    dark.addEventListener('change', show)
    return () => dark.removeEventListener('change', show)
  }, [chosen])
}

function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(STORED_AS)
    return stored === 'light' || stored === 'dark' ? stored : 'system'
  } catch {
    // Storage is switched off: the system's theme it is.
    return 'system'
  }
}

function store(theme: Theme): void {
  try {
    localStorage.setItem(STORED_AS, theme)
  } catch {
    // Without it the page may flash once at the next load; nothing else is lost.
  }
}
