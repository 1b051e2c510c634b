import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import type { TranscriptCursor } from '../../../store/types.ts'
import { splitLines, type LineSplitter, type Skipped } from './lines.ts'

/** Bytes at the start of a file that tell it from another one in its place (a reused inode, a rewrite). */
const HEAD_BYTES = 256
/** Large enough to read fast, small enough to let others run in between. */
const READ_BYTES = 1024 * 1024

export interface Tail {
  /**
   * Reads what stands on disk now and has not been read. After each piece `onPiece` says how far full lines were
   * read; the next piece waits for it. False: there is no such file.
   */
  read(onPiece: (cursor: TranscriptCursor) => Promise<void>): Promise<boolean>
  readonly skipped: Skipped
}

interface Position {
  dev: string
  ino: string
  /** End of the last byte read; the cursor stands at the end of the last full line. */
  readTo: number
  headBytes: number
  headHash: string
  splitter: LineSplitter
}

/**
 * Follows one append-only file from a cursor. A file that shrank, was replaced, or begins otherwise than it did is
 * read anew from its start (`onReset`), as is what a failed `onPiece` did not take; who counts must know repeats by id.
 */
export function tailFile(
  path: string,
  cursor: TranscriptCursor | null,
  onLine: (line: Buffer) => void,
  onReset: () => void,
): Tail {
  const skipped: Skipped = { lines: 0, bytes: 0 }
  let committed = cursor
  let position = fromCursor(cursor)

  function fromCursor(at: TranscriptCursor | null): Position | null {
    if (at === null) return null
    const { dev, ino, offset, headHash } = at
    const headBytes = Math.min(HEAD_BYTES, offset)
    return { dev, ino, readTo: offset, headBytes, headHash, splitter: splitLines(onLine) }
  }

  function leave(next: Position | null): void {
    if (position === null) return
    skipped.lines += position.splitter.skipped.lines
    skipped.bytes += position.splitter.skipped.bytes
    position = next
    onReset()
  }

  async function locate(file: FileHandle): Promise<{ at: Position; size: number }> {
    const stats = await file.stat({ bigint: true })
    const [dev, ino, size] = [String(stats.dev), String(stats.ino), Number(stats.size)]
    if (position !== null) {
      const same = position.dev === dev && position.ino === ino && position.readTo <= size
      if (!same || (await hashHead(file, position.headBytes)) !== position.headHash) leave(null)
    }
    position ??= {
      dev,
      ino,
      readTo: 0,
      headBytes: 0,
      headHash: await hashHead(file, 0),
      splitter: splitLines(onLine),
    }
    return { at: position, size }
  }

  async function readPieces(file: FileHandle, onPiece: (cursor: TranscriptCursor) => Promise<void>): Promise<void> {
    const { at, size } = await locate(file)
    const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, Math.max(size - at.readTo, 1)))
    while (at.readTo < size) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, size - at.readTo), at.readTo)
      if (bytesRead === 0) break
      at.splitter.push(buffer.subarray(0, bytesRead))
      at.readTo += bytesRead
      const offset = at.readTo - at.splitter.pendingBytes
      if (at.headBytes < HEAD_BYTES && offset > at.headBytes) {
        at.headBytes = Math.min(HEAD_BYTES, offset)
        at.headHash = await hashHead(file, at.headBytes)
      }
      const reached = { path, dev: at.dev, ino: at.ino, offset, headHash: at.headHash }
      await onPiece(reached)
      committed = reached
    }
  }

  return {
    async read(onPiece) {
      const file = await openIfThere(path)
      if (file === null) return false
      try {
        await readPieces(file, onPiece)
      } catch (error) {
        leave(fromCursor(committed))
        throw error
      } finally {
        await file.close()
      }
      return true
    },
    get skipped() {
      const now = position?.splitter.skipped ?? { lines: 0, bytes: 0 }
      return { lines: skipped.lines + now.lines, bytes: skipped.bytes + now.bytes }
    },
  }
}

async function hashHead(file: FileHandle, length: number): Promise<string> {
  const head = Buffer.alloc(length)
  const { bytesRead } = await file.read(head, 0, length, 0)
  return createHash('sha256').update(head.subarray(0, bytesRead)).digest('hex')
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null
    throw error
  }
}
