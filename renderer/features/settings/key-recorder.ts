import { chordOf, type KeyPress } from '../../ui/key-match.ts'

/** `waiting`: more may come. `done`: these are the keys. */
export type Recorded = { state: 'waiting' | 'done'; keys: string } | { state: 'cancelled' }

/** What was pressed so far and one press more. Keys with Ctrl, ⌘ or Alt stand alone; others may be two in a row. */
export function recordPress(before: string, press: KeyPress, mac: boolean): Recorded {
  const chord = chordOf(press, mac)
  if (chord === null) return { state: 'waiting', keys: before }
  if (chord === 'escape') return { state: 'cancelled' }
  if (before !== '') return { state: 'done', keys: `${before} ${chord}` }
  return { state: /^(mod|ctrl|meta|alt)\+/.test(chord) ? 'done' : 'waiting', keys: chord }
}
