import { FitAddon } from '@xterm/addon-fit'
import { SearchAddon } from '@xterm/addon-search'
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes'
import { WebLinksAddon } from '@xterm/addon-web-links'
import { Terminal } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import { askToOpen } from '../../ui/open-link.tsx'
import { isMac } from '../../ui/key-names.ts'
import { MAX_MATCHES } from './search-term.ts'
import { CONTRAST } from './terminal-theme.ts'

/** Lines above the screen: a long answer back, and about 20 MB a terminal at most. */
const SCROLLBACK_LINES = 5_000

export interface XtermParts {
  terminal: Terminal
  fit: FitAddon
  search: SearchAddon
}

/** @param hovered The true address of the link under the pointer, whatever its text says; null: none. */
export function createXterm(hovered: (url: string | null) => void): XtermParts {
  const activate = (_event: MouseEvent, url: string): void => {
    // Who drags over an address selects it.
    if (!terminal.hasSelection()) askToOpen(url)
  }
  const hover = (_event: MouseEvent, url: string): void => hovered(url)
  const leave = (): void => hovered(null)
  const terminal = new Terminal({
    allowProposedApi: true,
    scrollback: SCROLLBACK_LINES,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--terminal-font') || 'monospace',
    lineHeight: 1.15,
    cursorBlink: false,
    cursorInactiveStyle: 'outline',
    customGlyphs: true,
    rescaleOverlappingGlyphs: true,
    minimumContrastRatio: CONTRAST,
    macOptionIsMeta: true,
    macOptionClickForcesSelection: true,
    rightClickSelectsWord: isMac(),
    // Links that a program marks (OSC 8). Those of other protocols are no links at all.
    linkHandler: { activate, hover, leave, allowNonHttpProtocols: false },
    logLevel: 'off',
  })
  const fit = new FitAddon()
  const search = new SearchAddon({ highlightLimit: MAX_MATCHES })
  terminal.loadAddon(fit)
  terminal.loadAddon(search)
  // It makes "15-graphemes" the active version: the core counts widths by the same.
  terminal.loadAddon(new UnicodeGraphemesAddon())
  terminal.loadAddon(new WebLinksAddon(activate, { hover, leave }))
  return { terminal, fit, search }
}
