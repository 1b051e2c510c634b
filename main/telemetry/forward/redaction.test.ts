import { expect, it, vi } from 'vitest'
import { decode } from '../../otlp/decode.ts'
import { encodeLogs } from '../../otlp/encode-logs.ts'
import type { Attributes } from '../../otlp/points.ts'
import type { Received } from '../types.ts'
import { forwardWorld, isEmpty } from './forwarder-for-tests.ts'
import { received } from './samples-for-tests.ts'

const ATTRIBUTES = {
  prompt: 'SECRET words',
  'user.email': 'SECRET@example.org',
  model: 'claude-opus',
  input_tokens: 12,
}

function json(): Received {
  const attributes = Object.entries(ATTRIBUTES).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? { stringValue: value } : { intValue: value },
  }))
  const logRecords = [{ timeUnixNano: '5000000', attributes }]
  return received(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }))
}

function protobuf(): Received {
  const body = encodeLogs([{ name: 'user_prompt', at: 5, attributes: ATTRIBUTES }], { version: '1', instanceId: 'i' })
  return { ...received(''), encoding: 'protobuf', protocol: 'grpc', body }
}

function attributesOf(body: Uint8Array, { encoding }: Received): Attributes[] {
  const decoded = decode('logs', encoding, body)
  if (!decoded.ok) throw new Error(decoded.why)
  return decoded.value.groups.flatMap(({ points }) => points.map(({ attributes }) => attributes))
}

it.each([
  ['JSON', json],
  ['protobuf, as it came over gRPC', protobuf],
])('lets no prompt and nobody’s name leave, but what was measured: %s', async (_name, make) => {
  const { endpoint, open } = await forwardWorld()
  const forwarder = await open({ redact: true })
  const request = make()
  await forwarder.keep([request, request])
  await vi.waitFor(() => expect(isEmpty(forwarder.view())).toBe(true))
  expect(forwarder.view().sent).toBe(2)
  const sent = endpoint.taken.flatMap(({ body }) => attributesOf(body, request))
  expect(sent).toHaveLength(2)
  for (const attributes of sent) {
    expect(attributes).toMatchObject({
      prompt: '<redacted>',
      'user.email': '<redacted>',
      model: 'claude-opus',
      input_tokens: 12,
    })
  }
  expect(Buffer.concat(endpoint.taken.map(({ body }) => body)).toString()).not.toContain('SECRET')
})

it('sends every byte as it came where that is asked for', async () => {
  const { endpoint, open } = await forwardWorld()
  const forwarder = await open({ redact: false })
  const request = protobuf()
  await forwarder.keep([request])
  await vi.waitFor(() => expect(endpoint.taken.map(({ body }) => body)).toEqual([Buffer.from(request.body)]))
})

it('is not held up by what cannot be read, and lets none of it leave', async () => {
  const { endpoint, open } = await forwardWorld()
  const forwarder = await open({ redact: true })
  await forwarder.keep([received('{"resourceLogs": SECRET'), received('SECRET'.repeat(9), 'logs', 'protobuf'), json()])
  await vi.waitFor(() => expect(isEmpty(forwarder.view())).toBe(true))
  expect(Buffer.concat(endpoint.taken.map(({ body }) => body)).toString()).not.toContain('SECRET')
  expect(endpoint.taken.at(-1)?.body.toString()).toContain('claude-opus')
})
