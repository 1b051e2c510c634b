import { isObject, type JsonObject } from './lines.ts'
import { blocksOf, isMainThread, scanTranscript, textOf } from './scan.ts'
import { endsTurn, isSynthetic, text } from './usage.ts'

const PROMPTS_KEPT = 5
const COMMANDS_KEPT = 10
/** An interrupt stands at the very end; only huge request copies can lie behind it. Bytes. */
const TAIL_BYTES = 1024 * 1024

/** What a conversation shows of its work, for a handover that its agent did not write. */
export interface Conversation {
  /** The last prompts that a person (or Baton) gave, oldest first. */
  prompts: string[]
  /** Absolute paths that the main thread wrote, each once, the latest last. */
  filesTouched: string[]
  /** The last shell commands of the main thread, oldest first. */
  commands: string[]
  lastAnswer: string | null
}

/** All parts empty when there is no transcript. */
export async function readConversation(path: string): Promise<Conversation> {
  const prompts: string[] = []
  const commands: string[] = []
  const files = new Set<string>()
  let lastAnswer: string | null = null
  await scanTranscript(path, { words: ['"type":"user"', '"type":"assistant"'], unless: ['"tool_result"'] }, (line) => {
    if (!isMainThread(line)) return
    if (line['type'] === 'user') {
      const prompt = promptOf(line)
      if (prompt !== null) keepLast(prompts, prompt, PROMPTS_KEPT)
    }
    if (line['type'] !== 'assistant' || isSynthetic(line, isObject(line['message']) ? line['message'] : {})) return
    lastAnswer = textOf(line) || lastAnswer
    for (const { name, input } of toolUsesOf(line)) {
      const written = WRITERS.has(name) ? (text(input['file_path']) ?? text(input['notebook_path'])) : null
      if (written !== null) {
        files.delete(written)
        files.add(written)
      }
      const command = name === 'Bash' || name === 'PowerShell' ? text(input['command']) : null
      if (command !== null) keepLast(commands, command, COMMANDS_KEPT)
    }
  })
  return { prompts, filesTouched: [...files], commands, lastAnswer }
}

/** True when the transcript exists and someone prompted in it. */
export async function hasPrompt(path: string): Promise<boolean> {
  let found = false
  await scanTranscript(path, { words: ['"type":"user"'], unless: ['"tool_result"'] }, (line) => {
    found ||= isMainThread(line) && promptOf(line) !== null
  })
  return found
}

/**
 * How the main thread of a transcript ends. `unanswered`: with a prompt. While the agent works that is as it should be;
 * when it idles, a person pressed Esc before the first word came, which leaves no other mark (seen on 2.1.330).
 */
export type TurnEnding = 'none' | 'unanswered' | 'answered' | 'interrupted'

export async function turnEnding(path: string): Promise<TurnEnding> {
  let ending: TurnEnding = 'none'
  const words = { words: ['"type":"user"', '"type":"assistant"'] }
  const take = (line: JsonObject): void => {
    if (!isMainThread(line)) return
    if (line['type'] === 'assistant') ending = 'answered'
    else if (line['type'] === 'user' && isInterrupt(line)) ending = 'interrupted'
    else if (line['type'] === 'user' && promptOf(line) !== null) ending = 'unanswered'
  }
  await scanTranscript(path, { ...words, lastBytes: TAIL_BYTES }, take)
  if (ending === 'none') await scanTranscript(path, words, take)
  return ending
}

/** True when the last thing in the main thread is that a person stopped it amid its answer (Esc): no hook tells of it. */
export async function interrupted(path: string): Promise<boolean> {
  return (await turnEnding(path)) === 'interrupted'
}

/** How the main thread stands after one of its lines; null: the line says nothing of that. */
export function endingAfter(line: JsonObject): 'turn-ended' | 'working' | null {
  if (line['type'] === 'system') return line['subtype'] === 'turn_duration' ? 'turn-ended' : null
  if (line['type'] === 'assistant') {
    return isObject(line['message']) && endsTurn(line['message']) ? 'turn-ended' : 'working'
  }
  if (line['type'] !== 'user' || isUnsaid(line)) return null
  if (isInterrupt(line)) return 'turn-ended'
  const said = textOf(line).trim()
  const isLocal =
    /^<(local-command-|bash-)/.test(said) || (said.startsWith('<command-') && line['origin'] === undefined)
  return isLocal ? null : 'working'
}

const WRITERS = new Set(['Write', 'Edit', 'MultiEdit', 'NotebookEdit'])

function toolUsesOf(line: JsonObject): { name: string; input: JsonObject }[] {
  return blocksOf(line).flatMap(({ type, name, input }) =>
    type === 'tool_use' && typeof name === 'string' && isObject(input) ? [{ name, input }] : [],
  )
}

/** Words that the agent itself writes as a user: its commands' output, caveats, notices. */
const NOT_PROMPTED = /^<(local-command-|bash-|task-notification|system-reminder)/

/** What was asked, a slash command as it was typed; null when the line is no one's prompt. */
function promptOf(line: JsonObject): string | null {
  if (isUnsaid(line)) return null
  const origin = isObject(line['origin']) ? line['origin']['kind'] : undefined
  if (origin !== undefined && origin !== 'human') return null
  const said = textOf(line).trim()
  if (said === '' || NOT_PROMPTED.test(said) || isInterrupt(line)) return null
  const command = /<command-name>(.*?)<\/command-name>/s.exec(said)?.[1]
  if (command === undefined || !said.startsWith('<command-')) return said
  // Commands of the agent itself (/clear, /compact) have no origin: nothing was asked of the model.
  if (origin === undefined) return null
  const args = /<command-args>(.*?)<\/command-args>/s.exec(said)?.[1] ?? ''
  return `${command} ${args}`.trim()
}

/** Words that nobody said: the agent wrote them for the model, or for whoever looks into the file. */
function isUnsaid(line: JsonObject): boolean {
  return line['isMeta'] === true || line['isCompactSummary'] === true || line['isVisibleInTranscriptOnly'] === true
}

function isInterrupt(line: JsonObject): boolean {
  return /^\[Request interrupted by user( for tool use)?\]$/.test(textOf(line).trim())
}

function keepLast(list: string[], item: string, count: number): void {
  list.push(item)
  if (list.length > count) list.shift()
}
