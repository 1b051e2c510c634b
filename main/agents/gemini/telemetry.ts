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
import { GEMINI_EVENTS, GEMINI_METRICS, GEMINI_SPANS } from './telemetry-names.ts'

const PREFIX = 'gemini_cli.'
const SERVICE = 'gemini-cli'
const MODELS = ['model', 'gen_ai.response.model', 'gen_ai.request.model']

/** Gemini CLI's metrics, events and traces, as of 0.61.0. */
export const geminiTelemetry: AgentTelemetry = {
  agent: 'gemini',
  owns: (resource, scope) => resource['service.name'] === SERVICE || scope.name === SERVICE,
  session: (attributes, resource) =>
    sessionOf(attributes, 'session.id', 'gen_ai.conversation.id') ?? sessionOf(resource, 'session.id'),
  log(record) {
    const { attributes } = record
    const name = withoutPrefix(textOf(attributes, 'event.name') || record.eventName, PREFIX)
    const kind = GEMINI_EVENTS.get(name)
    // `gen_ai.client.inference.operation.details` tells of the same response once more.
    const request = name === 'api_response' ? requestOf(attributes) : null
    const type = kindOf(attributes, kind ?? [])
    return eventMeaning(name, kind !== undefined, textOf(attributes, ...MODELS), type, request)
  },
  metric({ name: full, unit, attributes }) {
    const name = withoutPrefix(full, PREFIX)
    const kind = GEMINI_METRICS.get(name)
    const type = kindOf(attributes, kind ?? ['type'])
    return { ...eventMeaning(name, kind !== undefined, textOf(attributes, ...MODELS), type), value: null, unit }
  },
  span(span) {
    const name = withoutPrefix(span.name, PREFIX)
    const kind = GEMINI_SPANS.get(name)
    return spanMeaning(
      span,
      name,
      kind !== undefined,
      textOf(span.attributes, ...MODELS),
      kindOf(span.attributes, kind ?? []),
    )
  },
}

/**
 * `input_token_count` holds the cached tokens; thoughts are billed as output but not in `output_token_count`; what tools
 * put into the prompt is counted beside it.
 */
function requestOf(attributes: Attributes): ToldRequest | null {
  const prompt = countOf(attributes['input_token_count'])
  const answer = countOf(attributes['output_token_count'])
  if (prompt === null && answer === null) return null
  const thoughts = countOf(attributes['thoughts_token_count']) ?? 0
  const cacheRead = Math.min(prompt ?? 0, countOf(attributes['cached_content_token_count']) ?? 0)
  const role = textOf(attributes, 'role')
  return {
    requestId: null,
    model: textOf(attributes, 'model'),
    tokens: {
      input: (prompt ?? 0) - cacheRead + (countOf(attributes['tool_token_count']) ?? 0),
      output: (answer ?? 0) + thoughts,
      cacheRead,
      cacheWrite5m: 0,
      cacheWrite1h: 0,
    },
    reasoning: thoughts,
    costUsd: null,
    querySource: role,
    // Versions that do not tell the role had no requests beside the main ones.
    main: role === 'main' || role === '',
    durationMs: numberOf(attributes['duration_ms']),
  }
}
