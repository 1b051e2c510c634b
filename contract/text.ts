/** C0 and C1 controls but tab and newline. */
// oxlint-disable-next-line no-control-regex -- controls are what it is for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
/** Marks that reorder or hide text: bidi controls, zero-width characters, line and paragraph separators, tags. */
const DECEIVERS = /[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu

/** Agent-written text as data: what could steer a terminal or fool a reader is taken out. Newlines and tabs stay. */
export function cleanText(text: string): string {
  return text.replace(CONTROLS, '').replace(DECEIVERS, '')
}

/** The same on one line of at most `limit` characters. */
export function cleanLine(text: string, limit = 200): string {
  const line = cleanText(text).replace(/\s+/g, ' ').trim()
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line
}
