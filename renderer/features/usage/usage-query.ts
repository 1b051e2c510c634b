import type { UsageQuery } from '../../../contract/ledger.ts'
import type { RpcInput } from '../../../contract/rpc.ts'
import { AgentName } from '../../../contract/telemetry.ts'
import type { Step } from './address.ts'
import type { DayRange } from './days.ts'

type Question = RpcInput<'usage.query'>

/** What the trail and the range ask of the ledger. */
export function usageQuery(
  range: DayRange,
  trail: readonly Step[],
  rest: Pick<Question, 'by' | 'order' | 'limit'>,
): Question {
  const query: Question = { ...range, ...rest }
  for (const { dimension, value } of trail) {
    if (dimension === 'series') query.seriesId = value
    else if (dimension === 'session') query.sessionId = value
    else if (dimension === 'agent') {
      const agent = AgentName.safeParse(value)
      if (agent.success) query.agent = agent.data
    } else query[dimension] = value
  }
  return query
}

/** More groups than these the ledger does not give at once. */
export const MOST_ROWS: NonNullable<UsageQuery['limit']> = 10_000
