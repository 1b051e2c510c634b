import { JsonLogsSerializer, JsonMetricsSerializer, JsonTraceSerializer } from '@opentelemetry/otlp-transformer'
import {
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer'
import { describe, expect, it } from 'vitest'
import { SIGNALS } from '../../otlp/points.ts'
import { exportResponse, RpcCode, sayable, statusMessage } from './answer-messages.ts'
import { SAID_LIMIT } from './limits.ts'
import { readStatus } from './test-answers.ts'

/** The official readers of what we write. */
const READERS = {
  json: { metrics: JsonMetricsSerializer, logs: JsonLogsSerializer, traces: JsonTraceSerializer },
  protobuf: { metrics: ProtobufMetricsSerializer, logs: ProtobufLogsSerializer, traces: ProtobufTraceSerializer },
}
const FIELDS = { metrics: 'rejectedDataPoints', logs: 'rejectedLogRecords', traces: 'rejectedSpans' } as const

describe.each(['json', 'protobuf'] as const)('a response in %s', (encoding) => {
  it.each(SIGNALS)('is read by the official exporter of %s', (signal) => {
    const read = (rejected: number, why: string) =>
      READERS[encoding][signal].deserializeResponse(exportResponse(signal, encoding, rejected, why))
    expect(read(0, '').partialSuccess?.errorMessage ?? '').toBe('')
    const partial = read(70_000, 'é: no name').partialSuccess
    expect(partial?.errorMessage).toBe('é: no name')
    expect(Number(partial?.[FIELDS[signal] as keyof typeof partial])).toBe(70_000)
    expect(read(0, 'a warning').partialSuccess?.errorMessage).toBe('a warning')
  })
})

it('writes a status alike in both encodings', () => {
  const status = (retry: number | null) => statusMessage('protobuf', RpcCode.unavailable, 'full', retry)
  expect(readStatus(status(null))).toEqual({ code: 14, message: 'full', retryAfterMs: null })
  expect(readStatus(status(2_750))).toEqual({ code: 14, message: 'full', retryAfterMs: 2_750 })
  expect(readStatus(status(3))).toEqual({ code: 14, message: 'full', retryAfterMs: 3 })
  const json = Buffer.from(statusMessage('json', RpcCode.unavailable, 'full', 2_750)).toString()
  expect(JSON.parse(json)).toEqual({
    code: 14,
    message: 'full',
    details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '2.75s' }],
  })
})

it('says nothing that a header cannot hold, whatever was sent', () => {
  const all = Array.from({ length: 0x10000 }, (_, code) => `a${String.fromCharCode(code)}b`)
  expect(all.filter((text) => !sayable(text).isWellFormed())).toEqual([])
  expect(() => encodeURI(sayable('\ud800'))).not.toThrow()
  // A pair of halves that the cut takes apart.
  expect(sayable('\u{1f600}'.repeat(SAID_LIMIT)).isWellFormed()).toBe(true)
  expect(sayable('x'.repeat(10_000))).toHaveLength(SAID_LIMIT)
  expect(sayable('a\r\nb\u0000\u001b[2J')).toBe('a b[2J')
})
