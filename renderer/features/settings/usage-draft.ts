import type { PriceOverride } from '../../../contract/prices.ts'
import type { Settings } from '../../../contract/settings.ts'

type Usage = Settings['usage']
export type FolderAgent = keyof Usage['folders']

const PRICES = ['input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h'] as const
export type PriceName = (typeof PRICES)[number]

/** Own prices of some models as they stand in their fields. Figures as they were typed. */
export interface PriceDraft extends Record<PriceName, string> {
  agent: NonNullable<PriceOverride['agent']> | 'any'
  /** With commas between. */
  models: string
  from: string
  until: string
  /** "": of any size. */
  upToTokens: string
  fast: boolean
}

/** Usage as it stands in the fields of the screen. */
export interface UsageDraft {
  discover: boolean
  /** A folder a line. */
  folders: Record<FolderAgent, string>
  prices: PriceDraft[]
}

/** What is wrong, by its place. */
export type UsageErrors = Partial<Record<`folders ${FolderAgent}`, string>> & {
  [place: `price ${number} ${string}`]: string
}

export function draftOfUsage({ discover, folders, prices }: Usage): UsageDraft {
  const lines = (agent: FolderAgent): string => folders[agent].join('\n')
  return {
    discover,
    folders: { claude: lines('claude'), codex: lines('codex'), gemini: lines('gemini') },
    prices: prices.map(draftOfPrice),
  }
}

function draftOfPrice(price: PriceOverride): PriceDraft {
  const { agent = 'any', models, from = '', until = '', fast = false } = price
  const text = (name: PriceName | 'upToTokens'): string => (price[name] === undefined ? '' : String(price[name]))
  const figures = { input: text('input'), output: text('output'), cacheRead: text('cacheRead') }
  const writes = { cacheWrite5m: text('cacheWrite5m'), cacheWrite1h: text('cacheWrite1h') }
  return { agent, models: models.join(', '), from, until, upToTokens: text('upToTokens'), fast, ...figures, ...writes }
}

export const NEW_PRICE: PriceDraft = {
  agent: 'any',
  models: '',
  from: '',
  until: '',
  upToTokens: '',
  fast: false,
  input: '',
  output: '',
  cacheRead: '',
  cacheWrite5m: '',
  cacheWrite1h: '',
}

/** What the draft says, not checked yet. */
export function usageOfDraft({ discover, folders, prices }: UsageDraft): unknown {
  const lines = (agent: FolderAgent): string[] => split(folders[agent], '\n')
  return {
    discover,
    folders: { claude: lines('claude'), codex: lines('codex'), gemini: lines('gemini') },
    prices: prices.map(priceOfDraft),
  }
}

function priceOfDraft(draft: PriceDraft): Record<string, unknown> {
  const { agent, models, fast, from, until, upToTokens } = draft
  const given = Object.entries({ from, until }).filter(([, text]) => text.trim() !== '')
  return {
    ...(agent !== 'any' && { agent }),
    models: split(models, ','),
    ...Object.fromEntries(given.map(([name, text]) => [name, text.trim()])),
    ...(upToTokens.trim() !== '' && { upToTokens: figureOf(upToTokens) }),
    ...(fast && { fast }),
    ...Object.fromEntries(PRICES.flatMap((name) => (isLeftOut(name, draft) ? [] : [[name, figureOf(draft[name])]]))),
  }
}

/** Writes that are not billed apart cost what input costs. */
function isLeftOut(name: PriceName, draft: PriceDraft): boolean {
  return (name === 'cacheWrite5m' || name === 'cacheWrite1h') && draft[name].trim() === ''
}

function split(text: string, between: string): string[] {
  return text
    .split(between)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** NaN, which no schema takes, for what is no figure. A dot or a comma before the decimals. */
function figureOf(text: string): number {
  const plain = text.trim().replace(',', '.')
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN
}

const FIGURE = 'Give USD per million tokens, like 0.25'
const MESSAGES: Record<string, string> = {
  models: 'Give at least one model, as its agent names it',
  from: 'Give a day as 2026-11-22',
  until: 'Give a day as 2026-11-22',
  upToTokens: 'Give a whole number of tokens, 1 or more',
}

/** The words for a field of the usage that the schema does not take; nothing for any other. */
export function usageMessage([room, part, index, field = '']: readonly string[]): UsageErrors {
  if (room !== 'usage' || part !== 'prices' || index === undefined) return {}
  return { [`price ${Number(index)} ${field}`]: MESSAGES[field] ?? FIGURE }
}

/** A whole path, of Linux and macOS or of Windows. */
const WHOLE_PATH = /^(\/|[A-Za-z]:[\\/]|\\\\)/

/** What the schema takes and cannot work. */
export function usageErrors({ folders, prices }: UsageDraft): UsageErrors {
  const errors: UsageErrors = {}
  for (const agent of ['claude', 'codex', 'gemini'] as const) {
    const wrong = split(folders[agent], '\n').find((folder) => !WHOLE_PATH.test(folder))
    if (wrong !== undefined) errors[`folders ${agent}`] = `Give whole paths: “${wrong}” does not begin at the root`
  }
  for (const [index, { from, until }] of prices.entries())
    if (from.trim() !== '' && until.trim() !== '' && from.trim() >= until.trim())
      errors[`price ${index} until`] = 'Give a later day than the first one'
  return errors
}
