import type { Attributes } from '../../otlp/points.ts'
import { countOf, eventMeaning, kindOf, sessionOf, spanMeaning, textOf } from '../telemetry-reading.ts'
import type { AgentTelemetry, ToldRequest } from '../telemetry.ts'

/** `baton doctor` sends it to see whether telemetry arrives. */
export const PROBE = { service: 'baton-doctor', event: 'baton.probe' } as const

const MODELS = ['gen_ai.response.model', 'gen_ai.request.model']
const NO_NAME = 'no name'
/** OpenTelemetry's conventions for generative AI; everything else of an unknown sender is unknown. */
const CONVENTION = 'gen_ai.'

/** Senders that Baton does not know: their names are kept as they are, the gen_ai conventions are understood. */
export const otherTelemetry: AgentTelemetry = {
  agent: 'other',
  owns: () => true,
  session: (attributes, resource) =>
    sessionOf(attributes, 'session.id', 'gen_ai.conversation.id') ?? sessionOf(resource, 'session.id'),
  log({ eventName, attributes, severityText }) {
    const name = textOf(attributes, 'event.name') || eventName || NO_NAME
    const known = name.startsWith(CONVENTION) || name === PROBE.event
    const type = known ? kindOf(attributes, ['gen_ai.operation.name']) : severityText.slice(0, 10)
    return eventMeaning(name, known, textOf(attributes, ...MODELS), type, requestOf(attributes))
  },
  metric({ name, unit, attributes }) {
    const type = kindOf(attributes, ['gen_ai.token.type'])
    const known = name.startsWith(CONVENTION)
    return { ...eventMeaning(name, known, textOf(attributes, ...MODELS), type), value: null, unit }
  },
  span(span) {
    const operation = kindOf(span.attributes, ['gen_ai.operation.name'])
    const model = textOf(span.attributes, ...MODELS)
    // By the conventions a span is named "chat gpt-5.5": one name for each model would be no name.
    const name = operation === '' ? span.name || NO_NAME : `${CONVENTION}${operation}`
    return spanMeaning(span, name, operation !== '', model, '', requestOf(span.attributes))
  },
}

/** Only with the response's own id: a sender may tell of it in a span and in an event. */
function requestOf(attributes: Attributes): ToldRequest | null {
  const requestId = textOf(attributes, 'gen_ai.response.id')
  const prompt = countOf(attributes['gen_ai.usage.input_tokens'])
  const output = countOf(attributes['gen_ai.usage.output_tokens'])
  if (requestId === '' || (prompt === null && output === null)) return null
  const cacheRead = Math.min(prompt ?? 0, countOf(attributes['gen_ai.usage.cache_read.input_tokens']) ?? 0)
  const written = Math.min(
    (prompt ?? 0) - cacheRead,
    countOf(attributes['gen_ai.usage.cache_creation.input_tokens']) ?? 0,
  )
  return {
    requestId,
    model: textOf(attributes, ...MODELS),
    tokens: {
      input: (prompt ?? 0) - cacheRead - written,
      output: output ?? 0,
      cacheRead,
      cacheWrite5m: written,
      cacheWrite1h: 0,
    },
    reasoning: Math.min(output ?? 0, countOf(attributes['gen_ai.usage.reasoning.output_tokens']) ?? 0),
    costUsd: null,
    querySource: '',
    main: false,
    durationMs: null,
  }
}
