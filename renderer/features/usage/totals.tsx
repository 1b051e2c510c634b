import type { ReactNode } from 'react'
import type { CostSource, UsageAnswer } from '../../../contract/ledger.ts'
import { classes } from '../../ui/classes.ts'
import { formatCost, formatCount, formatTokens } from '../../ui/format.ts'
import { cacheShareOf, costWords, shareWords, tokensOf, unpricedWords, writtenOf } from './figures.ts'

const SOURCES: Record<Exclude<CostSource, 'none'>, string> = {
  agent: "by the agents' own figures",
  list: 'by list prices',
}

/** The sums of the range in one line, with whose figure the cost is. */
export function Totals({ answer, stale }: { answer: UsageAnswer; stale: boolean }) {
  const { total, rows } = answer
  const { tokens, requests, turns, errors } = total
  const sources = rows.flatMap(({ costSource, costUsd }) =>
    costSource === undefined || costSource === 'none' || costUsd === 0
      ? []
      : [`${formatCost(costUsd)} ${SOURCES[costSource]}`],
  )
  return (
    <dl
      aria-busy={stale}
      className={classes(
        'grid grid-cols-2 gap-px overflow-hidden rounded-md border border-border bg-border transition-opacity @min-[44rem]:grid-cols-3 @min-[72rem]:grid-cols-[2fr_2fr_1fr_1fr_1fr_1fr]',
        stale && 'opacity-60',
      )}
    >
      <Total name="Cost" value={costWords(total)}>
        {sources.join(', ')}
        {total.unpriced > 0 && (
          <span className="text-waiting">
            {sources.length > 0 && '; '}
            {unpricedWords(total.unpriced)}
          </span>
        )}
      </Total>
      <Total name="Tokens" value={formatTokens(tokensOf(tokens))}>
        {formatTokens(tokens.input)} input, {formatTokens(tokens.output)} output, {formatTokens(tokens.cacheRead)} cache
        read, {formatTokens(writtenOf(tokens))} cache written
      </Total>
      <Total name="Cache share" value={shareWords(cacheShareOf(tokens))}>
        of what went in
      </Total>
      <Total name="Requests" value={formatCount(requests)}>
        answers of a model
      </Total>
      <Total name="Turns" value={formatCount(turns)}>
        that came to an end
      </Total>
      <Total name="Errors" value={formatCount(errors)}>
        {shareWords(requests + errors === 0 ? null : errors / (requests + errors))} of all tries
      </Total>
    </dl>
  )
}

function Total({ name, value, children }: { name: string; value: string; children: ReactNode }) {
  return (
    <div className="min-w-0 bg-surface px-3.5 py-2.5">
      <dt className="text-sm text-muted">{name}</dt>
      <dd className="text-xl font-semibold whitespace-nowrap">{value}</dd>
      <dd className="text-sm text-muted text-pretty">{children}</dd>
    </div>
  )
}
