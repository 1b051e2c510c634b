import { describe, expect, test } from 'vitest'
import { Settings } from '../../../contract/settings.ts'
import { draftOfSettings, settingsOfDraft } from './settings-draft.ts'
import { NEW_PRICE, type PriceDraft, type UsageDraft } from './usage-draft.ts'

const FULL = Settings.parse({
  usage: {
    discover: false,
    folders: { claude: ['/srv/claude', '/mnt/claude'], codex: ['C:\\codex'], gemini: [] },
    prices: [
      { models: ['a', 'b'], input: 0.1, output: 0.175, cacheRead: 0 },
      {
        agent: 'codex',
        models: ['gpt-5.5'],
        from: '2026-10-01',
        until: '2026-11-01',
        upToTokens: 272_000,
        fast: true,
        input: 12.5,
        output: 75,
        cacheRead: 1.25,
        cacheWrite5m: 1,
        cacheWrite1h: 2,
      },
    ],
  },
})
const DRAFT = draftOfSettings(FULL)
const change = (usage: Partial<UsageDraft>) => settingsOfDraft({ ...DRAFT, usage: { ...DRAFT.usage, ...usage } }, FULL)
const price = (more: Partial<PriceDraft>): PriceDraft => ({
  ...NEW_PRICE,
  models: 'm',
  input: '1',
  output: '2',
  cacheRead: '0.1',
  ...more,
})

test.each([
  ['defaults', Settings.parse({})],
  ['all that can be set', FULL],
])('a draft says what it was made of: %s', (_name, settings) =>
  expect(settingsOfDraft(draftOfSettings(settings), settings)).toEqual({ settings, errors: {} }),
)

describe('changes', () => {
  test('folders are lines, models stand between commas', () => {
    const { settings } = change({
      folders: { claude: ' /a \n\n/b', codex: '', gemini: '' },
      prices: [price({ models: ' x , y,' })],
    })
    expect(settings?.usage.folders).toEqual({ claude: ['/a', '/b'], codex: [], gemini: [] })
    expect(settings?.usage.prices).toEqual([{ models: ['x', 'y'], input: 1, output: 2, cacheRead: 0.1 }])
  })

  test('figures may have a comma for a dot, and keep all their decimals', () => {
    const { settings } = change({ prices: [price({ input: ' 0,0125 ', output: '3.000375' })] })
    expect(settings?.usage.prices[0]).toMatchObject({ input: 0.0125, output: 3.000_375 })
  })
})

describe('what is wrong is told at its field and nothing is saved', () => {
  test.each([
    ['price 0 models', { models: ' , ' }, 'at least one model'],
    ['price 0 input', { input: '' }, 'USD per million'],
    ['price 0 output', { output: '-1' }, 'USD per million'],
    ['price 0 cacheRead', { cacheRead: 'free' }, 'USD per million'],
    ['price 0 cacheWrite5m', { cacheWrite5m: '1e3' }, 'USD per million'],
    ['price 0 cacheWrite1h', { cacheWrite1h: '1.2.3' }, 'USD per million'],
    ['price 0 upToTokens', { upToTokens: '0' }, 'whole number of tokens'],
    ['price 0 upToTokens', { upToTokens: '1.5' }, 'whole number of tokens'],
    ['price 0 from', { from: 'May' }, 'a day as'],
    ['price 0 until', { until: '2026-13-01' }, 'a day as'],
    ['price 0 until', { from: '2026-11-02', until: '2026-11-02' }, 'a later day'],
  ] as const)('%s %o', (field, row, message) => {
    const { settings, errors } = change({ prices: [price(row)] })
    expect(settings).toBeNull()
    expect(errors).toEqual({ [field]: expect.stringContaining(message) })
  })

  test('a folder that begins nowhere', () => {
    const { settings, errors } = change({ folders: { claude: '', codex: '~/.codex', gemini: '' } })
    expect(settings).toBeNull()
    expect(errors).toEqual({ 'folders codex': expect.stringContaining('~/.codex') })
  })
})
