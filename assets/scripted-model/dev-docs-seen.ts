import { isAbsolute, join } from 'node:path'
import { withoutLineNumbers, type CallEntry, type Entry } from './entries.ts'
import type { Conversation } from './conversation.ts'

/** Absolute paths of a task's three files. */
export interface DevDocs {
  task: string
  plan: string
  context: string
  tasks: string
}

/** A box as it stands in the tasks file. */
export interface SeenBox {
  /** 1-based position in the file. */
  number: number
  title: string
  done: boolean
  /** The whole line. */
  line: string
}

/** A slash command's argument may be the task's name: lower-case words joined by hyphens. */
const SLUG = '[a-z0-9][a-z0-9._-]*'
const BOX = /^\s*(?:[-*+]|\d+[.)])\s+\[([ xX])\]\s+(.*?)\s*$/

/** Where the task's files are, as far as the conversation tells; null when it names no task. */
export function devDocs({ entries, cwd }: Conversation): DevDocs | null {
  const texts = entries.flatMap((entry) => ('text' in entry ? [entry.text] : []))
  const paths = entries.flatMap((entry) => (entry.kind === 'file' ? [entry.path] : []))
  const task =
    firstMatch([...paths, ...texts], new RegExp(`dev/active/(${SLUG}?)(?:/|[\\s\`'",)]|$)`)) ??
    firstMatch(texts, new RegExp(`<command-args>\\s*(${SLUG})`)) ??
    firstMatch(texts, new RegExp(`\\btask:?\\s+["'\`]?(${SLUG}?)["'\`.,]*(?:\\s|$)`))
  if (task === null || cwd === '') return null
  const folder = join(cwd, 'dev', 'active', task)
  const file = (part: string): string => join(folder, `${task}-${part}.md`)
  return { task, plan: file('plan'), context: file('context'), tasks: file('tasks') }
}

/** The files among the three that the conversation has not shown yet. */
export function unreadDocs({ entries, cwd }: Conversation, docs: DevDocs): string[] {
  return [docs.plan, docs.context, docs.tasks].filter((path) => !entries.some((entry) => shows(entry, path, cwd)))
}

/**
 * The boxes as the session knows them: the tasks file as last read, with the edits since applied.
 * Null when it must be read (again): never seen, or an edit failed since.
 */
export function knownBoxes({ entries, cwd }: Conversation, docs: DevDocs): SeenBox[] | null {
  let text: string | null = null
  for (const entry of entries) {
    if (shows(entry, docs.tasks, cwd)) text = shownText(entry)
    if (entry.kind !== 'call' || !names(entry, docs.tasks, cwd)) continue
    if (entry.name === 'Edit') text = succeeded(entry) ? edited(text, entry) : null
    if (entry.name === 'Write') text = succeeded(entry) ? String(entry.input['content']) : null
  }
  return text === null ? null : readBoxes(text)
}

export function readBoxes(text: string): SeenBox[] {
  const boxes: SeenBox[] = []
  let fenced = false
  for (const line of text.split('\n')) {
    if (/^\s*(?:```|~~~)/.test(line)) fenced = !fenced
    const box = fenced ? null : BOX.exec(line)
    if (box) boxes.push({ number: boxes.length + 1, title: box[2] ?? '', done: box[1] !== ' ', line })
  }
  return boxes
}

export function succeeded(call: CallEntry): boolean {
  return call.result !== null && !call.result.failed
}

/** Whether a call's `file_path` is this file. */
export function names(call: CallEntry, path: string, cwd: string): boolean {
  return samePath(String(call.input['file_path'] ?? ''), path, cwd)
}

function shows(entry: Entry, path: string, cwd: string): boolean {
  if (entry.kind === 'file') return samePath(entry.path, path, cwd)
  return entry.kind === 'call' && entry.name === 'Read' && names(entry, path, cwd) && succeeded(entry)
}

function shownText(entry: Entry): string | null {
  if (entry.kind === 'file') return entry.text
  return entry.kind === 'call' && entry.result ? withoutLineNumbers(entry.result.text) : null
}

function edited(text: string | null, call: CallEntry): string | null {
  const from = String(call.input['old_string'])
  const to = String(call.input['new_string'])
  return text === null ? null : text.replace(from, () => to)
}

function samePath(given: string, path: string, cwd: string): boolean {
  return (isAbsolute(given) ? given : join(cwd, given)) === path
}

function firstMatch(texts: readonly string[], pattern: RegExp): string | null {
  for (const text of texts) {
    const found = pattern.exec(text)?.[1]
    if (found !== undefined) return found
  }
  return null
}
