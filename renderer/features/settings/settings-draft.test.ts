import { describe, expect, test } from 'vitest'
import { Settings } from '../../../contract/settings.ts'
import { draftOfSettings, settingsOfDraft } from './settings-draft.ts'
import type { ForwardDraft, TelemetryDraft } from './telemetry-draft.ts'

const DEFAULTS = Settings.parse({})
const FULL = Settings.parse({
  policy: {
    thresholdPercent: 60,
    perModel: { 'claude-haiku': { percent: 50 }, 'claude-opus': { tokens: 150_000 } },
    maxDurationMs: 7_200_000,
    onEvent: 'notify-send',
    recipe: 'Go on with {task}',
  },
  projects: { '/home/ann/work/shop': { model: 'opus' } },
  notifications: { kinds: { soft: false }, quietHours: { from: '23:00', to: '06:30' } },
  appearance: { theme: 'dark', terminalFontSize: 15 },
  shortcuts: { home: 'mod+h' },
  telemetry: {
    httpPort: 14_318,
    takenPort: 'without',
    hostedTraces: true,
    forward: { endpoint: 'https://collector.test:4318', signals: ['logs'], headersFile: '/home/ann/.otlp' },
  },
  desktop: { keepAwake: true },
})

const telemetry = (change: Partial<TelemetryDraft>) => ({
  telemetry: { ...draftOfSettings(FULL).telemetry, ...change },
})
const forward = (change: Partial<ForwardDraft>) =>
  telemetry({ forward: { ...draftOfSettings(FULL).telemetry.forward, ...change } })

describe('a draft says what it was made of', () => {
  test.each([
    ['defaults', DEFAULTS],
    ['all that can be set, with what the screen does not show', FULL],
  ])('%s', (_name, settings) =>
    expect(settingsOfDraft(draftOfSettings(settings), settings)).toEqual({ settings, errors: {} }),
  )
})

describe('changes', () => {
  test('an emptied field is no more set', () => {
    const draft = draftOfSettings(FULL)
    draft.policy.thresholdPercent = null
    expect(settingsOfDraft(draft, FULL).settings?.policy).not.toHaveProperty('thresholdPercent')
  })

  test('without rows there is no table of models', () => {
    const { settings } = settingsOfDraft({ ...draftOfSettings(FULL), models: [] }, FULL)
    expect(settings?.policy).not.toHaveProperty('perModel')
  })

  test('quiet hours are kept in the fields and not in the settings while they are off', () => {
    const draft = draftOfSettings(FULL)
    draft.notifications.quiet = false
    expect(settingsOfDraft(draft, FULL).settings?.notifications.quietHours).toBeNull()
    expect(draftOfSettings(DEFAULTS).notifications).toMatchObject({ quiet: false, from: '22:00', to: '07:00' })
  })
})

describe('forwarding', () => {
  test('stays in its fields and not in the settings while it is off', () => {
    const draft = draftOfSettings(FULL)
    draft.telemetry.forwards = false
    expect(settingsOfDraft(draft, FULL).settings?.telemetry.forward).toBeNull()
    expect(draft.telemetry.forward.endpoint).toBe('https://collector.test:4318')
  })

  test('what is wrong in it holds nothing up while it is off', () => {
    const draft = draftOfSettings(DEFAULTS)
    expect(draft.telemetry).toMatchObject({ forwards: false, forward: { endpoint: '', redact: true } })
    expect(settingsOfDraft(draft, DEFAULTS).errors).toEqual({})
  })

  test('spaces around an address and empty names of headers are left out', () => {
    const draft = draftOfSettings(DEFAULTS)
    draft.telemetry = { ...draft.telemetry, forwards: true }
    draft.telemetry.forward = { ...draft.telemetry.forward, endpoint: ' http://10.0.0.7:4318 ', headersFile: ' ' }
    expect(settingsOfDraft(draft, DEFAULTS).settings?.telemetry.forward).toMatchObject({
      endpoint: 'http://10.0.0.7:4318',
      headersFile: null,
      headersVariable: null,
    })
  })
})

describe('what is wrong is told at its field and nothing is saved', () => {
  test.each([
    ['terminalFontSize', { appearance: { theme: 'dark', terminalFontSize: 40 } }, '8 to 32'],
    ['terminalFontSize', { appearance: { theme: 'dark', terminalFontSize: null } }, '8 to 32'],
    ['from', { notifications: { ...draftOfSettings(FULL).notifications, from: '25:00' } }, '22:00'],
    ['to', { notifications: { ...draftOfSettings(FULL).notifications, to: '' } }, '07:00'],
    ['httpPort', telemetry({ httpPort: 70_000 }), '65535'],
    ['grpcPort', telemetry({ grpcPort: null }), '65535'],
    ['grpcPort', telemetry({ httpPort: 4_318, grpcPort: 4_318 }), 'of its own'],
    ['dedupeMinutes', telemetry({ dedupeMinutes: 0 }), '1440'],
    ['keepDays', telemetry({ keepDays: 1.5 }), 'whole days'],
    ['endpoint', forward({ endpoint: 'collector' }), 'an address like'],
    ['endpoint', forward({ endpoint: 'file:///etc/passwd' }), 'an address like'],
    ['signals', forward({ signals: [] }), 'at least one'],
    ['queueMegabytes', forward({ queueMegabytes: null }), '10240'],
    ['model 0', { models: [{ prefix: ' ', percent: 5, tokens: null }] }, 'beginning of a model'],
    ['model 0', { models: [{ prefix: 'a', percent: null, tokens: null }] }, 'or both'],
    ['model 0', { models: [{ prefix: 'a', percent: 99, tokens: null }] }, 'up to 95'],
    ['model 0', { models: [{ prefix: 'a', percent: null, tokens: 0.5 }] }, 'whole number'],
  ] as const)('%s', (field, change, message) => {
    const { settings, errors } = settingsOfDraft(
      { ...draftOfSettings(FULL), ...structuredClone(change) } as never,
      FULL,
    )
    expect(settings).toBeNull()
    expect(errors).toEqual({ [field]: expect.stringContaining(message) })
  })

  test('the same beginning twice', () => {
    const row = { prefix: 'claude', percent: 50, tokens: null }
    const { errors } = settingsOfDraft({ ...draftOfSettings(FULL), models: [row, row] }, FULL)
    expect(errors).toEqual({ 'model 1': expect.stringContaining('above already') })
  })

  test('a field of the policy', () => {
    const draft = draftOfSettings(FULL)
    draft.policy.maxDuration = 'soon'
    expect(settingsOfDraft(draft, FULL)).toMatchObject({ settings: null, errors: { maxDuration: expect.any(String) } })
  })
})
