import { JSON_DEPTH_LIMIT, JSON_PART_LIMIT } from './limits.ts'

/** Bytes up to which no JSON can do harm. */
const SMALL = 65_536

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/** Throws where JSON.parse would take seconds and gigabytes: too many objects and lists, or too deep within each other. */
export function checkShape(body: Uint8Array): void {
  if (body.length <= SMALL) return
  let depth = 0
  let parts = 0
  for (let at = 0; at < body.length; at++) {
    const byte = body[at]
    if (byte === QUOTE) at = endOfText(body, at)
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      depth += 1
      parts += 1
      if (depth > JSON_DEPTH_LIMIT) throw new RangeError(`more than ${JSON_DEPTH_LIMIT} levels deep`)
      if (parts > JSON_PART_LIMIT) throw new RangeError(`more than ${JSON_PART_LIMIT} objects and lists`)
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) depth -= 1
  }
}

/** Where the text that begins at `start` has its closing quote. */
function endOfText(body: Uint8Array, start: number): number {
  let at = start + 1
  while (at < body.length && body[at] !== QUOTE) at += body[at] === BACKSLASH ? 2 : 1
  return at
}
