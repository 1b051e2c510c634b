import { cleanText } from '../../contract/text.ts'

const PASTE_BEGIN = '\u001b[200~'
const PASTE_END = '\u001b[201~'
/** The marks of a bracketed paste, also in their 8-bit form. */
// oxlint-disable-next-line no-control-regex -- controls are what it is for
const PASTE_MARKS = /(?:\u001b\[|\u009b)20[01]~/g

/**
 * What to write to a terminal to have its program take `text` as one paste, and then to submit it. Apart, so that the
 * caller can look again before the second: Enter in a dialog that opened meanwhile would answer it.
 * Line breaks become newlines; other control characters and paste marks are taken out.
 */
export function pasteAndSubmit(text: string): { paste: string; submit: string } {
  const plain = cleanText(text.replace(PASTE_MARKS, '').replace(/\r\n?/g, '\n'))
  return { paste: PASTE_BEGIN + plain + PASTE_END, submit: '\r' }
}
