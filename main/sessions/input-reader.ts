/** What a key did. Keys that change no text (arrows, replies of the terminal, mouse) give nothing. */
export type KeyEvent = 'text' | 'backslash' | 'enter' | 'interrupt' | 'escape'

type State = 'ground' | 'escape' | 'csi' | 'ss3' | 'string' | 'string-escape' | 'mouse' | 'paste'

const ESC = '\u001b'
const PASTE_END = '\u001b[201~'
/** Three bytes of button and place follow `CSI M` (X10 mouse report). */
const MOUSE_BYTES = 3
/** Controls that put text into the box: Tab, newline, editor, history search, stash, paste of an image, yank, undo. */
const TEXT_CONTROLS = '\t\n\u0007\u0012\u0013\u0016\u0019\u001f'

/** Reads what a terminal sends for a person's keys. Sequences may be split over several reads. */
export class InputReader {
  #state: State = 'ground'
  /** Parameters of the open CSI, bytes of the mouse report or the end of the open paste. */
  #kept = ''

  read(input: string): KeyEvent[] {
    const events: KeyEvent[] = []
    // Alone at the end of an earlier input it was the key; what follows now may still be the rest of a sequence.
    const pending = this.#state === 'escape'
    if (pending && !'[OP]_^'.includes(input.charAt(0))) this.#state = 'ground'
    for (const character of input) this.#next(character, events)
    if (this.#state === 'escape') events.push('escape')
    return events
  }

  #next(character: string, events: KeyEvent[]): void {
    if (this.#state === 'paste') this.#inPaste(character, events)
    else if (this.#state === 'mouse') this.#inMouse(character)
    else if (this.#state === 'csi') this.#inCsi(character, events)
    else if (this.#state === 'string' || this.#state === 'string-escape') this.#inString(character)
    else if (this.#state === 'ss3') this.#state = 'ground'
    else if (this.#state === 'escape') this.#afterEscape(character, events)
    else if (character === ESC) this.#state = 'escape'
    else this.#key(character, events)
  }

  #key(character: string, events: KeyEvent[]): void {
    if (character === '\r') events.push('enter')
    else if (character === '\u0003') events.push('interrupt')
    else if (character === '\\') events.push('backslash')
    else if (TEXT_CONTROLS.includes(character) || (character >= ' ' && character !== '\u007f')) events.push('text')
  }

  #afterEscape(character: string, events: KeyEvent[]): void {
    this.#kept = ''
    this.#state = 'ground'
    if (character === '[') this.#state = 'csi'
    else if (character === 'O') this.#state = 'ss3'
    else if (']PX^_'.includes(character)) this.#state = 'string'
    else if (character === ESC) {
      events.push('escape')
      this.#state = 'escape'
    }
    // Alt with a key; with Enter it makes a newline.
    else events.push('text')
  }

  #inCsi(character: string, events: KeyEvent[]): void {
    if (character < '@' || character > '~') {
      this.#kept += character
      return
    }
    const parameters = this.#kept
    this.#kept = ''
    this.#state = 'ground'
    if (character === 'M' && parameters === '') this.#state = 'mouse'
    else if (character === '~' && parameters === '200') this.#state = 'paste'
    else if (character === 'u') events.push(...extendedKey(...numbers(parameters)))
    else if (character === '~' && parameters.startsWith('27;')) {
      const [, modifier, code] = numbers(parameters)
      events.push(...extendedKey(code, modifier))
    }
  }

  #inMouse(character: string): void {
    this.#kept += character
    if (this.#kept.length >= MOUSE_BYTES) this.#state = 'ground'
  }

  #inString(character: string): void {
    if (character === '\u0007' || (this.#state === 'string-escape' && character === '\\')) this.#state = 'ground'
    else this.#state = character === ESC ? 'string-escape' : 'string'
  }

  #inPaste(character: string, events: KeyEvent[]): void {
    this.#kept = (this.#kept + character).slice(-PASTE_END.length)
    if (this.#kept === PASTE_END) this.#state = 'ground'
    else events.push('text')
  }
}

function numbers(parameters: string): (number | undefined)[] {
  return parameters.split(';').map((part) => Number.parseInt(part, 10))
}

/** Keys in the forms `CSI code ; modifier u` (kitty) and `CSI 27 ; modifier ; code ~` (xterm). Modifier 1 is none. */
function extendedKey(code?: number, modifier = 1): KeyEvent[] {
  // Not a number: a terminal's answer about its keyboard mode.
  if (code === undefined || Number.isNaN(code)) return []
  const control = modifier === 5
  if (code === 27) return ['escape']
  if (code === 13 && modifier === 1) return ['enter']
  if (code === 99 && control) return ['interrupt']
  return ['text']
}
