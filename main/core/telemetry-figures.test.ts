import { expect, it } from 'vitest'
import { Settings } from '../../contract/settings.ts'
import type { TelemetryState } from '../../contract/telemetry.ts'
import { createTelemetryFigures } from './telemetry-figures.ts'

const STATE: TelemetryState = {
  since: '2026-11-22T10:00:00.000Z',
  receivers: [
    { protocol: 'http', state: 'listening', wantedPort: 4318, port: 4318, problem: null, requests: {}, bytes: 0 },
  ],
  received: { metrics: { accepted: 3 }, logs: {}, traces: {} },
  steps: [],
  queue: { requests: 4, bytes: 100 },
  unknown: [],
  lastError: null,
  forward: null,
}

function figures(state: () => Promise<TelemetryState | null>, enabled = true) {
  const faults: unknown[] = []
  const settings = Settings.parse({ telemetry: { enabled } })
  const fault = (error: unknown): void => void faults.push(error)
  return { faults, read: createTelemetryFigures({ telemetry: { state }, settings: () => settings, fault, waitMs: 20 }) }
}

it('tells what the receiver knows', async () => {
  expect(await figures(async () => STATE).read()).toEqual({
    received: STATE.received,
    receivers: STATE.receivers,
    queues: { receive: 4, forward: null },
  })
})

it('knows nothing of a receiver that there is none of, or that does not answer in time', async () => {
  expect(await figures(async () => null, false).read()).toBeNull()
  expect(await figures(() => new Promise(() => {})).read()).toBeNull()
  const settings = (): Settings => Settings.parse({})
  expect(await createTelemetryFigures({ telemetry: null, settings, fault() {} })()).toBeNull()
})

it('says of one that is wanted and not there, or failed, that it is down', async () => {
  const down = [
    { protocol: 'http', state: 'failed' },
    { protocol: 'grpc', state: 'failed' },
  ]
  expect(await figures(async () => null).read()).toMatchObject({ receivers: down, queues: { receive: null } })
  const failed = figures(() => Promise.reject(new Error('its thread ended')))
  expect(await failed.read()).toMatchObject({ receivers: down })
  expect(failed.faults).toEqual([new Error('its thread ended')])
})
