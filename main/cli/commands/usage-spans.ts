import type { UsageFigures, UsageRow } from '../../../contract/ledger.ts'
import { NO_TOKENS } from '../../../contract/usage.ts'
import { mondayOf } from '../../usage/days.ts'

export type SpanRow = UsageFigures & { span: string }

/** Days added up to weeks (by their Monday) or months (YYYY-MM), in order. */
export function bySpan(rows: readonly UsageRow[], span: 'week' | 'month'): SpanRow[] {
  const spans = new Map<string, SpanRow>()
  for (const row of rows) {
    const key = span === 'week' ? mondayOf(row.day ?? '') : (row.day ?? '').slice(0, 7)
    spans.set(key, { ...added(spans.get(key) ?? NOTHING, row), span: key })
  }
  return [...spans.values()].toSorted((a, b) => a.span.localeCompare(b.span))
}

const NOTHING: UsageFigures = { requests: 0, errors: 0, turns: 0, tokens: NO_TOKENS, costUsd: 0, unpriced: 0 }

function added(a: UsageFigures, b: UsageFigures): UsageFigures {
  return {
    requests: a.requests + b.requests,
    errors: a.errors + b.errors,
    turns: a.turns + b.turns,
    tokens: {
      input: a.tokens.input + b.tokens.input,
      output: a.tokens.output + b.tokens.output,
      cacheRead: a.tokens.cacheRead + b.tokens.cacheRead,
      cacheWrite5m: a.tokens.cacheWrite5m + b.tokens.cacheWrite5m,
      cacheWrite1h: a.tokens.cacheWrite1h + b.tokens.cacheWrite1h,
    },
    costUsd: a.costUsd + b.costUsd,
    unpriced: a.unpriced + b.unpriced,
  }
}
