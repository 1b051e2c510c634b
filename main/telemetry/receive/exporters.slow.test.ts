import { diag, DiagLogLevel } from '@opentelemetry/api'
import { OTLPLogExporter as GrpcLogs } from '@opentelemetry/exporter-logs-otlp-grpc'
import { OTLPLogExporter as JsonLogs } from '@opentelemetry/exporter-logs-otlp-http'
import { OTLPLogExporter as ProtobufLogs } from '@opentelemetry/exporter-logs-otlp-proto'
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import type { LogRecordExporter } from '@opentelemetry/sdk-logs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { PATIENCE_MS } from './limits.ts'
import { PROTOCOLS, recordingIntake, TAKEN } from './test-receivers.ts'

/** What Claude Code and others send with. They read OTEL_… of the environment: all that matters is given here. */
const EXPORTERS: Record<string, (port: number, compression: 'none' | 'gzip') => LogRecordExporter> = {
  'http/json': (port, compression) => new JsonLogs({ url: `http://127.0.0.1:${port}/v1/logs`, ...packed(compression) }),
  'http/protobuf': (port, compression) =>
    new ProtobufLogs({ url: `http://127.0.0.1:${port}/v1/logs`, ...packed(compression) }),
  grpc: (port, compression) => new GrpcLogs({ url: `http://localhost:${port}`, ...packed(compression) }),
}

type Compression = NonNullable<NonNullable<ConstructorParameters<typeof JsonLogs>[0]>['compression']>
const packed = (compression: string) => ({ compression: compression as Compression, timeoutMillis: 10_000 })

/** One record as the SDK makes it. */
function records(text: string) {
  const exporter = new InMemoryLogRecordExporter()
  const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] })
  provider.getLogger('a test').emit({ body: text, attributes: { n: 1 } })
  return exporter.getFinishedLogRecords()
}

const sent = (exporter: LogRecordExporter, text: string): Promise<{ code: number; error?: Error }> =>
  new Promise((resolve) => exporter.export(records(text), resolve))

afterEach(() => diag.disable())

describe.each(PROTOCOLS)('the official exporter over $name', ({ name, start }) => {
  const exporterAt = (port: number, compression: 'none' | 'gzip') => {
    const exporter = EXPORTERS[name]?.(port, compression)
    if (exporter === undefined) throw new Error(`no exporter for ${name}`)
    return exporter
  }

  it.each(['none', 'gzip'] as const)('is understood, packed by %s', async (compression) => {
    const intake = recordingIntake()
    const { port, receiver } = await start({ intake })
    const exporter = exporterAt(port, compression)
    expect(await sent(exporter, 'what was said')).toEqual({ code: 0 })
    expect(Buffer.from(intake.took[0]?.body ?? []).includes('what was said')).toBe(true)
    expect(receiver.view().requests).toEqual({ ok: 1 })
    await exporter.shutdown()
  })

  it('hears what was rejected', async () => {
    const warn = vi.fn<(...said: unknown[]) => void>()
    const quiet = () => {}
    diag.setLogger({ warn, error: warn, info: quiet, debug: quiet, verbose: quiet }, DiagLogLevel.ALL)
    const { port } = await start({ intake: recordingIntake(() => ({ did: 'taken', rejected: 7, why: 'too old' })) })
    const exporter = exporterAt(port, 'none')
    expect(await sent(exporter, 'x')).toEqual({ code: 0 })
    expect(warn.mock.calls.map((call) => JSON.stringify(call))).toEqual([
      expect.stringMatching(/Partial Success.*rejectedLogRecords\\?":\\?"?7.*too old/),
    ])
    await exporter.shutdown()
  })

  it('gets its records through a receiver that is busy, once', async () => {
    let asked = 0
    // Longer than a request is kept over HTTP, so that it has to be sent again; gRPC's exporter never sends again.
    const patience = name === 'grpc' ? PATIENCE_MS : 0
    const intake = recordingIntake(() => (++asked < 3 ? { did: 'busy', retryAfterMs: 200, why: 'full' } : TAKEN))
    const { port, receiver } = await start({ intake, patience })
    const exporter = exporterAt(port, 'gzip')
    expect(await sent(exporter, 'what was said')).toEqual({ code: 0 })
    expect(intake.took).toHaveLength(1)
    expect(receiver.view().requests).toEqual(name === 'grpc' ? { ok: 1 } : { ok: 1, busy: 2 })
    await exporter.shutdown()
  })

  it('does not send again what cannot be decoded', async () => {
    const intake = recordingIntake(() => ({ did: 'malformed', why: 'no such field' }))
    const { port } = await start({ intake })
    const exporter = exporterAt(port, 'none')
    expect((await sent(exporter, 'x')).code).toBe(1)
    expect(intake.asked).toHaveLength(1)
    await exporter.shutdown()
  })
})

it('is gRPC’s exporter that never sends again what was answered by UNAVAILABLE: why a busy intake is waited for', async () => {
  const grpc = PROTOCOLS.find(({ name }) => name === 'grpc')
  const intake = recordingIntake(() => ({ did: 'busy', retryAfterMs: 10, why: 'full' }))
  const started = await grpc?.start({ intake })
  const exporter = EXPORTERS['grpc']?.(started?.port ?? 0, 'none')
  if (exporter === undefined) throw new Error('no exporter')
  const outcome = await sent(exporter, 'x')
  expect(outcome).toMatchObject({ code: 1, error: { code: 14 } })
  expect(intake.asked).toHaveLength(1)
  await exporter.shutdown()
})
