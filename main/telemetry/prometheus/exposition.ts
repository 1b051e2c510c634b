import { setTimeout as delay } from 'node:timers/promises'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { FAMILIES, type Family, type FamilyName } from './families.ts'
import type { MetricsFormat } from './formats.ts'
import type { HostedFigures, LedgerCount, MetricsInput, TelemetryFigures } from './input.ts'

/**
 * Figures of prom-client that mislead: gauges named like counters, which OpenMetrics forbids, and collections of garbage
 * of which it counts the first of each batch.
 */
const NOT_TOLD = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
  'nodejs_gc_duration_seconds',
]

/** The kinds of tokens by the names of their label. */
const TOKEN_TYPES = {
  input: 'input',
  output: 'output',
  cacheRead: 'cache_read',
  cacheWrite5m: 'cache_write_5m',
  cacheWrite1h: 'cache_write_1h',
} as const

/** The monitor of the event loop takes a sample each 10 ms: before its first ones it gives figures that nobody measured. */
const FIRST_SAMPLES_MS = 50

export interface Exposition {
  /** Of the answer's body. */
  type: string
  /** All that was measured, and the figures of this process as they stand now. */
  text(input: MetricsInput): Promise<string>
}

/** One format's registry: prom-client renames its counters where it writes OpenMetrics, so that two cannot share one. */
export async function createExposition(format: MetricsFormat): Promise<Exposition> {
  const type = format === 'openmetrics' ? Registry.OPENMETRICS_CONTENT_TYPE : Registry.PROMETHEUS_CONTENT_TYPE
  const registry = new Registry<typeof type>()
  registry.setContentType(type)
  const registers = [registry as Registry]
  const gauges = new Map<FamilyName, Gauge>()
  const counters = new Map<FamilyName, Counter>()
  const histograms = new Map<FamilyName, { histogram: Histogram; told: number }>()
  for (const [key, family] of Object.entries<Family>(FAMILIES)) {
    const name = key as FamilyName
    const { help, labels: labelNames } = family
    const settings = { name, help, labelNames, registers }
    if (family.type === 'gauge') gauges.set(name, new Gauge(settings))
    else if (family.type === 'counter') counters.set(name, new Counter(settings))
    else {
      const buckets = [...(family.buckets ?? [])]
      histograms.set(name, { histogram: new Histogram({ ...settings, buckets }), told: 0 })
    }
  }
  collectDefaultMetrics({ register: registry as Registry })
  for (const name of NOT_TOLD) registry.removeSingleMetric(name)
  await registry.metrics()
  await delay(FIRST_SAMPLES_MS)

  const tell: Tell = (name, labels, value) => {
    if (value === null) return
    gauges.get(name)?.set(labels, value)
    counters.get(name)?.inc(labels, value)
  }
  const observe = (name: FamilyName, seconds: readonly number[]): void => {
    const at = histograms.get(name)
    if (at === undefined) return
    for (const value of seconds.slice(at.told)) at.histogram.observe(value)
    at.told = seconds.length
  }
  return {
    type,
    text: (input) => {
      // What is not told anew is gone: a series that ended, a figure that is unknown by now.
      for (const metric of [...gauges.values(), ...counters.values()]) metric.reset()
      tellAll(input, tell)
      observe('baton_cycle_seconds', input.cycles.cycleSeconds)
      observe('baton_checkpoint_seconds', input.cycles.checkpointSeconds)
      return registry.metrics()
    },
  }
}

type Tell = (name: FamilyName, labels: Record<string, string>, value: number | null) => void

function tellAll(input: MetricsInput, tell: Tell): void {
  tell('baton_build_info', { version: input.version }, 1)
  for (const [state, count] of Object.entries(input.sessions)) tell('baton_sessions', { state }, count)
  for (const [state, count] of Object.entries(input.series)) tell('baton_series', { state }, count)
  for (const figures of input.hosted) tellHosted(figures, tell)
  for (const count of input.ledger) tellLedger(count, tell)
  for (const [outcome, count] of Object.entries(input.cycles.outcomes)) tell('baton_cycles_total', { outcome }, count)
  if (input.telemetry !== null) tellTelemetry(input.telemetry, tell)
}

function tellHosted({ project, series, ...figures }: HostedFigures, tell: Tell): void {
  const labels = { project, series }
  tell('baton_context_tokens', labels, figures.contextTokens)
  tell('baton_context_used_ratio', labels, figures.contextRatio)
  tell('baton_otlp_captured_ratio', labels, figures.captured)
  tell('baton_series_activity_timestamp_seconds', labels, figures.activeAt === null ? null : figures.activeAt / 1_000)
}

function tellLedger({ agent, model, tokens, costUsd }: LedgerCount, tell: Tell): void {
  for (const [kind, type] of Object.entries(TOKEN_TYPES)) {
    tell('baton_tokens_total', { agent, model, type }, tokens[kind as keyof typeof TOKEN_TYPES])
  }
  tell('baton_cost_usd_total', { agent, model }, costUsd)
}

function tellTelemetry({ received, receivers, queues }: TelemetryFigures, tell: Tell): void {
  for (const [signal, outcomes] of Object.entries(received)) {
    for (const [outcome, count] of Object.entries(outcomes)) {
      tell('baton_otlp_received_total', { signal, outcome }, count)
    }
  }
  for (const { protocol, state } of receivers) {
    tell('baton_otlp_receiver_up', { protocol }, state === 'off' ? null : state === 'failed' ? 0 : 1)
  }
  tell('baton_queue_depth', { queue: 'receive' }, queues.receive)
  tell('baton_queue_depth', { queue: 'forward' }, queues.forward)
}
