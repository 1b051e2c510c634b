import type { ITheme } from '@xterm/xterm'

/** For each colour of xterm's theme the CSS variable, as in terminal.css. */
export const THEME_VARIABLES = {
  background: '--terminal-background',
  foreground: '--terminal-foreground',
  cursor: '--terminal-cursor',
  cursorAccent: '--terminal-cursor-text',
  selectionBackground: '--terminal-selection',
  selectionInactiveBackground: '--terminal-selection-inactive',
  black: '--terminal-black',
  red: '--terminal-red',
  green: '--terminal-green',
  yellow: '--terminal-yellow',
  blue: '--terminal-blue',
  magenta: '--terminal-magenta',
  cyan: '--terminal-cyan',
  white: '--terminal-white',
  brightBlack: '--terminal-bright-black',
  brightRed: '--terminal-bright-red',
  brightGreen: '--terminal-bright-green',
  brightYellow: '--terminal-bright-yellow',
  brightBlue: '--terminal-bright-blue',
  brightMagenta: '--terminal-bright-magenta',
  brightCyan: '--terminal-bright-cyan',
  brightWhite: '--terminal-bright-white',
} as const satisfies Partial<Record<keyof ITheme, string>>

const HEX = /^#[0-9a-f]{6}$/i

/** WCAG AA for text: a program's own colours are lifted to it, too. */
export const CONTRAST = 4.5

/** Reads a variable's value as the page has it now. */
export type ReadVariable = (name: string) => string

/** The theme in force. A colour that is no `#rrggbb` is left to xterm's default. */
export function buildTheme(read: ReadVariable): ITheme {
  const colours = Object.entries(THEME_VARIABLES).map(([name, variable]) => [name, read(variable).trim()] as const)
  return Object.fromEntries(colours.filter(([, colour]) => HEX.test(colour)))
}

/** Colours of the search's marks; xterm takes `#rrggbb` only. */
export function buildMatchColours(read: ReadVariable): { match: string; active: string } {
  const colour = (name: string, instead: string) => (HEX.test(read(name).trim()) ? read(name).trim() : instead)
  return { match: colour('--terminal-match', '#ffe28a'), active: colour('--terminal-match-active', '#f5b83d') }
}

/** WCAG contrast of two `#rrggbb`, 1 to 21. */
export function contrastOf(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

function luminance(hex: string): number {
  const channel = (at: number) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}
