import type { HrTime } from '@opentelemetry/api'
import { OTLPLogExporter as LogsOverGrpc } from '@opentelemetry/exporter-logs-otlp-grpc'
import { OTLPLogExporter as LogsInJson } from '@opentelemetry/exporter-logs-otlp-http'
import { OTLPLogExporter as LogsInProtobuf } from '@opentelemetry/exporter-logs-otlp-proto'
import { OTLPMetricExporter as MetricsOverGrpc } from '@opentelemetry/exporter-metrics-otlp-grpc'
import { OTLPMetricExporter as MetricsInJson } from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPMetricExporter as MetricsInProtobuf } from '@opentelemetry/exporter-metrics-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import type { Addresses } from './machine.ts'

export type Protocol = 'http/protobuf' | 'http/json' | 'grpc'

interface Exporter<T> {
  export(data: T, done: (result: { code: number; error?: Error }) => void): void
}

/** Requests to the API of one export; cumulative counters beside them would rise by as much. */
export const REQUESTS = 4
/** Tokens of each. */
export const INPUT = 1_000
export const OUTPUT = 10
export const COST = 0.25
/** Never leaves a machine whose forwarding redacts. */
export const PROMPT = 'the words of a person'

const TIMEOUT_MS = 2_000
/** An exporter gives a batch up; one who wants all of it counted sends it again. */
const TRIES = 60

/** Sends as a session of Claude Code does, with OpenTelemetry's own exporters, until all of it was taken. */
export function agentTelemetry(protocol: Protocol, { http, grpc }: Addresses, session: string) {
  const [logs, metrics] = exportersOf(protocol, http, grpc)
  const resource = resourceFromAttributes({ 'service.name': 'claude-code', 'service.version': '2.1.330' })
  const common = { 'session.id': session, 'user.email': 'somebody@example.org' }
  let batch = 0

  return {
    /** One export: the log records of some requests, and the token counter of the same. */
    async send(): Promise<void> {
      batch += 1
      const now: HrTime = [Math.floor(Date.now() / 1_000), batch]
      const kept = new InMemoryLogRecordExporter()
      const provider = new LoggerProvider({ resource, processors: [new SimpleLogRecordProcessor({ exporter: kept })] })
      const logger = provider.getLogger('com.anthropic.claude_code.events', '2.1.330')
      for (let n = 0; n < REQUESTS; n += 1) {
        const attributes = {
          ...common,
          'event.name': 'api_request',
          'event.sequence': batch * REQUESTS + n,
          request_id: `req_${session}_${batch}_${n}`,
          model: 'claude-opus-4-8',
          input_tokens: INPUT,
          output_tokens: OUTPUT,
          cache_read_tokens: 0,
          cache_creation_tokens: 0,
          cost_usd: COST,
          duration_ms: 900,
          query_source: 'repl_main_thread',
          prompt: PROMPT,
        }
        logger.emit({ timestamp: now, observedTimestamp: now, body: 'claude_code.api_request', attributes })
      }
      await until(logs, kept.getFinishedLogRecords())

      const collected = new InMemoryMetricExporter(AggregationTemporality.DELTA)
      const reader = new PeriodicExportingMetricReader({ exporter: collected, exportIntervalMillis: 3_600_000 })
      const meters = new MeterProvider({ resource, readers: [reader] })
      const counter = meters
        .getMeter('com.anthropic.claude_code')
        .createCounter('claude_code.token.usage', { unit: 'tokens' })
      counter.add(REQUESTS * INPUT, { ...common, type: 'input', model: 'claude-opus-4-8' })
      await meters.forceFlush()
      for (const data of collected.getMetrics()) await until(metrics, data)
      await meters.shutdown()
    },
    batches: () => batch,
  }
}

async function until<T>(exporter: Exporter<T>, data: T): Promise<void> {
  let why = ''
  for (let n = 0; n < TRIES; n += 1) {
    const { code, error } = await new Promise<{ code: number; error?: Error }>((done) => exporter.export(data, done))
    if (code === 0) return
    why = error?.message ?? `code ${code}`
  }
  throw new Error(`not taken: ${why}`)
}

function exportersOf(protocol: Protocol, http: string, grpc: string) {
  const timeoutMillis = TIMEOUT_MS
  const logs = { url: `${http}/v1/logs`, timeoutMillis }
  const metrics = { url: `${http}/v1/metrics`, timeoutMillis }
  if (protocol === 'http/json') return [new LogsInJson(logs), new MetricsInJson(metrics)] as const
  if (protocol === 'http/protobuf') return [new LogsInProtobuf(logs), new MetricsInProtobuf(metrics)] as const
  const over = { url: grpc, timeoutMillis }
  return [new LogsOverGrpc(over), new MetricsOverGrpc(over)] as const
}
