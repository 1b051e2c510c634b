import type { Attributes, LogPoint } from '../../otlp/points.ts'
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
import { CODEX_EVENTS, CODEX_METRICS } from './telemetry-names.ts'

const PREFIX = 'codex.'
/** A log record that is no event: a line of Codex's own log, exported beside them. */
const LOG_LINE = 'log_line'
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Codex CLI's events and metrics, as of 0.169.0. Its metrics name no session. */
export const codexTelemetry: AgentTelemetry = {
  agent: 'codex',
  owns: (resource, scope) =>
    /^codex([-_ ]|$)/i.test(String(resource['service.name'] ?? '')) || /^codex(_otel)?([.:]|$)/.test(scope.name),
  session: (attributes) => sessionOf(attributes, 'conversation.id', 'thread_id') ?? conversationIn(attributes),
  log(record) {
    const { attributes } = record
    const name = nameOf(record)
    const model = textOf(attributes, 'model', 'slug')
    if (name === LOG_LINE) return eventMeaning(name, true, model, record.severityText.slice(0, 10))
    const kind = CODEX_EVENTS.get(name)
    const request = name === 'sse_event' ? requestOf(attributes) : null
    return eventMeaning(name, kind !== undefined, model, kindOf(attributes, kind ?? []), request)
  },
  metric({ name: full, unit, attributes }) {
    const name = withoutPrefix(full, PREFIX)
    const kind = CODEX_METRICS.get(name)
    const type = kindOf(attributes, kind ?? [])
    return { ...eventMeaning(name, kind !== undefined, textOf(attributes, 'model'), type), value: null, unit }
  },
  // Its spans are named for functions of its program, hundreds of them; there is no list to know.
  span: (span) => spanMeaning(span, withoutPrefix(span.name, PREFIX), true, textOf(span.attributes, 'model'), ''),
}

/** A span's `thread.id` is the conversation, or a thread of the program: a number. */
function conversationIn(attributes: Attributes): string | null {
  const thread = sessionOf(attributes, 'thread.id')
  return thread !== null && UUID.test(thread) ? thread : null
}

/** The record's own event name is a place in Codex's sources; what happened stands in an attribute. */
function nameOf({ attributes, eventName }: LogPoint): string {
  const said = textOf(attributes, 'event.name')
  if (said !== '') return withoutPrefix(said, PREFIX)
  return eventName === '' || eventName.startsWith('event ') ? LOG_LINE : withoutPrefix(eventName, PREFIX)
}

/**
 * A response is told of twice, as the event of its stream and with its usage; only the latter counts. `input_token_count`
 * holds the cached tokens, `output_token_count` the reasoning; `tool_token_count` is the sum of all.
 */
function requestOf(attributes: Attributes): ToldRequest | null {
  if (attributes['event.kind'] !== 'response.completed') return null
  const input = countOf(attributes['input_token_count'])
  const output = countOf(attributes['output_token_count'])
  if (input === null && output === null) return null
  const cacheRead = Math.min(input ?? 0, countOf(attributes['cached_token_count']) ?? 0)
  const written = Math.min((input ?? 0) - cacheRead, countOf(attributes['cache_write_token_count']) ?? 0)
  return {
    requestId: textOf(attributes, 'response_id', 'response.id', 'request_id') || null,
    model: textOf(attributes, 'model', 'slug'),
    tokens: {
      input: (input ?? 0) - cacheRead - written,
      output: output ?? 0,
      cacheRead,
      cacheWrite5m: written,
      cacheWrite1h: 0,
    },
    reasoning: Math.min(output ?? 0, countOf(attributes['reasoning_token_count']) ?? 0),
    costUsd: null,
    fast: attributes['service_tier'] === 'priority' || attributes['service_tier'] === 'fast',
    querySource: '',
    // A subagent of Codex is a conversation of its own.
    main: true,
    durationMs: numberOf(attributes['duration_ms']),
  }
}
