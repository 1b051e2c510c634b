import { isCall, isResult, isText, textOf, type Block, type Message } from './wire.ts'

/** What a tool gave back. `failed` covers refusals, errors and calls cut off by a crash. */
export interface CallResult {
  text: string
  failed: boolean
}

/** One thing that happened in a conversation, in order. */
export type Entry =
  | { kind: 'prompt'; text: string }
  /** What a hook added; `event` is `Stop`, `PostToolUse` … */
  | { kind: 'hook'; event: string; text: string }
  /** The CLI's own news of a background task. */
  | { kind: 'notification'; text: string }
  /** A file that the CLI put into the prompt for an `@file` line. */
  | { kind: 'file'; path: string; text: string }
  | { kind: 'said'; text: string }
  | { kind: 'call'; id: string; name: string; input: Record<string, unknown>; result: CallResult | null }
  /** Ends what the model answered in one response. `open`: it called tools, so its turn goes on. */
  | { kind: 'reply-end'; open: boolean }

export type CallEntry = Extract<Entry, { kind: 'call' }>

const HOOK_CONTEXT = /(?:^|\n)(\w+)(?::[^\n]*?)? hook additional context: ([\s\S]*)$/
const HOOK_FEEDBACK = /^(\w+) hook feedback:\n([\s\S]*)$/
const ATTACHED_CALL = /^Called the Read tool with the following input: (\{.*\})/
const ATTACHED_RESULT = /^Result of calling the Read tool:\n([\s\S]*)$/
/** The model is told of a call that a crash cut off in a result that is not always marked as an error. */
const INTERRUPTED = /tool call interrupted|interrupted by user|outcome is unknown/i
/** Notes of the CLI in the user's name that ask for nothing. */
const CLI_NOTE = /^<local-command-|^\[Request interrupted|^\s*<command-name>\/(?:compact|clear|exit)</

/** The conversation of a request as a flat list of what happened, tool results joined to their calls. */
export function readEntries(messages: readonly Message[]): Entry[] {
  const entries: Entry[] = []
  const calls = new Map<string, CallEntry>()
  let attachedPath: string | null = null

  const readUserText = (raw: string): void => {
    const reminder = /^\s*<system-reminder>\n?([\s\S]*?)\n?<\/system-reminder>\s*$/.exec(raw)
    const text = reminder?.[1] ?? raw
    const hook = HOOK_FEEDBACK.exec(text) ?? HOOK_CONTEXT.exec(text)
    if (hook?.[1] !== undefined && hook[2] !== undefined) {
      entries.push({ kind: 'hook', event: hook[1], text: hook[2] })
    } else if (text.includes('<task-notification>')) {
      entries.push({ kind: 'notification', text })
    } else if (reminder) {
      attachedPath = attachedFile(text) ?? attachedPath
      const content = ATTACHED_RESULT.exec(text)?.[1]
      if (content !== undefined && attachedPath !== null) {
        entries.push({ kind: 'file', path: attachedPath, text: withoutLineNumbers(content) })
      }
    } else if (!CLI_NOTE.test(text)) {
      entries.push({ kind: 'prompt', text })
    }
  }

  const readSystemText = (text: string): void => {
    const hook = HOOK_CONTEXT.exec(text)
    if (hook?.[1] !== undefined && hook[2] !== undefined) {
      entries.push({ kind: 'hook', event: hook[1], text: hook[2] })
    } else if (text.includes('<task-notification>')) {
      entries.push({ kind: 'notification', text })
    }
  }

  for (const message of messages) {
    const blocks: Block[] =
      typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : message.content
    for (const block of blocks) {
      if (isCall(block)) {
        const call: CallEntry = { kind: 'call', id: block.id, name: block.name, input: block.input, result: null }
        calls.set(call.id, call)
        entries.push(call)
      } else if (isResult(block)) {
        const call = calls.get(block.tool_use_id)
        const text = textOf(block.content)
        if (call) call.result = { text, failed: block.is_error === true || INTERRUPTED.test(text.slice(0, 400)) }
      } else if (isText(block)) {
        if (message.role === 'user') readUserText(block.text)
        else if (message.role === 'system') readSystemText(block.text)
        else entries.push({ kind: 'said', text: block.text })
      }
    }
    if (message.role === 'assistant') entries.push({ kind: 'reply-end', open: blocks.some(isCall) })
  }
  return entries
}

/** The Read tool's output without its `<number><tab>` before each line. */
export function withoutLineNumbers(numbered: string): string {
  return numbered
    .split('\n')
    .flatMap((line) => /^\s*\d+(?:\t|→)(.*)$/.exec(line)?.[1] ?? [])
    .join('\n')
}

function attachedFile(text: string): string | null {
  const input = ATTACHED_CALL.exec(text)?.[1]
  return input === undefined ? null : (/"file_path":"((?:[^"\\]|\\.)*)"/.exec(input)?.[1] ?? null)
}
