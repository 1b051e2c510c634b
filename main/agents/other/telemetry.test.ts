import { expect, it } from 'vitest'
import { logPoint, readPoint, spanPoint, sumPoint } from '../points-for-tests.ts'
import { PROBE } from './telemetry.ts'

const GROUP = { resource: { 'service.name': 'my-agent' }, scope: { name: 'mine', version: '1' } }
const USAGE = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.request.model': 'gpt-5.5',
  'gen_ai.response.id': 'resp_1',
  'gen_ai.usage.input_tokens': 100,
  'gen_ai.usage.cache_read.input_tokens': 60,
  'gen_ai.usage.output_tokens': '7',
  'gen_ai.conversation.id': 'conv-1',
}

it('takes what nobody owns, name by name', () => {
  expect(readPoint(GROUP, logPoint({ 'event.name': 'my.event' }))).toMatchObject({
    agent: 'other',
    session: null,
    meaning: { name: 'my.event', known: false, value: 1, request: null },
  })
  expect(readPoint(GROUP, sumPoint('my.metric', {}, 'By')).meaning).toMatchObject({ known: false, unit: 'By' })
  expect(readPoint(GROUP, logPoint({}, { severityText: 'WARN' })).meaning).toMatchObject({
    name: 'no name',
    type: 'WARN',
  })
})

it('understands a span by the conventions for generative AI', () => {
  const read = readPoint(GROUP, spanPoint('chat gpt-5.5', USAGE))
  expect(read).toMatchObject({ session: 'conv-1', meaning: { name: 'gen_ai.chat', known: true, model: 'gpt-5.5' } })
  expect(read.meaning.request).toMatchObject({
    requestId: 'resp_1',
    tokens: { input: 40, output: 7, cacheRead: 60 },
    main: false,
    costUsd: null,
  })
})

it('takes no response without an id of its own, for it may be told of twice', () => {
  const { 'gen_ai.response.id': _, ...unnamed } = USAGE
  expect(readPoint(GROUP, spanPoint('chat', unnamed)).meaning.request).toBeNull()
})

it("knows the doctor's probe and finds no response in it", () => {
  const probe = readPoint(GROUP, logPoint({ 'event.name': PROBE.event }))
  expect(probe.meaning).toMatchObject({ name: 'baton.probe', known: true, request: null })
})
