import type { Exposition } from '../telemetry/prometheus/exposition.ts'
import { formatFor, type MetricsFormat } from '../telemetry/prometheus/formats.ts'
import type { MetricsInput } from '../telemetry/prometheus/input.ts'
import { createMeasuring, type MeasuringParts } from './metrics-input.ts'

/** However often it is scraped, the store is asked once in this time. */
const FRESH_MS = 1_000

export interface MetricsParts extends MeasuringParts {
  /** Milliseconds of a clock that never goes back. */
  now?: () => number
}

export interface Metrics {
  /** The answer to a scrape that accepts this. Rejects as the store does. */
  text(accept: string | undefined): Promise<{ type: string; text: string }>
}

/** What one reading of the core was told as. */
interface Reading {
  input: Promise<MetricsInput>
  until: number
  texts: Map<MetricsFormat, Promise<string>>
}

/** What the core knows, for Prometheus. Nothing is measured, kept or loaded before the first scrape. */
export function createMetrics(parts: MetricsParts): Metrics {
  const { now = () => performance.now() } = parts
  const measure = createMeasuring(parts)
  const expositions = new Map<MetricsFormat, Promise<Exposition>>()
  let latest: Reading | null = null

  function current(): Reading {
    if (latest !== null && now() < latest.until) return latest
    // Until it is there, everyone waits for the same one.
    const next: Reading = { input: measure(), until: Number.POSITIVE_INFINITY, texts: new Map() }
    next.input.then(
      () => (next.until = now() + FRESH_MS),
      () => (next.until = 0),
    )
    return (latest = next)
  }

  function exposition(format: MetricsFormat): Promise<Exposition> {
    const known = expositions.get(format)
    if (known !== undefined) return known
    const made = import('../telemetry/prometheus/exposition.ts').then((loaded) => loaded.createExposition(format))
    expositions.set(format, made)
    return made
  }

  return {
    async text(accept) {
      const format = formatFor(accept)
      const { input, texts } = current()
      const [{ type, text }, measured] = await Promise.all([exposition(format), input])
      const told = texts.get(format) ?? text(measured)
      texts.set(format, told)
      return { type, text: await told }
    },
  }
}
