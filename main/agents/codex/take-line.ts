import type { PlanLimit } from '../../../contract/forecast.ts'
import type { BlockRequest } from '../../store/request-block.ts'
import { isObject, type JsonObject } from '../claude/transcript/lines.ts'
import { countIn, objectIn, textIn, timeIn } from '../json-values.ts'
import { priceOf } from '../prices.ts'
import type { Telling } from '../read-json-lines.ts'
import type { RolloutState, Told } from './rollout-state.ts'

const UNKNOWN_MODEL = 'unknown'
/** How Codex names the only limits that most plans have; others' names are put before theirs. */
const USUAL_LIMITS = 'codex'
/** `service_tier` of fast mode: the API knows it by both names. */
const FAST_TIERS = new Set(['priority', 'fast'])
const MS = 1_000

/** Takes one decoded line of a rollout, in its turn. */
export function takeLine(state: RolloutState, line: JsonObject, telling: Telling): void {
  const payload = objectIn(line, 'payload')
  const at = timeIn(line, 'timestamp') ?? state.lastAt ?? 0
  switch (line['type']) {
    case 'session_meta':
      return takeMeta(state, payload, at)
    case 'turn_context':
      return takeTurn(state, payload)
    case 'token_usage_record':
      return takeUsage(state, payload, at, telling)
    case 'compacted':
      state.context = { used: null, window: state.window, model: state.model, at }
      return
    case 'response_item':
      state.answered ||= isAnswer(textIn(payload, 'type') ?? undefined, payload['role'] === 'assistant')
      return
    case 'event_msg':
      return takeEvent(state, payload, at, telling)
  }
}

/** What a model said: its thoughts, its calls of tools, and of messages only its own. */
export function isAnswer(item: string | undefined, isByModel: boolean): boolean {
  return item === 'message' ? isByModel : item !== undefined && !item.endsWith('_output')
}

/** The first one is the file's own; those that follow were copied with the history of the thread that this one began from. */
function takeMeta(state: RolloutState, meta: JsonObject, at: number): void {
  const id = textIn(meta, 'id') ?? textIn(meta, 'session_id')
  state.rootId = id ?? state.rootId
  if (state.hasMeta) return
  state.hasMeta = true
  state.threadId ??= id
  state.refers = isObject(meta['history_base'])
  state.cwd = textIn(meta, 'cwd')
  state.startedAt = timeIn(meta, 'timestamp') ?? at
  const { source } = meta
  if (!isObject(source) || source['subagent'] === undefined) return
  const spawned = objectIn(objectIn(source, 'subagent'), 'thread_spawn')
  state.subagent = textIn(spawned, 'agent_path') ?? textIn(spawned, 'agent_nickname') ?? 'subagent'
}

function takeTurn(state: RolloutState, turn: JsonObject): void {
  state.turnId = textIn(turn, 'turn_id') ?? state.turnId
  state.model = textIn(turn, 'model') ?? state.model
  state.cwd ??= textIn(turn, 'cwd')
}

function takeEvent(state: RolloutState, event: JsonObject, at: number, telling: Telling): void {
  switch (event['type']) {
    case 'task_started':
      state.turnId = textIn(event, 'turn_id') ?? state.turnId
      state.answered = false
      state.window = countIn(event, 'model_context_window') || state.window
      state.ending = 'working'
      return
    case 'user_message':
      state.ending = 'working'
      return
    case 'thread_settings_applied':
      state.fast = FAST_TIERS.has(textIn(objectIn(event, 'thread_settings'), 'service_tier') ?? '')
      return
    case 'token_count':
      return takeCount(state, event, at, telling)
    case 'task_complete':
      state.ending = 'turn-ended'
      if (isObject(event['error'])) return takeFailure(state, event, at, telling)
      return endTurn(state, textIn(event, 'turn_id'), telling)
    case 'turn_aborted':
      state.ending = 'turn-ended'
      return
    case 'error':
      state.ending = 'turn-ended'
      return takeFailure(state, event, at, telling)
  }
}

/** A response, as versions from 0.169 tell of each. */
function takeUsage(state: RolloutState, record: JsonObject, at: number, telling: Telling): void {
  state.turnId = textIn(record, 'turn_id') ?? state.turnId
  const usage = objectIn(record, 'usage')
  const total = countIn(objectIn(record, 'thread_token_usage'), 'total_tokens')
  takeRequest(state, usage, { total, request: textIn(record, 'response_id') ?? '', at }, telling)
  measure(state, usage, at)
}

