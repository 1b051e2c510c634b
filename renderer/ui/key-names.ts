const NAMES: Record<string, string> = {
  shift: 'Shift',
  enter: 'Enter',
  escape: 'Esc',
  space: 'Space',
  tab: 'Tab',
  backspace: 'Backspace',
  delete: 'Del',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
}

export function isMac(platform: string = navigator.platform): boolean {
  return /mac|iphone|ipad/i.test(platform)
}

/** The keys of a shortcut as they stand on the keyboard: "mod+shift+k" → [["Ctrl", "Shift", "K"]], "g h" → [["G"], ["H"]]. */
export function keyNames(keys: string, mac: boolean = isMac()): string[][] {
  return keys
    .split(' ')
    .filter(Boolean)
    .map((chord) => splitChord(chord).map((key) => keyName(key, mac)))
}

/** "mod++" is `mod` and the plus key. */
export function splitChord(chord: string): string[] {
  if (chord === '+') return ['+']
  return chord.endsWith('++') ? [...chord.slice(0, -2).split('+'), '+'] : chord.split('+')
}

function keyName(key: string, mac: boolean): string {
  if (key === 'mod') return mac ? '⌘' : 'Ctrl'
  if (key === 'ctrl') return mac ? '⌃' : 'Ctrl'
  if (key === 'alt') return mac ? '⌥' : 'Alt'
  return NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key.charAt(0).toUpperCase() + key.slice(1))
}
