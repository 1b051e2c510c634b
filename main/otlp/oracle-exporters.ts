import { OTLPLogExporter as LogsOverGrpc } from '@opentelemetry/exporter-logs-otlp-grpc'
import { OTLPLogExporter as LogsInJson } from '@opentelemetry/exporter-logs-otlp-http'
import { OTLPLogExporter as LogsInProtobuf } from '@opentelemetry/exporter-logs-otlp-proto'
import { OTLPMetricExporter as MetricsOverGrpc } from '@opentelemetry/exporter-metrics-otlp-grpc'
import { OTLPMetricExporter as MetricsInJson } from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPMetricExporter as MetricsInProtobuf } from '@opentelemetry/exporter-metrics-otlp-proto'
import { OTLPTraceExporter as TracesOverGrpc } from '@opentelemetry/exporter-trace-otlp-grpc'
import { OTLPTraceExporter as TracesInJson } from '@opentelemetry/exporter-trace-otlp-http'
import { OTLPTraceExporter as TracesInProtobuf } from '@opentelemetry/exporter-trace-otlp-proto'
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs'
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'
import { decode } from './decode.ts'
import type { Capture, Captured } from './oracle-capture.ts'
import type { Decoded, Signal } from './points.ts'

/** For tests: the official exporters of OpenTelemetry, one for each signal and protocol. */
export const PROTOCOLS = ['http/json', 'http/protobuf', 'grpc'] as const
export type Protocol = (typeof PROTOCOLS)[number]

/** What an exporter takes, as the SDK made it. */
export type Sent =
  | { signal: 'logs'; data: ReadableLogRecord[] }
  | { signal: 'metrics'; data: ResourceMetrics }
  | { signal: 'traces'; data: ReadableSpan[] }

interface Exporter<T> {
  export(data: T, done: (result: { code: number; error?: Error }) => void): void
  shutdown(): Promise<void>
}

/** Sends with the official exporter; what came, undecoded. */
export async function sent(capture: Capture, protocol: Protocol, what: Sent): Promise<Captured> {
  const before = capture.requests.length
  const url = protocol === 'grpc' ? capture.grpcUrl : `${capture.httpUrl}/v1/${what.signal}`
  if (what.signal === 'logs') {
    const Made = { 'http/json': LogsInJson, 'http/protobuf': LogsInProtobuf, grpc: LogsOverGrpc }[protocol]
    await exported(new Made({ url }), what.data)
  } else if (what.signal === 'metrics') {
    const Made = { 'http/json': MetricsInJson, 'http/protobuf': MetricsInProtobuf, grpc: MetricsOverGrpc }[protocol]
    await exported(new Made({ url }), what.data)
  } else {
    const Made = { 'http/json': TracesInJson, 'http/protobuf': TracesInProtobuf, grpc: TracesOverGrpc }[protocol]
    await exported(new Made({ url }), what.data)
  }
  const came = capture.requests[before]
  if (came === undefined || came.signal !== what.signal) throw new Error(`no ${what.signal} came`)
  return came
}

async function exported<T>(exporter: Exporter<T>, data: T): Promise<void> {
  await new Promise<void>((done, failed) => {
    exporter.export(data, ({ code, error }) => (code === 0 ? done() : failed(error ?? new Error('not exported'))))
  })
  await exporter.shutdown()
}

export function decoded({
  signal,
  encoding,
  body,
}: {
  signal: Signal
  encoding: Captured['encoding']
  body: Uint8Array
}): Decoded {
  const result = decode(signal, encoding, body)
  if (!result.ok) throw new Error(result.why)
  return result.value
}
