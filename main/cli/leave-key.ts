/** What Ctrl-] leaves by. */
const GROUP_SEPARATOR = 0x1d
/** Ctrl-] as terminals send it once the program in them has asked for unambiguous keys (kitty; xterm's modifyOtherKeys). */
// oxlint-disable-next-line no-control-regex -- keys are control sequences
const ENCODED_KEY = /\u001b\[93;(\d+)(?::\d+)?u|\u001b\[27;(\d+);93~/g
/** Modifiers are sent as 1 + bits: shift 1, alt 2, ctrl 4, super 8 …; caps and num lock (64, 128) say nothing. */
const CTRL = 4
const LOCKS = 64 + 128

/** Offset in the typed bytes at which Ctrl-] was pressed, or -1. */
export function leaveKeyAt(bytes: Uint8Array): number {
  const plain = bytes.indexOf(GROUP_SEPARATOR)
  // Latin-1 keeps one character a byte, so that offsets agree.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  for (const match of text.matchAll(ENCODED_KEY)) {
    const modifiers = (Number(match[1] ?? match[2]) - 1) & ~LOCKS
    if (modifiers === CTRL && (plain === -1 || match.index < plain)) return match.index
  }
  return plain
}