/** Tokens as the thread counts them, written after a response and at other times: only what makes them more is a response. */
function takeCount(state: RolloutState, event: JsonObject, at: number, telling: Telling): void {
  takeLimits(objectIn(event, 'rate_limits'), at, telling)
  const { info } = event
  if (!isObject(info)) return
  state.window = countIn(info, 'model_context_window') || state.window
  const usage = objectIn(info, 'last_token_usage')
  const total = countIn(objectIn(info, 'total_token_usage'), 'total_tokens')
  // What a fork begins with may be its parent's sum once more.
  if (state.refers && state.total === null && !state.answered) state.total = total
  takeRequest(state, usage, { total, request: '', at }, telling)
  measure(state, usage, at)
}

interface Occasion {
  /** Of the thread, with this response. */
  total: number
  request: string
  at: number
}

function takeRequest(state: RolloutState, usage: JsonObject, { total, request, at }: Occasion, telling: Telling): void {
  const prompt = countIn(usage, 'input_tokens')
  const output = countIn(usage, 'output_tokens')
  if (total === state.total || prompt + output === 0) return
  state.total = total
  const turn = state.turnId ?? state.rootId ?? ''
  const cacheRead = Math.min(prompt, countIn(usage, 'cached_input_tokens'))
  const cacheWrite5m = Math.min(prompt - cacheRead, countIn(usage, 'cache_write_input_tokens'))
  state.last = {
    message: `${turn}:${total}`,
    request,
    session: state.threadId ?? '',
    model: state.model ?? UNKNOWN_MODEL,
    turn,
    fast: state.fast,
    input: prompt - cacheRead - cacheWrite5m,
    output,
    cacheRead,
    cacheWrite5m,
    at,
  }
  telling.request(requestOf(state.last, false))
}

function requestOf(told: Told, endsTurn: boolean): BlockRequest {
  const { message, request, session, model, fast, at, input, output, cacheRead, cacheWrite5m } = told
  const tokens = { input, output, cacheRead, cacheWrite5m, cacheWrite1h: 0 }
  const cost = priceOf('codex', model, tokens, { at, fast })
  const whose = { session, message, request, agentId: null, model }
  return { ...whose, ...tokens, failed: false, endsTurn, fast, webSearches: 0, cost, costIsOwn: false, at }
}

/** A subagent's turns are part of its parent's. */
function endTurn(state: RolloutState, turnId: string | null, telling: Telling): void {
  const { last } = state
  if (last === null || state.subagent !== null || (turnId !== null && last.turn !== turnId)) return
  telling.request(requestOf(last, true))
}

function takeFailure(state: RolloutState, event: JsonObject, at: number, telling: Telling): void {
  const turn = textIn(event, 'turn_id') ?? state.turnId ?? state.rootId ?? ''
  telling.request({
    session: state.threadId ?? '',
    message: `${turn}:error`,
    request: '',
    agentId: null,
    model: state.model ?? UNKNOWN_MODEL,
    failed: true,
    endsTurn: false,
    fast: false,
    input: 0,
    output: 0,
    cacheRead: 0,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    webSearches: 0,
    cost: null,
    costIsOwn: false,
    at,
  })
}

/** Of the response that was last. After a compaction Codex estimates it, without an input: that is no measurement. */
function measure(state: RolloutState, usage: JsonObject, at: number): void {
  const used = countIn(usage, 'total_tokens')
  if (used === 0 || countIn(usage, 'input_tokens') === 0) return
  if (state.context?.used === used && state.context.window === state.window) return
  state.context = { used, window: state.window, model: state.model, at }
}

function takeLimits(limits: JsonObject, at: number, telling: Telling): void {
  const id = textIn(limits, 'limit_id') ?? USUAL_LIMITS
  for (const name of ['primary', 'secondary']) {
    const told = limits[name]
    if (!isObject(told) || typeof told['used_percent'] !== 'number') continue
    telling.limit(limitOf(id === USUAL_LIMITS ? name : `${id} ${name}`, told, at))
  }
}

function limitOf(name: string, told: JsonObject, at: number): PlanLimit {
  const inSeconds = countIn(told, 'resets_in_seconds')
  const resetsAt = countIn(told, 'resets_at') * MS || (inSeconds === 0 ? 0 : at + inSeconds * MS)
  return {
    agent: 'codex',
    name,
    windowMinutes: countIn(told, 'window_minutes') || null,
    usedPercent: countIn(told, 'used_percent'),
    resetsAt: isoOf(resetsAt),
    source: 'transcript',
    at: new Date(at).toISOString(),
  }
}

/** Null for none, and for what is no time. */
function isoOf(ms: number): string | null {
  const LATEST_MS = 8.64e15
  return ms > 0 && ms <= LATEST_MS ? new Date(ms).toISOString() : null
}
