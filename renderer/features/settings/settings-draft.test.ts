import { describe, expect, test } from 'vitest'
import { Settings } from '../../../contract/settings.ts'
import { draftOfSettings, settingsOfDraft } from './settings-draft.ts'

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
  desktop: { keepAwake: true },
})

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

describe('what is wrong is told at its field and nothing is saved', () => {
  test.each([
    ['terminalFontSize', { appearance: { theme: 'dark', terminalFontSize: 40 } }, '8 to 32'],
    ['terminalFontSize', { appearance: { theme: 'dark', terminalFontSize: null } }, '8 to 32'],
    ['from', { notifications: { ...draftOfSettings(FULL).notifications, from: '25:00' } }, '22:00'],
    ['to', { notifications: { ...draftOfSettings(FULL).notifications, to: '' } }, '07:00'],
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
