/** The two texts that Prometheus reads. */
export type MetricsFormat = 'openmetrics' | 'text'

const OPENMETRICS = 'application/openmetrics-text'
const TEXT = 'text/plain'

/** OpenMetrics where the asker prefers it, else the older text, which everything reads. */
export function formatFor(accept: string | undefined): MetricsFormat {
  const asked = (accept ?? '').split(',').map(rangeOf)
  const best = (type: string): number => Math.max(0, ...asked.filter((one) => one.type === type).map(({ q }) => q))
  return best(OPENMETRICS) > 0 && best(OPENMETRICS) >= best(TEXT) ? 'openmetrics' : 'text'
}

function rangeOf(range: string): { type: string; q: number } {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
  const weight = parameters.find((parameter) => parameter.startsWith('q='))
  const q = weight === undefined ? 1 : Number.parseFloat(weight.slice(2))
  return { type, q: Number.isFinite(q) ? q : 0 }
}
