import type { ContextMeasured, CostReported, UsageRecorded } from '../../../../contract/facts.ts'
import { priceOf } from '../../prices.ts'
import { windowOf } from '../windows.ts'
import { isObject, parseLine, type JsonObject, type Skipped } from './lines.ts'
import { ADVISOR, advisorsOf, endsTurn, isSynthetic, promptTokens, text, tokensOf, webSearchesOf } from './usage.ts'

/**
 * What makes a line worth parsing; most bytes of a transcript are copies of prompts and tool results. A quoted word
 * cannot stand inside a JSON string, where its quotes are escaped.
 */
const TELLING = ['"usage":{', '"promptId":"', '"compact_boundary"', '"cost-state"'].map((word) => Buffer.from(word))

export interface TranscriptFacts {
  usages: UsageRecorded[]
  contexts: ContextMeasured[]
  costs: CostReported[]
}

export interface FactAccumulator {
  take(line: Buffer): void
  /** The facts since the last call. A message that grew is given again, with its larger output. */
  drain(): TranscriptFacts
  /** Telling lines of which a part or all could not be read so far. */
  readonly damaged: Skipped
}

export interface AccumulatorOptions {
  /** The subagent whose file this is; null for a session's own file. */
  agentId?: string | null
  /** Environment of the session, for its window. */
  env?: Record<string, string | undefined>
}

/** Turns the lines of one transcript file, in order, into facts. Source: claude-code.md §4.3. */
export function accumulateFacts({ agentId = null, env = {} }: AccumulatorOptions = {}): FactAccumulator {
  const damaged: Skipped = { lines: 0, bytes: 0 }
  const outputByMessage = new Map<string, number>()
  const usages = new Map<string, UsageRecorded>()
  let contexts: ContextMeasured[] = []
  let costs: CostReported[] = []
  let promptId: string | null = null
  let lastContext = ''
  let lastAt = 0

  function takeObject(object: JsonObject): void {
    const sessionId = text(object['sessionId'])
    if (sessionId === null) return
    const at = Date.parse(text(object['timestamp']) ?? '') || lastAt
    lastAt = at
    const agent = agentId ?? text(object['agentId']) ?? (object['isSidechain'] === true ? 'sidechain' : null)
    if (object['type'] === 'assistant') takeResponse(object, sessionId, agent, at)
    else if (object['type'] === 'cost-state') takeCost(object, sessionId, at)
    else if (agent !== null) return
    else if (object['type'] === 'user') promptId = text(object['promptId']) ?? promptId
    else if (object['subtype'] === 'compact_boundary') {
      measure({ sessionId, used: null, window: null, model: null, messageId: null, at })
    }
  }

  function takeResponse(line: JsonObject, sessionId: string, agent: string | null, at: number): void {
    const message = line['message']
    if (!isObject(message) || isSynthetic(line, message) || !isObject(message['usage'])) return
    const model = text(message['model'])
    const messageId = text(message['id']) ?? text(line['uuid'])
    if (model === null || messageId === null) return
    const requestId = text(line['requestId']) ?? ''
    const tokens = tokensOf(message['usage'])
    const key = `${messageId} ${requestId}`
    if (tokens.output > (outputByMessage.get(key) ?? -1)) {
      outputByMessage.set(key, tokens.output)
      const webSearches = webSearchesOf(message['usage'])
      const fast = message['usage']['speed'] === 'fast'
      const costUsd = priceOf('claude', model, tokens, { at, fast, webSearches })
      const asked = { requestId, sessionId, agentId: agent, at }
      usages.set(key, { ...asked, messageId, model, tokens, webSearches, costUsd, fast, endsTurn: endsTurn(message) })
      for (const advisor of advisorsOf(messageId, message['usage'])) {
        const cost = priceOf('claude', advisor.model, advisor.tokens, { at })
        const rest = { model: advisor.model, tokens: advisor.tokens, webSearches: 0, costUsd: cost, fast: false }
        usages.set(`${advisor.id} ${requestId}`, { ...asked, agentId: ADVISOR, messageId: advisor.id, ...rest })
      }
    }
    const used = promptTokens(tokens)
    if (agent !== null || used === 0) return
    measure({ sessionId, used, window: windowOf(model, text(line['requestedModel']), env), model, messageId, at })
  }

  function takeCost(line: JsonObject, sessionId: string, seenAt: number): void {
    const totalUsd = line['totalCostUSD']
    if (typeof totalUsd !== 'number') return
    const { startTime, totalDuration } = line
    // The line has no time of its own; these two add up to when it was written.
    const at = typeof startTime === 'number' && typeof totalDuration === 'number' ? startTime + totalDuration : seenAt
    costs.push({ sessionId, source: 'cost-state', totalUsd, at })
  }

  function measure(reading: Omit<ContextMeasured, 'source' | 'promptId'>): void {
    const identity = `${reading.sessionId} ${reading.messageId} ${reading.used}`
    if (identity === lastContext) return
    lastContext = identity
    contexts.push({ ...reading, source: 'transcript', promptId })
  }

  return {
    take(line) {
      if (!TELLING.some((word) => line.includes(word))) return
      const parsed = parseLine(line)
      if (parsed.damaged) {
        damaged.lines += 1
        damaged.bytes += line.length
      }
      parsed.objects.forEach(takeObject)
    },
    drain() {
      const drained = { usages: [...usages.values()], contexts, costs }
      usages.clear()
      contexts = []
      costs = []
      return drained
    },
    damaged,
  }
}
