import { basename, extname, join, relative, sep } from 'node:path'
import type { TranscriptFile } from '../../store/scan-types.ts'
import { readJsonLines, type FileFacts, type JsonLines } from '../read-json-lines.ts'
import type { AgentTranscripts, FoundFile, TranscriptReading } from '../transcripts.ts'
import { newChat, parseChat, type ChatState } from './chat-state.ts'
import { projectFolder } from './project-folder.ts'
import { readDocument } from './read-document.ts'
import { endTurn, takeRecord } from './take-record.ts'

const CHATS = 'chats'
const CHAT = /^session-[^\\/]+\.jsonl?$/
const SUBAGENT = /^[^\\/]+\.jsonl?$/
/** No tool runs for so long without a word of it: a response that old without a tool ended its turn. */
const QUIET_MS = 10 * 60_000

/** Gemini CLI's transcripts, as of 0.61.0, and those of versions that wrote one document. See README.md. */
export const geminiTranscripts: AgentTranscripts = { agent: 'gemini', roots, isTranscript, read }

function roots(home: string, env: Record<string, string | undefined>, extra: readonly string[]): string[] {
  const own = join(env['GEMINI_CLI_HOME'] || home, '.gemini')
  const homes = new Set([join(home, '.gemini'), own, ...extra.filter((folder) => folder !== '')])
  return [...homes].map((folder) => join(folder, 'tmp'))
}

function isTranscript(relativePath: string): boolean {
  const [, chats, second = '', third, ...more] = relativePath.split(sep)
  if (chats !== CHATS || more.length > 0) return false
  return third === undefined ? CHAT.test(second) : SUBAGENT.test(third)
}

function read(found: FoundFile, known: TranscriptFile | null, buffer: Buffer): TranscriptReading | null {
  const reader = extname(found.path) === '.json' ? readDocument : readJsonLines
  return reader(RECORDS, found, known, buffer)
}

const RECORDS: JsonLines<ChatState> = {
  agent: 'gemini',
  start: ({ root, path }) => {
    const { parent } = placeOf(root, path)
    return parent === null ? newChat(null, null) : newChat(parent, basename(path, extname(path)))
  },
  parse: parseChat,
  look: () => true,
  take: takeRecord,
  end: (state, { changedAt }, telling) => {
    if (Date.now() - changedAt > QUIET_MS) endTurn(state, telling)
  },
  file,
}

function file(state: ChatState, { root, path }: FoundFile): FileFacts {
  const { project } = placeOf(root, path)
  const isMain = state.agentId === null
  return {
    sessionId: state.sessionId,
    agentId: state.agentId,
    project: projectFolder(root, project) ?? state.directory,
    title: isMain ? state.title : null,
    firstAt: state.firstAt,
    lastAt: state.lastAt,
    context: isMain ? state.context : null,
    ending: isMain ? state.ending : 'unknown',
  }
}

/** `<project>/chats/<file>`; a subagent's is `<project>/chats/<session>/<file>`. */
function placeOf(root: string, path: string): { project: string; parent: string | null } {
  const [project = '', , second = '', third] = relative(root, path).split(sep)
  return { project, parent: third === undefined ? null : second }
}
