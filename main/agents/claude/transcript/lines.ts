import { LONGEST_LINE } from '../../read-appended.ts'

/** How many starts inside one damaged line are tried before it is given up. */
const RESYNC_ATTEMPTS = 8

const NEWLINE = 0x0a

export interface Skipped {
  /** Lines of which a part or all could not be read. */
  lines: number
  bytes: number
}

export interface LineSplitter {
  /** Hands over each line that this chunk completes, without its newline. The bytes are valid during the call only. */
  push(chunk: Buffer): void
  /** Bytes pushed since the last newline. */
  readonly pendingBytes: number
  /** Lines dropped for their length so far. */
  readonly skipped: Skipped
}

/** Cuts bytes into lines at 0x0A, whatever the chunks are. Lines over `limit` bytes are dropped and counted. */
export function splitLines(onLine: (line: Buffer) => void, limit = LONGEST_LINE): LineSplitter {
  const skipped: Skipped = { lines: 0, bytes: 0 }
  let parts: Buffer[] = []
  let pendingBytes = 0

  function finish(tail: Buffer): void {
    const length = pendingBytes + tail.length
    if (length > limit) {
      skipped.lines += 1
      skipped.bytes += length
    } else if (length > 0) {
      onLine(parts.length === 0 ? tail : Buffer.concat([...parts, tail], length))
    }
    parts = []
    pendingBytes = 0
  }

  return {
    push(chunk) {
      let start = 0
      for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
        finish(chunk.subarray(start, end))
        start = end + 1
      }
      if (start === chunk.length) return
      pendingBytes += chunk.length - start
      // A line that is too long already is only counted, so that it cannot fill the memory.
      if (pendingBytes > limit) parts = []
      else parts.push(Buffer.from(chunk.subarray(start)))
    },
    get pendingBytes() {
      return pendingBytes
    },
    skipped,
  }
}

export type JsonObject = Record<string, unknown>

/**
 * The JSON objects of one line: one, or several that lost the newline between them. `damaged` when some bytes were
 * no JSON: what stands around them (a second start after a torn write, NULs of a lost block) is still found.
 */
export function parseLine(line: Buffer): { objects: JsonObject[]; damaged: boolean } {
  const text = line.toString('utf8').replaceAll('\0', '').trim()
  if (text === '') return { objects: [], damaged: false }
  const whole = parseObject(text)
  if (whole !== null) return { objects: [whole], damaged: false }

  const objects: JsonObject[] = []
  let rest = text
  let searchFrom = rest.length
  let damaged = true
  for (let attempt = 0; attempt < RESYNC_ATTEMPTS && searchFrom > 0; attempt++) {
    const start = lastStart(rest, searchFrom)
    if (start <= 0) break
    const found = parseObject(rest.slice(start))
    searchFrom = start
    if (found === null) continue
    objects.unshift(found)
    rest = rest.slice(0, start)
    const first = parseObject(rest)
    if (first !== null) {
      objects.unshift(first)
      damaged = false
      break
    }
  }
  return { objects, damaged }
}

/** The last place before `before` at which a new line of a transcript may have begun. */
function lastStart(text: string, before: number): number {
  const junction = text.lastIndexOf('}{"', before - 2)
  return Math.max(
    junction === -1 ? -1 : junction + 1,
    text.lastIndexOf('{"parentUuid":', before - 1),
    text.lastIndexOf('{"type":"', before - 1),
  )
}

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    // Not JSON: the caller resynchronises and counts it.
    return null
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
