/** C0 and C1 controls but tab and line breaks. */
// oxlint-disable-next-line no-control-regex -- controls are what it is for
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g

/**
 * Pasted text as data. With the mark that ends a bracketed paste in it, what follows would be typed: a text copied from
 * a page could answer a permission. xterm leaves such marks in.
 */
export function pasteText(text: string): string {
  return text.replace(CONTROLS, '')
}
