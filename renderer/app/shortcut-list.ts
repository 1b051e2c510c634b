/** Where a shortcut works. Those of different screens may have the same keys. */
export type ShortcutPlace = 'Anywhere' | 'Board' | 'Series' | 'Terminal' | 'Settings'

export interface Shortcut {
  action: string
  place: ShortcutPlace
  /** What it does, for the sheet and the settings. */
  title: string
  /** Default keys: "mod+shift+k" (mod: Ctrl, on a Mac ⌘), "g h" for one after the other. */
  keys: string
  /** It works while a person types in a field or a terminal, too. */
  whileTyping?: boolean
}

function list<const T extends readonly Shortcut[]>(shortcuts: T): T {
  return shortcuts
}

/** Every action of the page that has keys. The sheet shows them, the settings change them. */
export const SHORTCUTS = list([
  { action: 'help', place: 'Anywhere', title: 'Show the shortcuts', keys: '?' },
  { action: 'home', place: 'Anywhere', title: 'Go to Home', keys: 'g h' },
  { action: 'terminals', place: 'Anywhere', title: 'Go to Terminals', keys: 'g t' },
  { action: 'usage', place: 'Anywhere', title: 'Go to Usage', keys: 'g u' },
  { action: 'telemetry', place: 'Anywhere', title: 'Go to Telemetry', keys: 'g e' },
  { action: 'alerts', place: 'Anywhere', title: 'Go to Alerts', keys: 'g l' },
  { action: 'settings', place: 'Anywhere', title: 'Go to Settings', keys: 'g s' },
  { action: 'notices', place: 'Anywhere', title: 'Show what happened', keys: 'g n' },
  { action: 'next-needing', place: 'Anywhere', title: 'Go to the next series that needs you', keys: 'g a' },
  { action: 'new-series', place: 'Anywhere', title: 'Start a series', keys: 'n' },
  { action: 'search', place: 'Anywhere', title: 'Search on this screen', keys: '/' },
  { action: 'board-next', place: 'Board', title: 'Next row', keys: 'j' },
  { action: 'board-previous', place: 'Board', title: 'Row before', keys: 'k' },
  { action: 'board-terminal', place: 'Board', title: 'Open the terminal of the row', keys: 't' },
  { action: 'board-pause', place: 'Board', title: 'Pause or resume the row', keys: 'p' },
  { action: 'series-terminal', place: 'Series', title: 'Open its terminal', keys: 't' },
  { action: 'series-pause', place: 'Series', title: 'Pause or resume', keys: 'p' },
  { action: 'series-checkpoint', place: 'Series', title: 'Take a checkpoint now', keys: 'c' },
  { action: 'series-cycle', place: 'Series', title: 'Cycle now', keys: 'shift+c' },
  { action: 'series-stop', place: 'Series', title: 'Stop after this turn', keys: 's' },
  { action: 'checkpoint-next', place: 'Series', title: 'Next checkpoint', keys: 'j' },
  { action: 'checkpoint-previous', place: 'Series', title: 'Checkpoint before', keys: 'k' },
  { action: 'zoom-in', place: 'Series', title: 'Zoom in', keys: '+' },
  { action: 'zoom-out', place: 'Series', title: 'Zoom out', keys: '-' },
  { action: 'zoom-all', place: 'Series', title: 'Show all of the timeline', keys: '0' },
  {
    action: 'terminal-search',
    place: 'Terminal',
    title: 'Search in the terminal',
    keys: 'mod+shift+f',
    whileTyping: true,
  },
  { action: 'terminal-next', place: 'Terminal', title: 'Next tab', keys: 'mod+shift+arrowright', whileTyping: true },
  {
    action: 'terminal-previous',
    place: 'Terminal',
    title: 'Tab before',
    keys: 'mod+shift+arrowleft',
    whileTyping: true,
  },
  { action: 'terminal-split', place: 'Terminal', title: 'Split the view', keys: 'mod+alt+s', whileTyping: true },
  { action: 'terminal-pane', place: 'Terminal', title: 'Next pane', keys: 'mod+shift+arrowdown', whileTyping: true },
  { action: 'terminal-close', place: 'Terminal', title: 'Close the tab', keys: 'mod+alt+w', whileTyping: true },
  {
    action: 'terminal-leave',
    place: 'Terminal',
    title: 'Leave the terminal for its tabs, or go back into it',
    keys: 'f6',
    whileTyping: true,
  },
  { action: 'save', place: 'Settings', title: 'Save the settings', keys: 'mod+s', whileTyping: true },
])

export type ShortcutAction = (typeof SHORTCUTS)[number]['action']

/** Keys now in force: the person's own, else the defaults; "" is off. */
export function shortcutKeys(own: Readonly<Record<string, string>>): Record<ShortcutAction, string> {
  const entries = SHORTCUTS.map(({ action, keys }) => [action, own[action] ?? keys] as const)
  return Object.fromEntries(entries) as Record<ShortcutAction, string>
}

/** Actions that the keys of `action` would also set off: the same keys, or one is the beginning of the other. */
export function shortcutConflicts(action: ShortcutAction, keys: Readonly<Record<string, string>>): ShortcutAction[] {
  const own = SHORTCUTS.find((shortcut) => shortcut.action === action)
  const mine = keys[action] ?? ''
  if (own === undefined || mine === '') return []
  return SHORTCUTS.filter((other) => {
    const theirs = keys[other.action] ?? ''
    if (other.action === action || theirs === '' || !sharePlace(own.place, other.place)) return false
    return theirs === mine || theirs.startsWith(`${mine} `) || mine.startsWith(`${theirs} `)
  }).map((other) => other.action)
}

function sharePlace(a: ShortcutPlace, b: ShortcutPlace): boolean {
  return a === b || a === 'Anywhere' || b === 'Anywhere'
}
