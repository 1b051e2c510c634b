import { closeSync, openSync, readSync } from 'node:fs'

const NEWLINE = 0x0a

export interface PieceReader {
  /** Whole lines, valid during the call. At the end of the file a last line may lack its newline. */
  onLines: (bytes: Buffer) => void
  /** A line longer than the buffer was passed over. */
  onDropped: (bytes: number) => void
}

/** Reads a file in pieces of whole lines as large as `buffer` can hold. Returns its bytes. Blocking. */
export function readPieces(path: string, buffer: Buffer, { onLines, onDropped }: PieceReader): number {
  const file = openSync(path, 'r')
  let total = 0
  let held = 0
  // Bytes so far of a line that is longer than the buffer.
  let dropped = 0
  try {
    for (;;) {
      const read = readSync(file, buffer, held, buffer.length - held, null)
      total += read
      held += read
      if (read > 0 && held < buffer.length) continue
      const bytes = buffer.subarray(0, held)
      let start = 0
      if (dropped > 0) {
        const newline = bytes.indexOf(NEWLINE)
        start = newline === -1 ? held : newline + 1
        dropped += start
        if (newline !== -1 || read === 0) {
          onDropped(dropped)
          dropped = 0
        }
      }
      const end = Math.max(start, read === 0 ? held : bytes.lastIndexOf(NEWLINE) + 1)
      if (end > start) onLines(bytes.subarray(start, end))
      if (read === 0) return total
      if (end === 0) dropped = held
      held = end === 0 ? 0 : bytes.copy(buffer, 0, end)
    }
  } finally {
    closeSync(file)
  }
}
