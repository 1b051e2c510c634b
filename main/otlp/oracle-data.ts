import {
  type AnyValue,
  type HrTime,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  ValueType,
} from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  type ReadableLogRecord,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs'
import {
  AggregationTemporality,
  AggregationType,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics'
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'

/** For tests: data of every kind, made by the official SDK. */

/** Values of every kind that an attribute may have; those that JSON has no word for are apart. */
export const VALUES: Record<string, AnyValue> = {
  text: 'plain',
  'text.empty': '',
  'text.unicode': 'Grüße 🌍 漢字 \u0000 \u2028 "\\',
  'text.long': 'x'.repeat(5_000),
  'bool.true': true,
  'bool.false': false,
  int: 42,
  'int.zero': 0,
  'int.negative': -42,
  'int.of.29.bits': 2 ** 28,
  'int.of.32.bits': 2 ** 32 - 1,
  'int.of.35.bits': 2 ** 34 + 1,
  'int.of.40.bits': -(2 ** 40),
  'int.safe': Number.MAX_SAFE_INTEGER,
  'int.beyond': 2 ** 53 + 2,
  'int.beyond.negative': -(2 ** 53) - 2,
  double: 0.1,
  'double.negative': -1.5e-300,
  'double.beyond.int': 1e300,
  bytes: new Uint8Array([0, 1, 127, 128, 255]),
  'bytes.empty': new Uint8Array(),
  array: ['a', 1, true, 0.5, null, new Uint8Array([9])],
  'array.empty': [],
  map: { name: 'é', count: 3, large: 2 ** 53 + 2, inner: { list: [{ deep: [[['end']]] }] } },
  'map.empty': {},
  unset: null,
  __proto: 'close',
}
export const NO_NUMBERS: Record<string, AnyValue> = {
  nan: Number.NaN,
  infinity: Number.POSITIVE_INFINITY,
  'infinity.negative': Number.NEGATIVE_INFINITY,
  nested: [Number.NaN, { least: Number.NEGATIVE_INFINITY }],
}

const resource = resourceFromAttributes({ 'service.name': 'oracle', 'service.version': '1.2.3', 'host.cores': 8 })
const TIME: HrTime = [1_795_332_169, 239_000_001]
const LATER: HrTime = [1_795_332_170, 999_999_999]

export async function makeLogs(values: Record<string, AnyValue>): Promise<ReadableLogRecord[]> {
  const exporter = new InMemoryLogRecordExporter()
  const provider = new LoggerProvider({ resource, processors: [new SimpleLogRecordProcessor({ exporter })] })
  const logger = provider.getLogger('oracle.logs', '0.1.0')
  const times = { timestamp: TIME, observedTimestamp: LATER }
  logger.emit({ ...times, body: 'all', attributes: values })
  for (const body of Object.values(values)) logger.emit({ ...times, body })
  logger.emit({
    ...times,
    severityNumber: 17,
    severityText: 'ERROR',
    eventName: 'of.its.own',
    attributes: { 'event.name': 'x' },
  })
  logger.emit({ ...times, attributes: { 'event.name': 'by.attribute' } })
  const spanContext = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 }
  logger.emit({ ...times, body: 'traced', context: trace.setSpanContext(ROOT_CONTEXT, spanContext) })
  provider.getLogger('another').emit({ ...times, body: 'of another scope, without a version' })
  await provider.forceFlush()
  return exporter.getFinishedLogRecords()
}

export async function makeSpans(): Promise<ReadableSpan[]> {
  const exporter = new InMemorySpanExporter()
  const provider = new TracerProvider({ resource, spanProcessors: [new SimpleSpanProcessor({ exporter })] })
  const tracer = provider.getTracer('oracle.traces', '0.2.0')
  const attributes = { text: 'Grüße 🌍', int: -7, double: 0.25, bool: true, list: ['a', 'b'], numbers: [1, 2.5] }
  const parent = tracer.startSpan('parent', { startTime: TIME, kind: SpanKind.SERVER, attributes })
  const links = [{ context: parent.spanContext(), attributes: { why: 'linked' } }, { context: parent.spanContext() }]
  const inParent = trace.setSpan(ROOT_CONTEXT, parent)
  const child = tracer.startSpan('child', { startTime: TIME, kind: SpanKind.CLIENT, links }, inParent)
  child.addEvent('first', { tokens: 12 }, TIME)
  child.addEvent('second', LATER)
  child.setStatus({ code: SpanStatusCode.ERROR, message: 'it broke' })
  child.end(LATER)
  parent.setStatus({ code: SpanStatusCode.OK })
  parent.end(LATER)
  for (const kind of [SpanKind.INTERNAL, SpanKind.PRODUCER, SpanKind.CONSUMER]) {
    tracer.startSpan(`kind ${kind}`, { startTime: TIME, kind }).end(LATER)
  }
  await provider.forceFlush()
  return exporter.getFinishedSpans()
}

/** Two collections, so that the second has a start of its own or not. */
export async function makeMetrics(temporality: AggregationTemporality): Promise<ResourceMetrics[]> {
  const exporter = new InMemoryMetricExporter(temporality)
  const aggregation = { type: AggregationType.EXPONENTIAL_HISTOGRAM } as const
  const provider = new MeterProvider({
    resource,
    readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })],
    views: [
      { instrumentName: 'exponential*', aggregation },
      {
        instrumentName: 'bare',
        aggregation: {
          type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM,
          options: { boundaries: [], recordMinMax: false },
        },
      },
    ],
  })
  const meter = provider.getMeter('oracle.metrics', '0.3.0')
  const tokens = meter.createCounter('tokens', { unit: 'tokens', valueType: ValueType.INT, description: 'Used' })
  const cost = meter.createCounter('cost', { unit: 'USD' })
  const level = meter.createUpDownCounter('level', { valueType: ValueType.INT })
  const gauge = meter.createGauge('gauge')
  const latency = meter.createHistogram('latency', { unit: 'ms', advice: { explicitBucketBoundaries: [1, 10, 1e3] } })
  const bare = meter.createHistogram('bare')
  const exponential = meter.createHistogram('exponential')
  const wide = meter.createHistogram('exponential.wide')
  for (const round of [1, 2]) {
    for (const type of ['input', 'output']) tokens.add(round * 1_000_003, { type, model: 'm', main: true, share: 0.5 })
    cost.add(0.1 * round)
    level.add(-5, { ü: 'é' })
    gauge.record(-273.15 + round)
    for (const value of [0.5, 5, 50, 5_000, -1]) latency.record(value * round, { of: 'all' })
    bare.record(3)
    for (const value of [0, 0, 1, -1, 1.001, -2.5]) exponential.record(value)
    for (const value of [1e-9, 1e9, -1e-9]) wide.record(value)
    await provider.forceFlush()
  }
  const collected = exporter.getMetrics()
  await provider.shutdown()
  return collected.slice(0, 2)
}
