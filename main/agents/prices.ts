import type { PriceOverride, PriceTable } from '../../contract/prices.ts'
import type { AgentName } from '../../contract/telemetry.ts'
import type { TokenCounts } from '../../contract/usage.ts'
import { bareModelId } from './claude/model-id.ts'
import { CLAUDE_PRICES, WEB_SEARCH_USD } from './claude/price-table.ts'
import { CODEX_PRICES } from './codex/price-table.ts'
import { GEMINI_PRICES } from './gemini/price-table.ts'

/** What a response costs beside its tokens, and when it was made. */
export interface Circumstances {
  /** Milliseconds since the epoch. */
  at: number
  fast?: boolean
  webSearches?: number
}

/** USD at list prices for one API response; null where no price is known. */
export type Pricer = (agent: AgentName, model: string, tokens: TokenCounts, at: Circumstances) => number | null

export const PRICE_TABLES: readonly PriceTable[] = [CLAUDE_PRICES, CODEX_PRICES, GEMINI_PRICES]

/** Whose models an agent that Baton does not know may use. */
const TABLES_OF_OTHERS = [CODEX_PRICES, GEMINI_PRICES, CLAUDE_PRICES]
/** Models whose rows are kept at hand; what calls itself more than this is made up. */
const MODELS_KEPT = 1_000
const PER_MILLION = 1_000_000

/** A row, with its times in ms since the epoch. `rank`: a person's own ones go before the built-in ones. */
interface Row {
  price: PriceOverride
  rank: number
  from: number
  until: number
  upTo: number
}

/** List prices of all agents; a person's own ones go first. */
export function pricer(overrides: readonly PriceOverride[] = []): Pricer {
  const kept = new Map<string, Row[]>()
  function rowsOf(agent: AgentName, model: string): Row[] {
    const key = `${agent} ${model}`
    const known = kept.get(key)
    if (known !== undefined) return known
    if (kept.size >= MODELS_KEPT) kept.clear()
    const rows = findRows(overrides, agent, model)
    kept.set(key, rows)
    return rows
  }
  return (agent, model, tokens, { at, fast = false, webSearches = 0 }) => {
    const prompt = tokens.input + tokens.cacheRead + tokens.cacheWrite5m + tokens.cacheWrite1h
    const rows = rowsOf(agent, model)
    const find = (speed: boolean): Row | undefined =>
      rows.find(
        ({ price, from, until, upTo }) => (price.fast ?? false) === speed && at >= from && at < until && prompt <= upTo,
      )
    const row = find(fast) ?? (fast && isAlwaysUsual(agent, rows) ? find(false) : undefined)
    return row === undefined ? null : costBy(row.price, tokens) + webSearches * WEB_SEARCH_USD
  }
}

let current = pricer()

/** By the prices that hold in this thread: see `usePrices`. */
export const priceOf: Pricer = (agent, model, tokens, circumstances) => current(agent, model, tokens, circumstances)

/** Has `priceOf` go by a person's own prices, too, in this thread from now on. */
export function usePrices(overrides: readonly PriceOverride[]): void {
  current = pricer(overrides)
}

/** Claude Code itself charges a fast response of a model without a fast price as a usual one. Others' price is not known. */
function isAlwaysUsual(agent: AgentName, rows: readonly Row[]): boolean {
  return agent === 'claude' && !rows.some(({ price }) => price.fast === true)
}

function findRows(overrides: readonly PriceOverride[], agent: AgentName, model: string): Row[] {
  const names = new Set([model, bareId(model), bareModelId(model)])
  const tables = agent === 'other' ? TABLES_OF_OTHERS : PRICE_TABLES.filter((table) => table.agent === agent)
  const named = (price: PriceOverride): boolean => price.models.some((name) => names.has(name))
  const own = overrides.filter((price) => (price.agent ?? agent) === agent && named(price))
  const listed = tables.flatMap((table) => table.prices).filter(named)
  const rows = [...own.map((price) => rowOf(price, 0)), ...listed.map((price) => rowOf(price, 1))]
  return rows.toSorted((one, other) => one.rank - other.rank || one.upTo - other.upTo)
}

function rowOf(price: PriceOverride, rank: number): Row {
  const from = price.from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(price.from)
  const until = price.until === undefined ? Number.POSITIVE_INFINITY : Date.parse(price.until)
  return { price, rank, from, until, upTo: price.upToTokens ?? Number.POSITIVE_INFINITY }
}

function costBy(price: PriceOverride, tokens: TokenCounts): number {
  const perMillion =
    tokens.input * price.input +
    tokens.output * price.output +
    tokens.cacheRead * price.cacheRead +
    tokens.cacheWrite5m * (price.cacheWrite5m ?? price.input) +
    tokens.cacheWrite1h * (price.cacheWrite1h ?? price.input)
  return perMillion / PER_MILLION
}

/** Without a provider (`openai/`, `models/`), a date (`-2026-04-01`, `-20260401`) or `-preview`, `-latest`. */
function bareId(model: string): string {
  return model
    .slice(model.lastIndexOf('/') + 1)
    .replace(/-(preview|latest)(-[\d-]+)?$/, '')
    .replace(/-(\d{4}-\d{2}-\d{2}|\d{8})$/, '')
}
