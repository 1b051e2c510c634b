import { expect, it } from 'vitest'
import { decode } from './decode.ts'
import { encodeLogs } from './encode-logs.ts'

it('tells events as any receiver of OTLP reads them', () => {
  const attributes = { series: 's1', tokens: 42, cost: 0.25, saved: true, odd: Number.NaN, large: 2 ** 60 }
  const body = encodeLogs([{ name: 'baton.cycle.ended', at: 1_795_332_169_239, attributes }], {
    version: '1.2.3',
    instanceId: 'i-1',
  })
  const resource = { 'service.name': 'baton', 'service.version': '1.2.3', 'service.instance.id': 'i-1' }
  expect(decode('logs', 'protobuf', body)).toEqual({
    ok: true,
    value: {
      signal: 'logs',
      bad: {},
      groups: [
        {
          resource,
          scope: { name: 'baton.events', version: '1.2.3' },
          points: [
            {
              kind: 'log',
              time: 1_795_332_169_239_000_000n,
              observed: 1_795_332_169_239_000_000n,
              severity: 9,
              severityText: 'INFO',
              body: 'baton.cycle.ended',
              eventName: 'baton.cycle.ended',
              attributes: { ...attributes, 'event.name': 'baton.cycle.ended' },
              traceId: '',
              spanId: '',
            },
          ],
        },
      ],
    },
  })
})
