import { useEffect, useRef } from 'react'
import { SHORTCUTS, type ShortcutAction, shortcutKeys } from '../app/shortcut-list.ts'
import { useBoard } from '../stores/board.ts'
import { chordOf, createKeyMatcher } from './key-match.ts'
import { isMac } from './key-names.ts'

interface Handler {
  action: ShortcutAction
  run: () => void
}

/** Newest last: it wins. */
const handlers: Handler[] = []
const matcher = createKeyMatcher()
const typingActions: ReadonlySet<string> = new Set(
  SHORTCUTS.filter((shortcut) => 'whileTyping' in shortcut && shortcut.whileTyping).map(({ action }) => action),
)
const NO_KEYS = {}

/** Runs `run` on the action's keys while the component is shown; the newest component wins. */
export function useShortcut(action: ShortcutAction, run: () => void, enabled = true): void {
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  useEffect(() => {
    if (!enabled) return undefined
    const handler: Handler = { action, run: () => latest.current() }
    handlers.push(handler)
    return () => void handlers.splice(handlers.indexOf(handler), 1)
  }, [action, enabled])
}

/** Keys of an action now, for a tooltip; "" when it is switched off. */
export function useShortcutKeys(action: ShortcutAction): string {
  return useBoard((state) => shortcutKeys(state.settings?.settings.shortcuts ?? NO_KEYS)[action])
}

/** Listens to the keys of the page. Once, by the app; gives back how to stop. */
export function listenToShortcuts(): () => void {
  const mac = isMac()
  const pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return
    const chord = chordOf(event, mac)
    if (chord === null) return
    const active = openHandlers(event.target)
    const result = matcher.press(chord, event.timeStamp, active)
    if (result === null) return
    event.preventDefault()
    if (result !== 'waiting') handlers.findLast(({ action }) => action === result.match)?.run()
  }
  // A terminal takes every key for itself; the few shortcuts that work in it come before it.
  const early = (event: KeyboardEvent): void => {
    if (!inTerminal(event.target)) return
    const chord = chordOf(event, mac)
    const match = chord !== null && openHandlers(event.target).find(([, keys]) => keys === chord)
    if (!match) return
    event.preventDefault()
    event.stopPropagation()
    handlers.findLast(({ action }) => action === match[0])?.run()
  }
  document.addEventListener('keydown', early, true)
  document.addEventListener('keydown', pressed)
  return () => {
    document.removeEventListener('keydown', early, true)
    document.removeEventListener('keydown', pressed)
  }
}

/** Actions that have a handler and may work where the focus is, with their keys. */
function openHandlers(target: EventTarget | null): [string, string][] {
  const keys = shortcutKeys(useBoard.getState().settings?.settings.shortcuts ?? NO_KEYS)
  const element = target instanceof Element ? target : null
  if (element?.closest('[role=dialog],[role=alertdialog],[role=menu],[role=listbox],[data-record-keys]')) return []
  const typing = element !== null && isTyping(element)
  return handlers
    .filter(({ action }) => !typing || typingActions.has(action))
    .map(({ action }) => [action, keys[action]])
}

function isTyping(element: Element): boolean {
  if (element instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'range'].includes(element.type)
  return element instanceof HTMLTextAreaElement || (element instanceof HTMLElement && element.isContentEditable)
}

function inTerminal(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.xterm') !== null
}
