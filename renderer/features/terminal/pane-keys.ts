import type { Terminal } from '@xterm/xterm'
import { toast } from '../../ui/toast-list.ts'
import { isMac } from '../../ui/key-names.ts'
import { terminalKey } from './key-bindings.ts'
import { pasteText } from './paste-text.ts'

/** What Ctrl+V is to a program. */
const CONTROL_V = '\u0016'

export interface PaneKeyActions {
  /** A person works in the pane: a key, a paste, a press. */
  worked(): void
  stepFont(by: number): void
  search(): void
}

/** Copy, paste and the size of the text by keys; all other keys are the program's. */
export function listenToKeys(terminal: Terminal, actions: PaneKeyActions): void {
  const mac = isMac()
  terminal.attachCustomKeyEventHandler((event) => {
    if (event.type !== 'keydown') return true
    const key = terminalKey(event, mac, terminal.hasSelection())
    if (key === null) {
      actions.worked()
      return true
    }
    // The browser pastes and copies what has the focus; xterm hears of it.
    if (key === 'native-paste' || key === 'native-copy') return false
    event.preventDefault()
    if (key === 'copy') void copySelection(terminal)
    else if (key === 'search') actions.search()
    else actions.stepFont({ 'font-up': 1, 'font-down': -1, 'font-own': 0 }[key])
    return false
  })
  terminal.textarea?.addEventListener('compositionstart', () => actions.worked())
  terminal.element?.addEventListener(
    'paste',
    (event) => {
      actions.worked()
      event.preventDefault()
      event.stopPropagation()
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (text !== '') terminal.paste(pasteText(text))
      // No text, an image perhaps: the program looks for it itself.
      else terminal.input(CONTROL_V)
    },
    true,
  )
}

/** Without a selection nothing; afterwards it is gone, so that the next Ctrl+C interrupts. */
export async function copySelection(terminal: Terminal): Promise<void> {
  const text = terminal.getSelection()
  if (text === '') return
  try {
    await navigator.clipboard.writeText(text)
    terminal.clearSelection()
  } catch {
    toast({ title: 'Not copied', body: 'The browser did not allow it. Use its own Copy.', kind: 'problem' })
  }
}

/** From a menu: what the clipboard holds, as if pasted by keys. */
export async function pasteInto(terminal: Terminal): Promise<void> {
  try {
    const text = await navigator.clipboard.readText()
    if (text !== '') terminal.paste(pasteText(text))
    terminal.focus()
  } catch {
    const keys = isMac() ? '⌘V' : 'Ctrl+V'
    toast({ title: 'Not pasted', body: `The browser did not allow it. Press ${keys} in the terminal.`, kind: 'info' })
  }
}
