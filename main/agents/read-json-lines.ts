import type { PlanLimit } from '../../contract/forecast.ts'
import type { AgentName } from '../../contract/telemetry.ts'
import { blockWriter, type BlockRequest } from '../store/request-block.ts'
import type { TranscriptFile } from '../store/scan-types.ts'
import { parseLine, type JsonObject } from './claude/transcript/lines.ts'
import { readAppended, type Place } from './read-appended.ts'
import type { FoundFile, TranscriptReading } from './transcripts.ts'

const NEWLINE = 0x0a
const CLOSED = 0x7d

/** What a file's lines tell of, as they are read. */
export interface Telling {
  /** The same request may be told of again; of one reading the last telling counts. */
  request(request: BlockRequest): void
  /** The last one of a name counts. */
  limit(limit: PlanLimit): void
}

/** One agent's lines. `State`: all that is known of a file up to a line; kept as JSON between readings. */
export interface JsonLines<State> {
  agent: AgentName
  start(found: FoundFile): State
  /** Null: another version wrote it, and the file is read anew. */
  parse(reader: string): State | null
  /** Notes what any line says at its start; false: there is no need to decode it. */
  look(line: Buffer, state: State): boolean
  take(state: State, line: JsonObject, telling: Telling): void
  /** After the last line that there is now. */
  end?(state: State, found: FoundFile, telling: Telling): void
  file(state: State, found: FoundFile): FileFacts
}

export type FileFacts = Pick<
  TranscriptFile,
  'sessionId' | 'agentId' | 'project' | 'title' | 'firstAt' | 'lastAt' | 'context' | 'ending'
>

/** Reads what a file of JSON lines got since `known`; see `AgentTranscripts.read`. */
export function readJsonLines<State>(
  lines: JsonLines<State>,
  found: FoundFile,
  known: TranscriptFile | null,
  buffer: Buffer,
): TranscriptReading | null {
  const before = known === null ? null : lines.parse(known.reader)
  const told = gather()
  let state = lines.start(found)
  let from = { bornAt: found.bornAt, damagedLines: 0 }
  let damaged = 0
  const place = readAppended(found, before === null ? null : known, buffer, {
    onStart: (goesOn) => {
      if (!goesOn || known === null || before === null) return
      state = before
      from = known
    },
    onDropped: () => void (damaged += 1),
    onLines: (bytes) => {
      for (const line of linesIn(bytes)) {
        if (line[line.length - 1] === CLOSED && !lines.look(line, state)) continue
        const parsed = parseLine(line)
        if (parsed.damaged) damaged += 1
        for (const object of parsed.objects) lines.take(state, object, told)
      }
    },
  })
  if (place === null) return null
  lines.end?.(state, found, told)
  const damagedLines = from.damagedLines + damaged
  return readingOf(lines, state, found, { ...place, bornAt: from.bornAt, damagedLines }, told)
}

/** What a reading brought, for a reader that has the whole file in `state`. */
export function readingOf<State>(
  { agent, file }: Pick<JsonLines<State>, 'agent' | 'file'>,
  state: State,
  found: FoundFile,
  facts: Place & Pick<TranscriptFile, 'bornAt' | 'damagedLines'>,
  told: Gathered,
): TranscriptReading {
  const requests = blockWriter()
  for (const request of told.requests.values()) requests.add(request)
  return {
    file: {
      ...facts,
      path: found.path,
      agent,
      ...file(state, found),
      // None of these agents says what a session cost.
      reported: [],
      reader: JSON.stringify(state),
    },
    requests: requests.take(),
    limits: [...told.limits.values()],
  }
}

export interface Gathered extends Telling {
  requests: Map<string, BlockRequest>
  limits: Map<string, PlanLimit>
}

export function gather(): Gathered {
  const requests = new Map<string, BlockRequest>()
  const limits = new Map<string, PlanLimit>()
  return {
    requests,
    limits,
    request: (one) => void requests.set(`${one.message} ${one.request}`, one),
    limit: (one) => void limits.set(one.name, one),
  }
}

function* linesIn(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(NEWLINE, start)
    const end = newline === -1 ? bytes.length : newline
    if (end > start) yield bytes.subarray(start, end)
    start = end + 1
  }
}
