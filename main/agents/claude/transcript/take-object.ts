import type { TranscriptFile } from '../../../store/scan-types.ts'
import type { BlockWriter } from '../../../store/request-block.ts'
import { priceOf } from '../../prices.ts'
import { windowOf } from '../windows.ts'
import { endingAfter } from './conversation.ts'
import { isObject, type JsonObject } from './lines.ts'
import { isMainThread } from './scan.ts'
import type { SoFar } from './so-far.ts'
import { ADVISOR, advisorsOf, endsTurn, isSynthetic, promptTokens, text, tokensOf, webSearchesOf } from './usage.ts'

/** A request that failed before any response named a model. */
const UNKNOWN_MODEL = 'unknown'
/** How old versions marked subagents' lines, which named no subagent and stood among the main thread's. */
const NAMELESS_AGENT = 'sidechain'

/** What is gathered of one file while it is read. */
export interface Gathered {
  soFar: SoFar
  /** The subagent whose file this is; null for a session's own file. */
  agentId: string | null
  /** No line can be younger, ms since the epoch. */
  changedAt: number
  requests: BlockWriter
  context: TranscriptFile['context']
  ending: TranscriptFile['ending']
  reported: TranscriptFile['reported']
}

/** Takes one decoded line, in its turn. */
export function takeObject(gathered: Gathered, line: JsonObject): void {
  const { soFar } = gathered
  const agentId = gathered.agentId ?? text(line['agentId']) ?? (isMainThread(line) ? null : NAMELESS_AGENT)
  if (line['type'] === 'assistant') return takeResponse(gathered, line, agentId)
  if (line['type'] === 'cost-state') return takeCost(gathered, line)
  if (line['type'] === 'custom-title') soFar.personsTitle = text(line['customTitle']) ?? soFar.personsTitle
  if (line['type'] === 'ai-title') soFar.agentsTitle = text(line['aiTitle']) ?? soFar.agentsTitle
  if (line['subtype'] === 'api_error') return takeFailure(gathered, line, agentId)
  if (agentId !== null) return
  if (line['subtype'] === 'compact_boundary') {
    gathered.context = { used: null, window: null, model: null, at: timeOf(line) ?? soFar.requestAt ?? 0 }
  }
  gathered.ending = endingAfter(line) ?? gathered.ending
}

function takeResponse(gathered: Gathered, line: JsonObject, agentId: string | null): void {
  const message = line['message']
  if (!isObject(message)) return
  if (agentId === null) gathered.ending = endingAfter(line) ?? gathered.ending
  if (isSynthetic(line, message)) {
    if (line['isApiErrorMessage'] === true || line['error'] !== undefined) takeFailure(gathered, line, agentId)
    return
  }
  const { usage } = message
  const model = text(message['model'])
  const id = text(message['id']) ?? text(line['uuid'])
  if (!isObject(usage) || model === null || id === null) return
  const { soFar } = gathered
  const tokens = tokensOf(usage)
  const webSearches = webSearchesOf(usage)
  const own = line['costUSD']
  const costIsOwn = typeof own === 'number'
  const fast = usage['speed'] === 'fast'
  const at = requestTime(soFar, line)
  soFar.model = model
  soFar.isFork ||= isCopied(line)
  const asked = {
    session: sessionOf(soFar, line),
    request: text(line['requestId']) ?? '',
    agentId,
    failed: false,
    at,
  }
  gathered.requests.add({
    ...asked,
    message: id,
    model,
    endsTurn: endsTurn(message),
    fast,
    ...tokens,
    webSearches,
    cost: costIsOwn ? own : priceOf('claude', model, tokens, { at, fast, webSearches }),
    costIsOwn,
  })
  for (const advisor of advisorsOf(id, usage)) {
    const cost = priceOf('claude', advisor.model, advisor.tokens, { at })
    const made = {
      ...asked,
      agentId: ADVISOR,
      message: advisor.id,
      model: advisor.model,
      endsTurn: false,
      fast: false,
      webSearches: 0,
    }
    gathered.requests.add({ ...made, ...advisor.tokens, cost, costIsOwn: false })
  }
  const used = promptTokens(tokens)
  if (agentId !== null || used === 0) return
  gathered.context = { used, window: windowOf(model, text(line['requestedModel'])), model, at }
}

function takeFailure(gathered: Gathered, line: JsonObject, agentId: string | null): void {
  const { soFar } = gathered
  const id = text(line['uuid'])
  if (id === null) return
  const none = { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, webSearches: 0 }
  gathered.requests.add({
    session: sessionOf(soFar, line),
    message: id,
    request: text(line['requestId']) ?? '',
    agentId,
    model: soFar.model ?? UNKNOWN_MODEL,
    failed: true,
    endsTurn: false,
    fast: false,
    ...none,
    cost: null,
    costIsOwn: false,
    at: requestTime(soFar, line),
  })
}

function takeCost(gathered: Gathered, line: JsonObject): void {
  const { soFar } = gathered
  const { totalCostUSD: usd, startTime, totalDuration } = line
  if (typeof usd !== 'number' || usd === soFar.reportedUsd) return
  soFar.reportedUsd = usd
  // The line has no time of its own; these two add up to when it was written, unless the process was not the session's first.
  const said = typeof startTime === 'number' && typeof totalDuration === 'number' ? startTime + totalDuration : 0
  const at = Math.max(soFar.requestAt ?? 0, Math.min(said, gathered.changedAt))
  gathered.reported.push({ usd, at })
}

/** A fork begins with lines of the session that it was made from, under its own session id. */
function isCopied(line: JsonObject): boolean {
  const asked = text(line['requestSessionId'])
  return (asked !== null && asked !== line['sessionId']) || isObject(line['forkedFrom'])
}

function sessionOf(soFar: SoFar, line: JsonObject): string {
  soFar.sessionId ??= text(line['sessionId'])
  return text(line['sessionId']) ?? soFar.sessionId ?? ''
}

function requestTime(soFar: SoFar, line: JsonObject): number {
  const at = timeOf(line) ?? soFar.requestAt ?? soFar.firstAt ?? 0
  soFar.requestAt = at
  return at
}

/** Milliseconds since the epoch; null: the line has no time. */
export function timeOf(line: JsonObject): number | null {
  const at = Date.parse(text(line['timestamp']) ?? '')
  return Number.isNaN(at) ? null : at
}
