/** What a key pressed in a terminal does beside going to the program. */
export type TerminalKey = 'copy' | 'native-paste' | 'native-copy' | 'font-up' | 'font-down' | 'font-own' | 'search'

export interface Pressed {
  key: string
  ctrlKey: boolean
  shiftKey: boolean
  altKey: boolean
  metaKey: boolean
}

/**
 * Null: the key is the program's. Ctrl+C copies only what is selected, else it is the program's interrupt. Ctrl+V is left to
 * the browser, which pastes; what is no text then goes to the program as its own Ctrl+V (Claude Code takes images so).
 */
export function terminalKey(pressed: Pressed, mac: boolean, selected: boolean): TerminalKey | null {
  const { ctrlKey, shiftKey, altKey, metaKey } = pressed
  if (altKey) return null
  const key = pressed.key.toLowerCase()
  if (mac) {
    if (!metaKey || ctrlKey) return null
    if (key === 'c') return 'native-copy'
    if (key === 'v') return 'native-paste'
    if (key === 'f' && !shiftKey) return 'search'
    return fontKey(key)
  }
  if (metaKey) return null
  if (key === 'insert' && shiftKey && !ctrlKey) return 'native-paste'
  if (!ctrlKey) return null
  if (key === 'insert' && !shiftKey) return selected ? 'copy' : null
  if (key === 'c') return shiftKey || selected ? 'copy' : null
  if (key === 'v') return 'native-paste'
  return fontKey(key)
}

function fontKey(key: string): TerminalKey | null {
  if (key === '+' || key === '=') return 'font-up'
  if (key === '-') return 'font-down'
  if (key === '0') return 'font-own'
  return null
}
