const ESC = '\u001b'
const BEL = '\u0007'
/** A control string that never ends must not swallow the output: past this many characters it is passed on as it is. */
const LONGEST_SEQUENCE = 64 * 1024

/**
 * Cuts a stream of terminal output only where no escape sequence is open, so that a viewer may join at every cut.
 * What is incomplete is held back until the rest arrives.
 */
export class WholeSequences {
  #held = ''

  /** Gives the part of all text so far that ends outside an escape sequence. */
  push(text: string): string {
    const all = this.#held + text
    const end = wholeLength(all)
    if (all.length - end > LONGEST_SEQUENCE) return this.#take(all)
    this.#held = all.slice(end)
    return all.slice(0, end)
  }

  /** Gives what is held back: nothing more will come. */
  rest(): string {
    return this.#take(this.#held)
  }

  #take(text: string): string {
    this.#held = ''
    return text
  }
}

/** Length of the longest prefix that ends outside an escape sequence. */
export function wholeLength(text: string): number {
  let run = text.indexOf(ESC)
  while (run !== -1) {
    let end = run
    // An ESC right behind a sequence may have broken it off: the two stay together.
    do {
      end = sequenceEnd(text, end)
      if (end === -1) return run
    } while (text[end] === ESC)
    run = text.indexOf(ESC, end)
  }
  return text.length
}

/** Index after the sequence that starts at `start`, or of the ESC that breaks it off; -1 while it is incomplete. */
function sequenceEnd(text: string, start: number): number {
  const kind = text[start + 1]
  if (kind === undefined) return -1
  if (kind === ESC) return start + 1
  if (kind === '[') return finalByte(text, start + 2, 0x40)
  if (kind === ']') return stringEnd(text, start + 2, true)
  if ('PX^_'.includes(kind)) return stringEnd(text, start + 2, false)
  return finalByte(text, start + 1, 0x30)
}

function finalByte(text: string, from: number, lowest: number): number {
  for (let index = from; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code === 0x1b) return index
    if (code >= lowest) return index + 1
  }
  return -1
}

function stringEnd(text: string, from: number, bellEnds: boolean): number {
  const escape = text.indexOf(ESC, from)
  const bell = bellEnds ? text.indexOf(BEL, from) : -1
  if (bell !== -1 && (escape === -1 || bell < escape)) return bell + 1
  if (escape === -1 || escape + 1 >= text.length) return -1
  return text[escape + 1] === '\\' ? escape + 2 : escape
}
