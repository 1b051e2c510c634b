import { AggregationTemporality, type ResourceMetrics } from '@opentelemetry/sdk-metrics'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCapture, type Capture } from './oracle-capture.ts'
import { makeLogs, makeMetrics, makeSpans, NO_NUMBERS, VALUES } from './oracle-data.ts'
import { attributes, logExpected, metricExpected, spanExpected } from './oracle-expected.ts'
import { decoded, PROTOCOLS, type Protocol, sent, type Sent } from './oracle-exporters.ts'
import type { Decoded, MetricPoint } from './points.ts'

/** What the official SDK made and the official exporters sent, against what Baton reads, field by field. */

let capture: Capture

beforeAll(async () => {
  capture = await startCapture()
})

afterAll(() => capture.close())

const overAll = async (what: Sent): Promise<Decoded[]> => {
  const found: Decoded[] = []
  for (const protocol of PROTOCOLS) found.push(decoded(await sent(capture, protocol, what)))
  return found
}

const resource = { 'service.name': 'oracle', 'service.version': '1.2.3', 'host.cores': 8 }

describe.each(PROTOCOLS)('over %s', (protocol: Protocol) => {
  it('reads each log record as it was emitted', async () => {
    const data = await makeLogs(VALUES)
    const { signal, groups, bad } = decoded(await sent(capture, protocol, { signal: 'logs', data }))
    expect([signal, bad]).toEqual(['logs', {}])
    const [main, another] = groups
    expect(main).toMatchObject({ resource, scope: { name: 'oracle.logs', version: '0.1.0' } })
    expect(another).toMatchObject({ resource, scope: { name: 'another', version: '' } })
    expect(groups.flatMap((group) => group.points)).toEqual(data.map(logExpected))
    expect(main?.points[0]?.attributes).toEqual(attributes(VALUES))
    expect(Object.keys(main?.points[0]?.attributes ?? {})).toEqual(Object.keys(VALUES))
  })

  it('reads each span as it was ended', async () => {
    const data = await makeSpans()
    const { groups, bad } = decoded(await sent(capture, protocol, { signal: 'traces', data }))
    expect(bad).toEqual({})
    expect(groups).toEqual([
      { resource, scope: { name: 'oracle.traces', version: '0.2.0' }, points: data.map(spanExpected) },
    ])
    expect(new Set(data.map(spanExpected).map((span) => span.spanKind))).toEqual(new Set([1, 2, 3, 4, 5]))
  })

  it.each([AggregationTemporality.DELTA, AggregationTemporality.CUMULATIVE])(
    'reads each metric point as it was collected, temporality %i',
    async (temporality) => {
      for (const data of await makeMetrics(temporality)) {
        const { groups, bad } = decoded(await sent(capture, protocol, { signal: 'metrics', data }))
        const points = expectedOf(data)
        expect(bad).toEqual({})
        expect(groups).toEqual([{ resource, scope: { name: 'oracle.metrics', version: '0.3.0' }, points }])
        const kinds = ['sum', 'gauge', 'histogram', 'exponential-histogram']
        expect(new Set(points.map((point) => point.kind))).toEqual(new Set(kinds))
      }
    },
  )
})

it('reads the same over all protocols', async () => {
  const [metrics] = await makeMetrics(AggregationTemporality.CUMULATIVE)
  if (metrics === undefined) throw new Error('nothing was collected')
  const all: Sent[] = [
    { signal: 'logs', data: await makeLogs(VALUES) },
    { signal: 'traces', data: await makeSpans() },
    { signal: 'metrics', data: metrics },
  ]
  for (const what of all) {
    const [inJson, inProtobuf, overGrpc] = await overAll(what)
    expect(inJson).toEqual(inProtobuf)
    expect(overGrpc).toEqual(inProtobuf)
  }
})

it('reads what is no number where the protocol can say it; the exporter writes null in JSON', async () => {
  const data = await makeLogs(NO_NUMBERS)
  const [inJson, inProtobuf, overGrpc] = await overAll({ signal: 'logs', data })
  expect(inProtobuf?.groups[0]?.points).toEqual(data.slice(0, -1).map(logExpected))
  expect(overGrpc).toEqual(inProtobuf)
  expect(inJson?.groups[0]?.points[0]?.attributes).toEqual({
    nan: '',
    infinity: '',
    'infinity.negative': '',
    nested: '[null,{"least":null}]',
  })
})

function expectedOf(data: ResourceMetrics): MetricPoint[] {
  return data.scopeMetrics.flatMap((scope) => scope.metrics.flatMap(metricExpected))
}
