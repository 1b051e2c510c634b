import type { SeriesEconomy } from '../../../contract/analytics.ts'
import { economyWords, signedCost } from '../../../contract/economy-words.ts'
import { piece, type Line } from './line.ts'
import { momentText, tokenText } from './numbers.ts'
import { tableLines } from './table.ts'
import { wrapText } from './text-width.ts'

/** What handing over took and saved; nothing before the first handover. */
export function economyLines(economy: SeriesEconomy, columns: number): Line[] {
  const words = economyWords(economy, dollars)
  if (words === null) return []
  const indented = (text: string, tone: 'plain' | 'quiet'): Line[] =>
    wrapText(text, Math.max(20, columns - 2)).map((line) => [piece('  '), piece(line, tone)])
  const rows = economy.cycles.map(({ n, at, checkpoint, pickup, saved }) => [
    piece(String(n), 'strong'),
    piece(momentText(at), 'quiet'),
    piece(`${tokenText(checkpoint.tokens)} ${signedCost(checkpoint.costUsd, dollars)}`),
    piece(`${tokenText(pickup.tokens)} ${signedCost(pickup.costUsd, dollars)}`),
    piece(`${signedTokens(saved.tokens)} ${signedCost(saved.costUsd, dollars)}`),
  ])
  return [
    [piece('')],
    [piece('Handing over', 'strong')],
    ...indented(words, 'plain'),
    ...indented(economy.assumption, 'quiet'),
    ...tableLines(['n', 'at', 'checkpoint', 'pickup', 'saved'], rows, 1, columns - 2).map((line) => [
      piece('  '),
      ...line,
    ]),
  ]
}

function signedTokens(tokens: number): string {
  return tokens < 0 ? `−${tokenText(-tokens)}` : tokenText(tokens)
}

function dollars(usd: number): string {
  return usd < 0.01 ? '<$0.01' : `$${usd.toFixed(2)}`
}
