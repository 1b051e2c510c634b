import type { TokenCounts } from '../../../contract/usage.ts'
import type { Attributes } from '../../otlp/points.ts'
import {
  countOf,
  eventMeaning,
  kindOf,
  numberOf,
  sessionOf,
  spanMeaning,
  textOf,
  withoutPrefix,
} from '../telemetry-reading.ts'
import type { AgentTelemetry, ToldRequest } from '../telemetry.ts'
import { CLAUDE_EVENTS, CLAUDE_METRICS, CLAUDE_SPANS } from './telemetry-names.ts'

const PREFIX = 'claude_code.'
/** The main thread in the terminal, and under `-p`. Everything else runs beside it. */
const MAIN_SOURCES = new Set(['repl_main_thread', 'sdk'])
const MICROS_PER_USD = 1_000_000

/** Claude Code's metrics, events and traces (beta), as of 2.1.330. */
export const claudeTelemetry: AgentTelemetry = {
  agent: 'claude',
  owns: (resource, scope) =>
    scope.name.startsWith('com.anthropic.claude_code') || String(resource['service.name']).startsWith('claude-code'),
  session: (attributes) => sessionOf(attributes, 'session.id'),
  log(record) {
    const { attributes } = record
    const name = withoutPrefix(textOf(attributes, 'event.name') || record.eventName, PREFIX)
    const kind = CLAUDE_EVENTS.get(name)
    const request = name === 'api_request' ? requestOf(attributes) : null
    return eventMeaning(name, kind !== undefined, textOf(attributes, 'model'), kindOf(attributes, kind ?? []), request)
  },
  metric({ name: full, unit, attributes }) {
    const name = withoutPrefix(full, PREFIX)
    const kind = CLAUDE_METRICS.get(name)
    const type = kindOf(attributes, kind ?? ['type'])
    return { ...eventMeaning(name, kind !== undefined, textOf(attributes, 'model'), type), value: null, unit }
  },
  span(span) {
    const name = withoutPrefix(span.name, PREFIX)
    const kind = CLAUDE_SPANS.get(name)
    const model = textOf(span.attributes, 'model', 'gen_ai.request.model')
    return spanMeaning(span, name, kind !== undefined, model, kindOf(span.attributes, kind ?? []))
  },
}

/** Null: it says nothing of tokens. Figures come as numbers or as text. */
function requestOf(attributes: Attributes): ToldRequest | null {
  const input = countOf(attributes['input_tokens'])
  const output = countOf(attributes['output_tokens'])
  if (input === null && output === null) return null
  const querySource = textOf(attributes, 'query_source')
  return {
    requestId: textOf(attributes, 'request_id') || null,
    model: textOf(attributes, 'model'),
    tokens: {
      input: input ?? 0,
      output: output ?? 0,
      cacheRead: countOf(attributes['cache_read_tokens']) ?? 0,
      ...cacheWrites(attributes),
    },
    reasoning: 0,
    costUsd: costOf(attributes),
    querySource,
    main: MAIN_SOURCES.has(querySource),
    durationMs: numberOf(attributes['duration_ms']),
  }
}

/** What is not told apart was written for five minutes: the CLI's own default. */
function cacheWrites(attributes: Attributes): Pick<TokenCounts, 'cacheWrite5m' | 'cacheWrite1h'> {
  const fiveMinutes = countOf(attributes['cache_creation_5m_tokens']) ?? 0
  const anHour = countOf(attributes['cache_creation_1h_tokens']) ?? 0
  const all = countOf(attributes['cache_creation_tokens']) ?? 0
  return { cacheWrite5m: fiveMinutes + Math.max(0, all - fiveMinutes - anHour), cacheWrite1h: anHour }
}

function costOf(attributes: Attributes): number | null {
  const usd = numberOf(attributes['cost_usd'])
  const micros = numberOf(attributes['cost_usd_micros'])
  const cost = usd ?? (micros === null ? null : micros / MICROS_PER_USD)
  return cost === null || cost < 0 ? null : cost
}
