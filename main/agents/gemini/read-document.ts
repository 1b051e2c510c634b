import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import type { TranscriptFile } from '../../store/scan-types.ts'
import { isObject, type JsonObject } from '../claude/transcript/lines.ts'
import { gather, readingOf, type JsonLines } from '../read-json-lines.ts'
import type { FoundFile, TranscriptReading } from '../transcripts.ts'

/** Larger documents are not read: memory must stay bounded. Bytes. */
const DOCUMENT_LIMIT = 64 * 1024 * 1024
const HEAD_BYTES = 256

/** Reads a chat that is one JSON document, rewritten whole with each change. One that is half written is read when it changes again. */
export function readDocument<State>(
  lines: JsonLines<State>,
  found: FoundFile,
  known: TranscriptFile | null,
): TranscriptReading | null {
  const { path } = found
  const { size, mtimeMs, dev, ino } = statSync(path)
  const now = { size, changedAt: mtimeMs, dev: String(dev), ino: String(ino) }
  const readAs = known === null ? null : lines.parse(known.reader)
  if (readAs !== null && known?.size === size && known.changedAt === mtimeMs && known.ino === now.ino) return null
  const bytes = size > DOCUMENT_LIMIT ? Buffer.alloc(0) : readFileSync(path)
  const document = parseDocument(bytes)
  const told = gather()
  const isBroken = document === null
  const state = isBroken && readAs !== null ? readAs : lines.start(found)
  if (!isBroken) {
    lines.take(state, document, told)
    lines.end?.(state, found, told)
  }
  const headHash = createHash('sha256').update(bytes.subarray(0, HEAD_BYTES)).digest('hex')
  const facts = { ...now, offset: isBroken ? 0 : bytes.length, headHash, bornAt: known?.bornAt ?? found.bornAt }
  return readingOf(lines, state, found, { ...facts, damagedLines: Number(isBroken) }, told)
}

function parseDocument(bytes: Buffer): JsonObject | null {
  try {
    const document: unknown = JSON.parse(bytes.toString('utf8').replaceAll('\0', ''))
    return isObject(document) ? document : null
  } catch {
    // Half written, or damaged: counted, and read again when it changes.
    return null
  }
}
