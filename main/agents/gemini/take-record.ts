import type { BlockRequest } from '../../store/request-block.ts'
import { isObject, type JsonObject } from '../claude/transcript/lines.ts'
import { countIn, textIn, timeIn } from '../json-values.ts'
import { priceOf } from '../prices.ts'
import type { Telling } from '../read-json-lines.ts'
import type { ChatState, Told } from './chat-state.ts'
import { windowOf } from './windows.ts'

const UNKNOWN_MODEL = 'unknown'

/** Takes one record of a chat, in its turn: a message, a change of what is known of the chat, a step back in it. */
export function takeRecord(state: ChatState, record: JsonObject, telling: Telling): void {
  if (isObject(record['$set'])) return takeChat(state, record['$set'], telling)
  if (record['$rewindTo'] !== undefined) return forget(state)
  if (typeof record['id'] === 'string') return takeMessage(state, record, telling)
  return takeChat(state, record, telling)
}

function takeChat(state: ChatState, chat: JsonObject, telling: Telling): void {
  state.sessionId ??= textIn(chat, 'sessionId')
  state.title = textIn(chat, 'summary') ?? state.title
  state.firstAt ??= timeIn(chat, 'startTime')
  noteTime(state, timeIn(chat, 'lastUpdated'))
  const { directories, messages } = chat
  if (Array.isArray(directories) && typeof directories[0] === 'string') state.directory ??= directories[0]
  if (!Array.isArray(messages)) return
  // All of the history anew: after a resume it is what it was, after a compression something else.
  const all = messages.filter(isObject)
  const { measuredBy } = state
  if (measuredBy !== null && !all.some((one) => one['type'] === 'gemini' && one['id'] === measuredBy)) forget(state)
  state.last = null
  for (const message of all) takeMessage(state, message, telling)
}

/** What was measured is not in the window any more. */
function forget(state: ChatState): void {
  state.last = null
  state.measuredBy = null
  if (state.context === null) return
  state.context = { ...state.context, used: null, at: state.lastAt ?? state.context.at }
}

function takeMessage(state: ChatState, message: JsonObject, telling: Telling): void {
  const at = timeIn(message, 'timestamp') ?? state.lastAt ?? state.firstAt ?? 0
  noteTime(state, at)
  switch (message['type']) {
    case 'gemini':
      return takeAnswer(state, message, at, telling)
    case 'user':
      return takePrompt(state, message, telling)
    case 'error':
      return takeFailure(state, message, at, telling)
  }
}

/** Written again, with its tools, once they ran. */
function takeAnswer(state: ChatState, message: JsonObject, at: number, telling: Telling): void {
  const id = textIn(message, 'id')
  const called = Array.isArray(message['toolCalls']) && message['toolCalls'].length > 0
  state.ending = called || !saysSomething(message) ? 'working' : 'turn-ended'
  const { tokens } = message
  if (id === null || !isObject(tokens)) return
  const prompt = countIn(tokens, 'input')
  const cacheRead = Math.min(prompt, countIn(tokens, 'cached'))
  const model = textIn(message, 'model') ?? UNKNOWN_MODEL
  const told = {
    message: id,
    model,
    // What tools put into the prompt is counted beside it, thoughts beside the answer.
    input: prompt - cacheRead + countIn(tokens, 'tool'),
    output: countIn(tokens, 'output') + countIn(tokens, 'thoughts'),
    cacheRead,
    at,
  }
  if (told.input + told.output + told.cacheRead === 0) return
  state.last = called || state.agentId !== null ? null : told
  telling.request(requestOf(state, told, false))
  if (prompt === 0 || state.agentId !== null) return
  if (state.measuredBy !== id) state.context = { used: prompt, window: windowOf(model), model, at }
  state.measuredBy = id
}

function takePrompt(state: ChatState, message: JsonObject, telling: Telling): void {
  if (!isResultOfTool(message)) endTurn(state, telling)
  state.last = null
  state.ending = 'working'
}

/** No tool was called after the last response. */
export function endTurn(state: ChatState, telling: Telling): void {
  if (state.last !== null) telling.request(requestOf(state, state.last, true))
}

function saysSomething({ content }: JsonObject): boolean {
  const parts: unknown[] = Array.isArray(content) ? content : [{ text: content }]
  return parts.some((part) => isObject(part) && textIn(part, 'text') !== null)
}

function isResultOfTool({ content }: JsonObject): boolean {
  return Array.isArray(content) && content.some((part) => isObject(part) && part['functionResponse'] !== undefined)
}

function takeFailure(state: ChatState, message: JsonObject, at: number, telling: Telling): void {
  const id = textIn(message, 'id')
  if (id === null) return
  const model = state.context?.model ?? UNKNOWN_MODEL
  const none = { message: id, model, input: 0, output: 0, cacheRead: 0, at }
  telling.request({ ...requestOf(state, none, false), failed: true, cost: null })
}

function requestOf({ sessionId, agentId }: ChatState, told: Told, endsTurn: boolean): BlockRequest {
  const { message, model, input, output, cacheRead, at } = told
  const tokens = { input, output, cacheRead, cacheWrite5m: 0, cacheWrite1h: 0 }
  const whose = { session: sessionId ?? '', message, request: '', agentId, model }
  const cost = priceOf('gemini', model, tokens, { at })
  return { ...whose, ...tokens, failed: false, endsTurn, fast: false, webSearches: 0, cost, costIsOwn: false, at }
}

function noteTime(state: ChatState, at: number | null): void {
  if (at === null) return
  state.firstAt ??= at
  state.lastAt = Math.max(state.lastAt ?? at, at)
}
