import { realpathSync } from 'node:fs'
import { basename, join, relative, sep } from 'node:path'
import { blockWriter } from '../../store/request-block.ts'
import type { TranscriptFile } from '../../store/scan-types.ts'
import { readAppended, type Place } from '../read-appended.ts'
import type { AgentTranscripts, FoundFile, TranscriptReading } from '../transcripts.ts'
import { readLines } from './transcript/read-lines.ts'
import { nothingSoFar, parseSoFar, type SoFar } from './transcript/so-far.ts'
import type { Gathered } from './transcript/take-object.ts'

const PROJECTS = 'projects'
const SESSION_NAME = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const SUBAGENT_NAME = /^agent-(.+)$/

/** Claude Code's transcripts. Source: claude-code.md §4. */
export const claudeTranscripts: AgentTranscripts = { agent: 'claude', roots, isTranscript, read }

function roots(home: string, env: Record<string, string | undefined>, extra: readonly string[]): string[] {
  const config = env['XDG_CONFIG_HOME'] || join(home, '.config')
  // Versions of 2025 kept theirs below the second.
  const usual = [join(home, '.claude'), join(config, 'claude')]
  const given = [env['CLAUDE_CONFIG_DIR'] ?? '', ...extra].filter((folder) => folder !== '')
  const projects = (folder: string): string => (basename(folder) === PROJECTS ? folder : join(folder, PROJECTS))
  return [...new Set([...usual, ...given].map(projects))]
}

function isTranscript(relativePath: string): boolean {
  return relativePath.endsWith('.jsonl') && /[\\/]/.test(relativePath)
}

function read(found: FoundFile, known: TranscriptFile | null, buffer: Buffer): TranscriptReading | null {
  const before = known === null ? null : parseSoFar(known.reader)
  const reading = startReading(found, before === null ? null : known, before)
  const place = readAppended(found, before === null ? null : known, buffer, {
    onStart: (goesOn) => reading.start(goesOn),
    onLines: (bytes) => reading.lines(bytes),
    onDropped: () => reading.drop(),
  })
  return place === null ? null : reading.result(place)
}

/** One for all files of a thread: its memory is large beside most of them. */
const requests = blockWriter()

function startReading(found: FoundFile, known: TranscriptFile | null, before: SoFar | null) {
  const { sessionId, agentId } = whoseFile(found)
  // What a reading that threw left behind.
  if (requests.rows > 0) requests.take()
  const nothing = { context: null, ending: 'unknown' as const, bornAt: found.bornAt, damagedLines: 0 }
  let from: Pick<TranscriptFile, keyof typeof nothing> = nothing
  let gathered = gather(nothingSoFar(sessionId), nothing)
  let reader = readLines(gathered)
  let dropped = 0

  function gather(soFar: SoFar, { context, ending }: typeof from): Gathered {
    return { soFar, agentId, changedAt: found.changedAt, requests, context, ending, reported: [] }
  }
  return {
    start(goesOn: boolean): void {
      if (!goesOn || known === null || before === null) return
      from = known
      gathered = gather(before, known)
      reader = readLines(gathered)
    },
    lines: (bytes: Buffer): void => reader.take(bytes),
    drop: (): void => void (dropped += 1),
    result(place: Place): TranscriptReading {
      const damagedLines = from.damagedLines + dropped + reader.damaged
      const file = fileOf(gathered, { ...place, path: found.path, bornAt: from.bornAt, damagedLines })
      return { file, requests: requests.take(), limits: [] }
    },
  }
}

type FileFacts = Place & Pick<TranscriptFile, 'path' | 'bornAt' | 'damagedLines'>

function fileOf({ soFar, agentId, context, ending, reported }: Gathered, facts: FileFacts): TranscriptFile {
  const title = soFar.personsTitle ?? soFar.agentsTitle
  return {
    ...facts,
    agent: 'claude',
    sessionId: soFar.sessionId,
    agentId,
    project: soFar.cwd === null ? null : realPath(soFar.cwd),
    title: agentId === null ? title : null,
    firstAt: ownFirst(soFar, facts.bornAt),
    lastAt: soFar.lastAt,
    context: agentId === null ? context : null,
    reported,
    ending: agentId === null ? ending : 'unknown',
    reader: JSON.stringify(soFar),
  }
}

/** What a fork copied happened before there was a fork. */
function ownFirst({ firstAt, lastAt, isFork }: SoFar, bornAt: number): number | null {
  return isFork && firstAt !== null ? Math.max(firstAt, Math.min(bornAt, lastAt ?? firstAt)) : firstAt
}

/**
 * By where it lies: `<project>/<session>.jsonl`, its subagents in `<project>/<session>/subagents/agent-<id>.jsonl`; old
 * versions had those beside the session, and only their lines name it.
 */
function whoseFile({ path, root }: FoundFile): { sessionId: string | null; agentId: string | null } {
  const [, second = ''] = relative(root, path).split(sep)
  const name = basename(path, '.jsonl')
  const session = basename(second, '.jsonl')
  return {
    sessionId: SESSION_NAME.test(session) ? session : null,
    agentId: SUBAGENT_NAME.exec(name)?.[1] ?? null,
  }
}

const MOST_PATHS = 10_000
const realPaths = new Map<string, string>()

/** Many sessions share a folder. */
function realPath(folder: string): string {
  const known = realPaths.get(folder)
  if (known !== undefined) return known
  let real = folder
  try {
    real = realpathSync(folder)
  } catch {
    // A folder that is gone keeps the name that it had.
  }
  if (realPaths.size >= MOST_PATHS) realPaths.clear()
  realPaths.set(folder, real)
  return real
}
