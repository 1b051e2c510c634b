/** A long paste goes to the core in pieces of this many bytes, far below the most that it takes as one message (1 MiB). */
export const INPUT_FRAME_BYTES = 64 * 1024

/** Cuts typed UTF-8 into pieces of `limit` bytes at most, never inside a character. */
export function inputPieces(bytes: Uint8Array, limit = INPUT_FRAME_BYTES): Uint8Array[] {
  const pieces: Uint8Array[] = []
  let start = 0
  while (start < bytes.length) {
    let end = Math.min(start + limit, bytes.length)
    while (end < bytes.length && end > start + 1 && isContinuation(bytes[end])) end--
    pieces.push(bytes.subarray(start, end))
    start = end
  }
  return pieces
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}
