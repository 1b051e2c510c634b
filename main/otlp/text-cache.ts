/** Texts longer than this are seldom sent twice; ids of 64 digits are. */
const LONGEST = 64
/** Places, a power of two. What senders repeat in every record is a few dozen texts. */
const PLACES = 2_048

interface Kept {
  bytes: Uint8Array
  text: string
}

/**
 * Short UTF-8 texts that were read before. Keys and most values stand in every record of a sender: found here they are one
 * string, already hashed for use as a key, in place of thousands.
 */
export class TextCache {
  readonly #places: (Kept | undefined)[] = Array.from({ length: PLACES })

  read(bytes: Buffer, start: number, end: number): string {
    const length = end - start
    if (length === 0) return ''
    if (length > LONGEST) return bytes.toString('utf8', start, end)
    const place = placeOf(bytes, start, end)
    const kept = this.#places[place]
    if (kept !== undefined && kept.bytes.length === length && same(kept.bytes, bytes, start)) return kept.text
    const text = bytes.toString('utf8', start, end)
    this.#places[place] = { bytes: Uint8Array.prototype.slice.call(bytes, start, end), text }
    return text
  }
}

function placeOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0
  return (hash ^ (hash >>> 15)) & (PLACES - 1)
}

function same(kept: Uint8Array, bytes: Uint8Array, start: number): boolean {
  for (let at = 0; at < kept.length; at++) if (kept[at] !== bytes[start + at]) return false
  return true
}
