import { windowOf } from '../windows.ts'
import { isObject, LINE_LIMIT, parseLine, type JsonObject, type Skipped } from './lines.ts'
import { readPieces } from './read-pieces.ts'
import { isMainThread } from './scan.ts'
import { isSynthetic, promptTokens, text, tokensOf, webSearchesOf } from './usage.ts'

/** One response as whole-corpus totals need it. */
export interface ScannedUsage {
  model: string
  /** input, output, cache read, cache write 5 min, cache write 1 h, web searches. */
  figures: [number, number, number, number, number, number]
}

/** The last known context of a session; `used` null after a compaction. */
export interface ScannedContext {
  used: number | null
  window: number | null
  model: string | null
  at: number
}

export interface Scanned {
  /** By message and request id; of repeats the one with most output. */
  usages: Map<string, ScannedUsage>
  contexts: Map<string, ScannedContext>
  skipped: Skipped
}

const NEWLINE = 0x0a
/** In every usage and, with its quotes bare, in no string. Long needles are found fastest. */
const MARK = Buffer.from('"output_tokens":')
const USAGE = Buffer.from('"usage":{')
const BOUNDARY = Buffer.from('"compact_boundary"')
/** Room for the longest line that is read and for as much as makes reads few. Bytes. */
const BUFFER_BYTES = LINE_LIMIT + 4 * 1024 * 1024
/** Enough for the keys before a message's content. Bytes. */
const HEAD_BYTES = 400
/** More digits than any count of output tokens has. */
const OUTPUT_DIGITS = 12
/** A response's line as Claude Code 2.1.330 begins it, up to its content. */
const HEAD =
  /^\{"parentUuid":(?:null|"[^"\\]*"),"isSidechain":(true|false),(?:"agentId":"([^"\\]+)",)?"message":\{"id":"([^"\\]+)","type":"message","role":"assistant","model":"([^"\\]+)",/

export function emptyScan(): Scanned {
  return { usages: new Map(), contexts: new Map(), skipped: { lines: 0, bytes: 0 } }
}

/**
 * Adds the usage of one transcript file to `scanned`, as fast as it can: only lines with usage are looked at, and of
 * those only what stands around the content is decoded. Lines longer than the buffer are passed over and counted.
 * Returns the bytes read. Blocking: for worker threads.
 */
export function createUsageScanner(scanned: Scanned, bufferBytes = BUFFER_BYTES): (path: string) => number {
  const buffer = Buffer.allocUnsafeSlow(bufferBytes)
  return (path) => scanFile(path, buffer, scanned)
}

function scanFile(path: string, buffer: Buffer, scanned: Scanned): number {
  const state: FileState = { context: null, last: { id: '', output: -1, context: null } }
  const total = readPieces(path, buffer, {
    onLines: (bytes) => scanLines(bytes, scanned, state),
    onDropped: (bytes) => skip(scanned, bytes),
  })
  if (state.context !== null) scanned.contexts.set(state.context.sessionId, state.context.context)
  return total
}

interface FileState {
  context: SessionContext | null
  /** The last response seen, with the context that it measured: its further lines say the same. */
  last: { id: string; output: number; context: SessionContext | null }
}

interface SessionContext {
  sessionId: string
  context: ScannedContext
}

function scanLines(bytes: Buffer, scanned: Scanned, state: FileState): void {
  let lastEnd = 0
  let measuredEnd = 0
  for (let mark = bytes.indexOf(MARK); mark !== -1; mark = bytes.indexOf(MARK, lastEnd)) {
    const start = bytes.lastIndexOf(NEWLINE, mark) + 1
    const newline = bytes.indexOf(NEWLINE, mark)
    const end = newline === -1 ? bytes.length : newline
    if (end - start > LINE_LIMIT) skip(scanned, end - start)
    else {
      const measured = takeLine(bytes, { start, mark, end }, scanned, state)
      state.context = measured ?? state.context
      if (measured !== null) measuredEnd = end
    }
    lastEnd = end
  }
  if (state.context !== null && bytes.indexOf(BOUNDARY, measuredEnd) !== -1) {
    const { sessionId, context } = state.context
    state.context = { sessionId, context: { ...context, used: null, window: null, model: null } }
  }
}

interface Span {
  start: number
  mark: number
  end: number
}

/** Counts one line; the context that it measured, or null. */
function takeLine(
  bytes: Buffer,
  { start, mark, end }: Span,
  scanned: Scanned,
  state: FileState,
): SessionContext | null {
  const head = HEAD.exec(bytes.toString('latin1', start, Math.min(start + HEAD_BYTES, end)))
  const usageAt = head === null ? -1 : bytes.lastIndexOf(USAGE, mark)
  if (head !== null && usageAt > start) {
    const [, isSidechain, agentId, messageId, model] = head
    const id = `${isSidechain} ${messageId}`
    const output = Number.parseInt(bytes.toString('latin1', mark + MARK.length, mark + MARK.length + OUTPUT_DIGITS), 10)
    if (id === state.last.id && output === state.last.output) return state.last.context
    // What follows the content closes the message and the line: with their opening put back it is the line without it.
    const line = parseObject(`{"message":{${bytes.toString('utf8', usageAt, end)}`)
    if (line?.['type'] === 'assistant' && isObject(line['message'])) {
      line['message']['id'] = messageId
      line['message']['model'] = model
      line['isSidechain'] = isSidechain === 'true'
      if (agentId !== undefined) line['agentId'] = agentId
      const context = takeResponse(line, scanned)
      state.last = { id, output, context }
      return context
    }
  }
  const { objects, damaged } = parseLine(bytes.subarray(start, end))
  if (damaged) skip(scanned, end - start)
  return objects
    .filter((object) => object['type'] === 'assistant')
    .reduce<SessionContext | null>((last, object) => takeResponse(object, scanned) ?? last, null)
}

function takeResponse(line: JsonObject, scanned: Scanned): SessionContext | null {
  const message = line['message']
  if (!isObject(message) || isSynthetic(line, message) || !isObject(message['usage'])) return null
  const model = text(message['model'])
  const messageId = text(message['id']) ?? text(line['uuid'])
  if (model === null || messageId === null) return null
  const tokens = tokensOf(message['usage'])
  const key = `${messageId} ${text(line['requestId']) ?? ''}`
  const known = scanned.usages.get(key)
  if (known === undefined || tokens.output > known.figures[1]) {
    const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = tokens
    const webSearches = webSearchesOf(message['usage'])
    scanned.usages.set(key, { model, figures: [input, output, cacheRead, cacheWrite5m, cacheWrite1h, webSearches] })
  }
  const sessionId = text(line['sessionId'])
  const used = promptTokens(tokens)
  if (sessionId === null || used === 0 || !isMainThread(line)) return null
  const at = Date.parse(text(line['timestamp']) ?? '') || 0
  return { sessionId, context: { used, window: windowOf(model, text(line['requestedModel'])), model, at } }
}

function skip(scanned: Scanned, bytes: number): void {
  scanned.skipped.lines += 1
  scanned.skipped.bytes += bytes
}

function parseObject(json: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(json)
    return isObject(value) ? value : null
  } catch {
    // Other bytes than expected: the whole line is parsed instead.
    return null
  }
}
