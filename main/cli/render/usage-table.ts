import { UNATTRIBUTED_MODEL, type UsageFigures, type UsageRow } from '../../../contract/ledger.ts'
import { cleanLine } from '../../../contract/text.ts'
import { costOf } from '../../usage/export-rows.ts'
import { piece, type Line, type Piece } from './line.ts'
import { countText, tokenText, UNKNOWN } from './numbers.ts'
import { tableLines } from './table.ts'
import { textWidth, wrapText } from './text-width.ts'

/** A line of the table: what it is of, and its figures. */
export interface UsageLine extends UsageFigures {
  label: string
}

const FIGURES = ['cost', 'requests', 'turns', 'in', 'out', 'cache read', 'written']

/** Figures under `head`, the sum of all last. `more`: groups that are not among the lines but in the sum. */
export function usageLines(
  head: string,
  lines: UsageLine[],
  total: UsageFigures,
  more: number,
  columns: number,
): Line[] {
  const rows = [...lines, { ...total, label: more === 0 ? 'total' : `total (${more} more)` }]
  const cells = rows.map((row) => [cleanLine(row.label), ...figuresOf(row)])
  const widths = [head, ...FIGURES].map((title, n) =>
    Math.max(textWidth(title), ...cells.map((row) => textWidth(row[n] ?? ''))),
  )
  const right = (text: string, n: number): string => (n === 0 ? text : text.padStart(widths[n] ?? 0))
  const pieces = cells.map((row, at): Piece[] =>
    row.map((text, n) => piece(right(text, n), at === rows.length - 1 ? 'strong' : n === 0 ? 'accent' : 'plain')),
  )
  return tableLines([head, ...FIGURES].map(right), pieces, 0, columns)
}

function figuresOf(row: UsageFigures): string[] {
  const { tokens } = row
  return [
    usdText(costOf(row)),
    row.requests.toLocaleString('en'),
    row.turns.toLocaleString('en'),
    tokenText(tokens.input),
    tokenText(tokens.output),
    tokenText(tokens.cacheRead),
    tokenText(tokens.cacheWrite5m + tokens.cacheWrite1h),
  ]
}

/** $1,234.50; less than a cent with what there is of it; `–` when it is not known. */
export function usdText(usd: number | null): string {
  if (usd === null) return UNKNOWN
  const size = Math.abs(usd)
  const digits = size === 0 || size >= 0.01 ? 2 : 4
  const text = size.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return `${usd < 0 ? '-' : ''}$${text}`
}

/** Whose figures the costs are, and what has none. `sources`: by cost source; `unattributedUsd`: within the sum. */
export function sourceLines(sources: readonly UsageRow[], unattributedUsd: number, columns: number): Line[] {
  const of = (source: UsageRow['costSource']) => sources.find(({ costSource }) => costSource === source)
  const agent = (of('agent')?.costUsd ?? 0) - unattributedUsd
  const list = of('list')?.costUsd ?? 0
  const unpriced = sources.reduce((sum, row) => sum + row.unpriced, 0)
  const parts = [
    ...(agent > 0 ? [`${usdText(agent)} is the agents' own figure.`] : []),
    ...(list > 0 ? [`${usdText(list)} is reckoned by list prices.`] : []),
    ...(unattributedUsd > 0 ? [`${usdText(unattributedUsd)} is ${UNATTRIBUTED_MODEL}: ${UNATTRIBUTED_WORDS}.`] : []),
    ...(unpriced > 0
      ? [
          `${countText(unpriced, 'request')} ${unpriced === 1 ? 'has' : 'have'} no price and ${unpriced === 1 ? 'is' : 'are'} not in the cost: name one in the settings.`,
        ]
      : []),
  ]
  return parts.flatMap((part) => wrapText(part, columns)).map((text) => [piece(text, 'quiet')])
}

/** What the row `unattributed` is. */
export const UNATTRIBUTED_WORDS =
  'an agent itself says that its sessions cost so much beyond all requests that are known (a compaction leaves none in a transcript)'
