import { basename, join } from 'node:path'
import { readJsonLines, type FileFacts, type JsonLines } from '../read-json-lines.ts'
import { realFolder } from '../real-folder.ts'
import type { AgentTranscripts, FoundFile } from '../transcripts.ts'
import { newRollout, parseRollout, type RolloutState } from './rollout-state.ts'
import { isAnswer, takeLine } from './take-line.ts'

const FOLDERS = ['sessions', 'archived_sessions']
const ROLLOUT = /(?:^|[\\/])rollout-[^\\/]+\.jsonl$/
const THREAD_ID = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.jsonl$/i
/** Enough for what stands before a line's content. Bytes. */
const HEAD_BYTES = 200
/** As Codex begins each line. */
const HEAD = /^\{"timestamp":"([^"]+)",(?:"ordinal":\d+,)?"type":"(\w+)","payload":\{(?:"type":"(\w+)")?/
const BY_MODEL = Buffer.from('"role":"assistant"')
const WANTED = new Set(['session_meta', 'turn_context', 'token_usage_record', 'compacted', 'event_msg'])
const WANTED_EVENTS = new Set([
  'task_started',
  'task_complete',
  'turn_aborted',
  'token_count',
  'user_message',
  'thread_settings_applied',
  'error',
])

/** Codex CLI's transcripts, as of 0.169.0. See README.md. */
export const codexTranscripts: AgentTranscripts = {
  agent: 'codex',
  roots: (home, env, extra) => {
    const given = [env['CODEX_HOME'] ?? '', ...extra].filter((folder) => folder !== '')
    const homes = new Set([join(home, '.codex'), ...given])
    return [...homes].flatMap((folder) => FOLDERS.map((name) => join(folder, name)))
  },
  isTranscript: (relativePath) => ROLLOUT.test(relativePath),
  read: (found, known, buffer) => readJsonLines(ROLLOUT_LINES, found, known, buffer),
}

const ROLLOUT_LINES: JsonLines<RolloutState> = {
  agent: 'codex',
  start: ({ path }) => newRollout(THREAD_ID.exec(basename(path))?.[1] ?? null),
  parse: parseRollout,
  look: (line, state) => {
    const head = HEAD.exec(line.toString('latin1', 0, Math.min(line.length, HEAD_BYTES)))
    if (head === null) return true
    const [, timestamp = '', type = '', event] = head
    if (type === 'response_item' && isAnswer(event, line.subarray(0, HEAD_BYTES).includes(BY_MODEL)))
      state.answered = true
    const at = Date.parse(timestamp)
    if (!Number.isNaN(at)) {
      state.firstAt ??= at
      state.lastAt = at
    }
    return WANTED.has(type) && (event === undefined || type !== 'event_msg' || WANTED_EVENTS.has(event))
  },
  take: takeLine,
  file,
}

function file(state: RolloutState, { bornAt }: FoundFile): FileFacts {
  return {
    sessionId: state.threadId,
    // A subagent of Codex is a thread of its own, in its transcripts as in its telemetry.
    agentId: null,
    project: state.cwd === null ? null : realFolder(state.cwd),
    title: state.subagent,
    firstAt: state.startedAt ?? state.firstAt ?? (state.lastAt === null ? null : bornAt),
    lastAt: state.lastAt,
    context: state.context,
    ending: state.ending,
  }
}
