import type { AgentName } from '../../contract/telemetry.ts'
import type { TokenCounts } from '../../contract/usage.ts'
import { priceOf as priceOfClaude } from './claude/prices.ts'
import { CODEX_PRICES } from './codex/price-table.ts'
import { GEMINI_PRICES } from './gemini/price-table.ts'
import { listPriceOf } from './list-prices.ts'

/**
 * USD at list prices for one API response at a time (ms since the epoch), for agents that give no figure of their own. Null
 * for a model that no table knows. An agent that Baton does not know may use anybody's models.
 */
export function priceOf(agent: AgentName, model: string, tokens: TokenCounts, at: number): number | null {
  if (agent === 'claude') return priceOfClaude(model, tokens, 0)
  const bare = bareId(model)
  if (agent === 'codex') return listPriceOf(CODEX_PRICES, bare, tokens, at)
  if (agent === 'gemini') return listPriceOf(GEMINI_PRICES, bare, tokens, at)
  return listPriceOf([...CODEX_PRICES, ...GEMINI_PRICES], bare, tokens, at) ?? priceOfClaude(model, tokens, 0)
}

/** Without a provider (`openai/`, `models/`), a date (`-2026-04-01`, `-20260401`) or `-preview`, `-latest`. */
function bareId(model: string): string {
  return model
    .slice(model.lastIndexOf('/') + 1)
    .replace(/-(preview|latest)(-[\d-]+)?$/, '')
    .replace(/-(\d{4}-\d{2}-\d{2}|\d{8})$/, '')
}
