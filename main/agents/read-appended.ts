import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { TranscriptFile } from '../store/scan-types.ts'
import type { FoundFile } from './transcripts.ts'

/** Longest line that is read, in bytes: beyond it a transcript is damaged, and memory must stay bounded. */
export const LONGEST_LINE = 16 * 1024 * 1024
/** Bytes at the start of a file that tell it from another one in its place (a reused inode, a rewrite). */
const HEAD_BYTES = 256
const NEWLINE = 0x0a

/** Where a file was left, or is left now. */
export type Place = Pick<TranscriptFile, 'dev' | 'ino' | 'offset' | 'size' | 'changedAt' | 'headHash'>

export interface AppendedLines {
  /** Before any line: whether reading goes on from the place that was known, or begins anew. */
  onStart: (goesOn: boolean) => void
  /** Whole lines with their newlines, valid during the call. */
  onLines: (bytes: Buffer) => void
  /** A line longer than `LONGEST_LINE` was passed over. */
  onDropped: (bytes: number) => void
}

/**
 * Reads the whole lines that a file got since `known`; all of them when nothing is known, or when it shrank, was replaced or
 * begins otherwise. A last line without its newline is left for the next time. Null: it is as it was. Blocking; throws what
 * the file system throws.
 */
export function readAppended(
  { path }: Pick<FoundFile, 'path'>,
  known: Place | null,
  buffer: Buffer,
  lines: AppendedLines,
): Place | null {
  const file = openSync(path, 'r')
  try {
    const stats = fstatSync(file, { bigint: true })
    const size = Number(stats.size)
    const now = { dev: String(stats.dev), ino: String(stats.ino), size, changedAt: Number(stats.mtimeNs) / 1e6 }
    const goesOn = known !== null && isContinued(file, known, now)
    if (goesOn && known.size === size && known.changedAt === now.changedAt) return null
    lines.onStart(goesOn)
    const offset = readLines(file, { from: goesOn ? known.offset : 0, to: size }, buffer, lines)
    return { ...now, offset, headHash: hashHead(file, offset) }
  } finally {
    closeSync(file)
  }
}

function isContinued(file: number, known: Place, now: Pick<Place, 'dev' | 'ino' | 'size'>): boolean {
  if (known.dev !== now.dev || known.ino !== now.ino || known.offset > now.size) return false
  return hashHead(file, known.offset) === known.headHash
}

/** Of what was read up to `offset`: a file that was shorter than the head is known by all of it. */
function hashHead(file: number, offset: number): string {
  const head = Buffer.alloc(Math.min(HEAD_BYTES, offset))
  const read = readSync(file, head, 0, head.length, 0)
  return createHash('sha256').update(head.subarray(0, read)).digest('hex')
}

/** Returns the end of the last whole line. */
function readLines(
  file: number,
  { from, to }: { from: number; to: number },
  given: Buffer,
  { onLines, onDropped }: AppendedLines,
): number {
  let buffer = given
  let held = 0
  let at = from
  let done = from
  /** Bytes so far of a line that is too long. */
  let dropped = 0
  while (at < to) {
    const read = readSync(file, buffer, held, Math.min(buffer.length - held, to - at), at)
    if (read === 0) break
    at += read
    held += read
    let start = 0
    if (dropped > 0) {
      const newline = buffer.subarray(0, held).indexOf(NEWLINE)
      start = newline === -1 ? held : newline + 1
      dropped += start
      if (newline !== -1) {
        onDropped(dropped)
        done += dropped
        dropped = 0
      }
    }
    const end = buffer.subarray(start, held).lastIndexOf(NEWLINE) + 1 + start
    if (end > start) {
      onLines(buffer.subarray(start, end))
      done += end - start
    }
    if (end === start && start === 0 && held === buffer.length) {
      if (held > LONGEST_LINE) {
        dropped = held
        held = 0
      } else buffer = grown(buffer, held)
    } else held = dropped > 0 ? 0 : buffer.copy(buffer, 0, end, held)
  }
  return done
}

/** For a line that does not fit: room for the longest one that is read, and a byte to see that it is longer. */
function grown(buffer: Buffer, held: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(Math.min(LONGEST_LINE + 1, buffer.length * 2))
  buffer.copy(larger, 0, 0, held)
  return larger
}
