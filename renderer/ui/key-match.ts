/** Two keys of a sequence belong together within so many ms. */
export const SEQUENCE_MS = 1_200

export interface KeyPress {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

/** A press as it stands in a shortcut: "mod+shift+k"; null for a modifier alone. */
export function chordOf(press: KeyPress, mac: boolean): string | null {
  const key = press.key === ' ' ? 'space' : press.key.toLowerCase()
  if (['control', 'shift', 'alt', 'meta', 'altgraph', 'dead', 'unidentified', 'capslock'].includes(key)) return null
  const parts = []
  if (mac ? press.metaKey : press.ctrlKey) parts.push('mod')
  if (mac ? press.ctrlKey : press.metaKey) parts.push(mac ? 'ctrl' : 'meta')
  if (press.altKey) parts.push('alt')
  // The shift of "?" is part of the sign; that of a letter or of a named key is not.
  const sign = key.length === 1 && key.toUpperCase() === key.toLowerCase()
  if (press.shiftKey && !sign) parts.push('shift')
  return [...parts, key].join('+')
}

export interface KeyMatcher {
  /** `waiting`: the beginning of a sequence. `keys` of those that may match, by action; the first that matches wins. */
  press(chord: string, at: number, keys: readonly (readonly [string, string])[]): { match: string } | 'waiting' | null
}

/** Puts presses together to sequences. */
export function createKeyMatcher(): KeyMatcher {
  let before: { chord: string; at: number } | null = null
  return {
    press(chord, at, keys) {
      const pair = before !== null && at - before.at <= SEQUENCE_MS ? `${before.chord} ${chord}` : null
      before = null
      for (const whole of [pair, chord]) {
        const match = whole !== null && keys.find(([, each]) => each === whole)
        if (match) return { match: match[0] }
      }
      if (!keys.some(([, each]) => each.startsWith(`${chord} `))) return null
      before = { chord, at }
      return 'waiting'
    },
  }
}
