import type { TokenCounts } from '../../../../contract/usage.ts'
import { isObject, type JsonObject } from './lines.ts'

/** Tokens of a `message.usage`. Cache writes that are not split by lifetime count as the short one. */
export function tokensOf(usage: JsonObject): TokenCounts {
  const written = count(usage['cache_creation_input_tokens'])
  const split = isObject(usage['cache_creation']) ? usage['cache_creation'] : {}
  const cacheWrite1h = Math.min(count(split['ephemeral_1h_input_tokens']), written)
  return {
    input: count(usage['input_tokens']),
    output: count(usage['output_tokens']),
    cacheRead: count(usage['cache_read_input_tokens']),
    cacheWrite5m: written - cacheWrite1h,
    cacheWrite1h,
  }
}

/** What stood in the model's window: everything but the answer, as the agent's own statusline counts it. */
export function promptTokens(tokens: TokenCounts): number {
  return tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h
}

export function webSearchesOf(usage: JsonObject): number {
  const server = usage['server_tool_use']
  return isObject(server) ? count(server['web_search_requests']) : 0
}

/** The subagent that the advisor tool's answers are counted as: no context is measured by them. */
export const ADVISOR = 'advisor'

/** Models that were asked within a response, and are not in its usage: the advisor tool's. `id`: apart from the response's own. */
export function advisorsOf(id: string, usage: JsonObject): { id: string; model: string; tokens: TokenCounts }[] {
  const iterations = Array.isArray(usage['iterations']) ? usage['iterations'].filter(isObject) : []
  return iterations
    .filter((one) => one['type'] === 'advisor_message')
    .flatMap((one, n) => {
      const model = text(one['model'])
      return model === null ? [] : [{ id: `${id}:advisor:${n}`, model, tokens: tokensOf(one) }]
    })
}

/** An answer that no model gave: an API error shown as a message. Its zero usage is no measurement. */
export function isSynthetic(line: JsonObject, message: JsonObject): boolean {
  return message['model'] === '<synthetic>' || line['isApiErrorMessage'] === true
}

/** True of a response with which the turn ended: no tool was called. Old versions name no reason before its last line. */
export function endsTurn(message: JsonObject): boolean {
  const reason = message['stop_reason']
  return typeof reason === 'string' && reason !== 'tool_use' && reason !== 'pause_turn'
}

export function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0
}
