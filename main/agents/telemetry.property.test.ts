import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { AGENT_TELEMETRY } from './all-telemetry.ts'
import { logPoint, spanPoint, sumPoint } from './points-for-tests.ts'
import type { Meaning } from './telemetry.ts'
import { withListPrices } from './with-list-prices.ts'

/** Names that mean something to one of the agents, so that what is sent is near to what is read. */
const NAMES = [
  'event.name model session.id conversation.id query_source role event.kind request_id input_tokens',
  'output_tokens cache_read_tokens cache_creation_tokens cache_creation_1h_tokens cost_usd',
  'cost_usd_micros input_token_count output_token_count cached_token_count cached_content_token_count',
  'thoughts_token_count tool_token_count reasoning_token_count success gen_ai.response.id',
  'gen_ai.usage.input_tokens gen_ai.usage.output_tokens tool_name decision type __proto__ constructor',
  'toString',
].flatMap((names) => names.split(' '))
const EVENTS = [
  'api_request',
  'codex.sse_event',
  'gemini_cli.api_response',
  'response.completed',
  'tool_result',
  '__proto__',
]

const scalar = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(...EVENTS, 'true', 'NaN', '1e400', '-3', '12', ' '),
  fc.double(),
  fc.integer(),
  fc.boolean(),
)
const attributes = fc.dictionary(fc.oneof(fc.constantFrom(...NAMES), fc.string()), scalar, { noNullPrototype: false })
const called = fc.oneof(fc.constantFrom(...EVENTS), fc.string({ unit: 'binary', maxLength: 300 }))
const time = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })

/** What of it could do harm further on: an endless name, a count that is none. */
function oddities({ name, type, model, value, request }: Meaning): unknown[] {
  const counts = request === null ? [] : [...Object.values(request.tokens), request.reasoning]
  return [
    ...[name, type, model].filter((text) => text.length > 100),
    ...counts.filter((count) => !Number.isInteger(count) || count < 0),
    ...[value ?? 0, request?.costUsd ?? 0].filter((figure) => !(figure >= 0)),
  ]
}

it('makes something sane of whatever is sent, and never throws', () => {
  const property = fc.property(attributes, called, time, (sent, name, at) => {
    const found = withListPrices(AGENT_TELEMETRY).flatMap((agent) => {
      agent.owns(sent, { name, version: '' })
      const session = agent.session(sent, sent) ?? ''
      return [
        ...(session.length > 128 ? [session] : []),
        ...oddities(agent.log(logPoint(sent, { eventName: name, time: at, severityText: name }))),
        ...oddities(agent.metric(sumPoint(name, sent))),
        ...oddities(agent.span(spanPoint(name, sent, { end: at }))),
      ]
    })
    expect(found).toEqual([])
  })
  fc.assert(property, { numRuns: 2_000 })
})
