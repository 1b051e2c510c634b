import { basename } from 'node:path'

export type CliAgent = 'claude' | 'codex' | 'gemini'

/** Programs that run the agents that are scripts. */
const INTERPRETERS = new Set(['node', 'bun', 'deno'])
const PROGRAMS: Record<string, CliAgent> = { claude: 'claude', codex: 'codex', gemini: 'gemini' }
/** Packages whose main file has another name than the agent. */
const PACKAGES: readonly (readonly [string, CliAgent])[] = [
  ['@anthropic-ai/claude-code/', 'claude'],
  ['@openai/codex/', 'codex'],
  ['@google/gemini-cli/', 'gemini'],
]
/** Words after the program with which it hosts no conversation. */
const NO_SESSION = new Set([
  'app-server',
  'completion',
  'config',
  'doctor',
  'extensions',
  'install',
  'login',
  'logout',
  'mcp',
  'mcp-server',
  'plugin',
  'setup-token',
  'update',
  'upgrade',
])
const SESSION_ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i

/** Which agent a command line runs a conversation of; null: of none. `words`: as the process was started. */
export function agentOf(words: readonly string[]): CliAgent | null {
  const at = INTERPRETERS.has(programName(words[0] ?? '')) ? scriptAt(words) : 0
  const program = words[at] ?? ''
  const agent = PROGRAMS[programName(program)] ?? PACKAGES.find(([path]) => program.includes(path))?.[1] ?? null
  const next = words[at + 1]
  return next !== undefined && NO_SESSION.has(next) ? null : agent
}

/** The session that a command line names (`resume ID`, `--resume ID`, `--session-id ID`); null: none. A prompt may name any id. */
export function sessionNamed(words: readonly string[]): string | null {
  const at = words.findIndex((word) => /^(resume|--resume|-r|--session-id)$/.test(word))
  const id = at === -1 ? undefined : words[at + 1]
  const joined = words.find((word) => /^--(resume|session-id)=/.test(word))?.split('=')[1]
  return SESSION_ID.exec(id ?? joined ?? '')?.[0] ?? null
}

/** `/usr/bin/claude.exe` → `claude`. */
function programName(path: string): string {
  return basename(path.replaceAll('\\', '/')).replace(/\.(exe|cmd|js|mjs)$/i, '')
}

/** The first word that is no flag of the interpreter. */
function scriptAt(words: readonly string[]): number {
  const at = words.findIndex((word, index) => index > 0 && !word.startsWith('-'))
  return at === -1 ? 0 : at
}
