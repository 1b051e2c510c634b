import { expect, it } from 'vitest'
import { formatFor } from './formats.ts'

it.each([
  // Prometheus 2.42, and 3 without and with protobuf.
  [
    'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
    'openmetrics',
  ],
  [
    'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.2,*/*;q=0.1',
    'openmetrics',
  ],
  [
    'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,application/openmetrics-text;q=0.5,text/plain;q=0.2',
    'openmetrics',
  ],
  ['text/plain;version=0.0.4', 'text'],
  ['text/plain, application/openmetrics-text;q=0.5', 'text'],
  ['application/openmetrics-text;q=0', 'text'],
  ['Application/OpenMetrics-Text ; Q=0.3', 'openmetrics'],
  ['application/openmetrics-text;q=nothing', 'text'],
  ['*/*', 'text'],
  ['text/html,application/xhtml+xml', 'text'],
  ['', 'text'],
  [undefined, 'text'],
])('answers %s with %s', (accept, format) => {
  expect(formatFor(accept)).toBe(format)
})
