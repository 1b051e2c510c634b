import { endingAfter } from './conversation.ts'
import { shapeOf, type LineShape } from './line-shape.ts'
import { isObject, parseLine, type JsonObject } from './lines.ts'
import { isMainThread } from './scan.ts'
import { takeObject, timeOf, type Gathered } from './take-object.ts'
import { text } from './usage.ts'

const NEWLINE = 0x0a
/** In every usage and, with its quotes bare, in no string. Long needles are found fastest. */
const MARK = Buffer.from('"output_tokens":')
const USAGE = Buffer.from('"usage":{')
/** Where a line begins that lost the newline before it. */
const START = Buffer.from('{"parentUuid":')
/** More digits than any count of output tokens has. */
const OUTPUT_DIGITS = 12
/** What stands between a response's content and its output tokens; without the output it is not all there. */
const AROUND =
  /(?:"stop_reason":("[^"\\]*"|null),"stop_sequence":(?:null|"[^"\\]*"),)?"usage":\{.*"output_tokens":(\d+)[,}]/
const STOP_BYTES = 120
/** A response that lost the newline before it stands at the end of its line, and its usage in fewer bytes than these. */
const LARGE_BYTES = 4096
/** Where, when and whose: among so many lines at the start of a file, or nowhere. */
const FIRST_LINES = 40

export interface LineReader {
  /** Takes whole lines, each with its newline. The bytes are needed during the call only. */
  take(bytes: Buffer): void
  /** Lines of which a part or all could not be read. */
  readonly damaged: number
}

type Response = Extract<LineShape, { kind: 'response' }>

/** A line's place in the bytes, without its newline. */
interface Span {
  start: number
  end: number
}

/**
 * Reads the lines of one transcript file in their order, in whatever pieces they come. Only what is told of is decoded: of
 * responses all but the content, of other lines the last ones and those that say something by themselves.
 */
export function readLines(gathered: Gathered): LineReader {
  const { soFar } = gathered
  let damaged = 0
  /** The response that was taken last: its further lines mostly say the same. */
  let last = { said: '', ending: gathered.ending, isMain: false }
  /** Lines of persons and tools since the last response of the main thread, or other line that was decoded. */
  let users: Span[] = []

  function decode(bytes: Buffer, { start, end }: Span): JsonObject[] {
    const parsed = parseLine(bytes.subarray(start, end))
    if (parsed.damaged) damaged += 1
    return parsed.objects
  }

  /** False: it is not as it should be, and to be decoded as a whole. */
  function takeResponse(bytes: Buffer, { start, end }: Span, mark: number, { line, message }: Response): boolean {
    const usageAt = bytes.lastIndexOf(USAGE, mark)
    if (usageAt <= start || bytes.subarray(start + 1, usageAt).includes(START)) return false
    const around = bytes.toString('latin1', Math.max(start, usageAt - STOP_BYTES), mark + MARK.length + OUTPUT_DIGITS)
    const [, stop, output] = AROUND.exec(around) ?? []
    if (output === undefined) return false
    const same = `${message} ${line.includes('"isSidechain":true')} ${stop} ${output}`
    if (same !== last.said) {
      // What follows the content closes the message and the line: with their openings put back it is the line without it.
      const stopped = stop === undefined ? '' : `"stop_reason":${stop},`
      const object = parseObject(`{${line}"message":{${message}${stopped}${bytes.toString('utf8', usageAt, end)}`)
      if (object === null || object['type'] !== 'assistant' || !isObject(object['message'])) return false
      takeObject(gathered, object)
      last = { said: same, ending: gathered.ending, isMain: isMainThread(object) }
    }
    if (last.isMain) {
      gathered.ending = last.ending
      users = []
    }
    return true
  }

  function take(bytes: Buffer): void {
    const timed: Span[] = []
    users = []
    /** The first at or behind the last place that was asked about; -1: none is left. */
    let mark = -2
    for (let start = 0; start < bytes.length;) {
      const newline = bytes.indexOf(NEWLINE, start)
      const span = { start, end: newline === -1 ? bytes.length : newline }
      start = span.end + 1
      if (span.end === span.start) continue
      const hasUsage = (isResponse: boolean): boolean => {
        if (!isResponse && span.end - span.start > LARGE_BYTES) {
          return bytes.subarray(span.end - LARGE_BYTES, span.end).includes(MARK)
        }
        if (mark !== -1 && mark < span.start) mark = bytes.indexOf(MARK, span.start)
        return mark !== -1 && mark < span.end
      }
      const shape = shapeOf(bytes, span.start, span.end, hasUsage)
      if (shape.kind === 'idle') continue
      timed.push(span)
      if (shape.kind === 'user') users.push(span)
      if (shape.kind !== 'telling' && shape.kind !== 'response') continue
      if (shape.kind === 'response' && takeResponse(bytes, span, mark, shape)) continue
      settleEnding(bytes)
      for (const object of decode(bytes, span)) takeObject(gathered, object)
      // A compaction, say: the same response behind it is a measurement anew.
      last.said = ''
    }
    settleEnding(bytes)
    noteTimes(bytes, timed)
  }

  /** The last of these lines that says how the main thread stands is the one that counts. */
  function settleEnding(bytes: Buffer): void {
    const said = users
    users = []
    if (gathered.agentId !== null) return
    for (const span of said.toReversed()) {
      const endings = objectsOf(bytes, span).map((line) => (isMainThread(line) ? endingAfter(line) : null))
      const ending = endings.findLast((one) => one !== null)
      if (ending === undefined || ending === null) continue
      gathered.ending = ending
      return
    }
  }

  function noteTimes(bytes: Buffer, timed: Span[]): void {
    for (const span of timed) {
      if (soFar.firstLines >= FIRST_LINES) break
      soFar.firstLines += 1
      for (const line of objectsOf(bytes, span)) {
        soFar.sessionId ??= text(line['sessionId'])
        soFar.firstAt ??= timeOf(line)
        if (isMainThread(line) || gathered.agentId !== null) soFar.cwd ??= text(line['cwd'])
      }
      if (soFar.firstAt !== null && soFar.cwd !== null && soFar.sessionId !== null) soFar.firstLines = FIRST_LINES
    }
    for (const span of timed.toReversed()) {
      const at = objectsOf(bytes, span)
        .map(timeOf)
        .findLast((one) => one !== null)
      if (at === undefined || at === null) continue
      soFar.lastAt = at
      return
    }
  }

  return {
    take,
    get damaged() {
      return damaged
    },
  }
}

function objectsOf(bytes: Buffer, { start, end }: Span): JsonObject[] {
  return parseLine(bytes.subarray(start, end)).objects
}

function parseObject(json: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(json)
    return isObject(value) ? value : null
  } catch {
    // Other bytes than expected: the whole line is decoded instead.
    return null
  }
}
