import type { Policy } from '../../../contract/policy.ts'
import { formatCost, formatDuration, formatTokens } from '../../ui/format.ts'

/** A policy in two sentences. */
export function describePolicy(policy: Policy): string {
  const due = `Each session hands over at ${policy.thresholdPercent} % of its window, or at ${formatTokens(policy.thresholdTokens)} tokens.`
  const limits = [
    policy.maxSessions === undefined ? null : `${policy.maxSessions} sessions`,
    policy.maxCostUsd === undefined ? null : formatCost(policy.maxCostUsd),
    policy.maxDurationMs === undefined ? null : formatDuration(policy.maxDurationMs),
  ].filter((limit) => limit !== null)
  const until =
    policy.verify === undefined ? 'all tasks are done' : `all tasks are done and “${policy.verify}” succeeds`
  const stops = limits.length === 0 ? 'no limit is set' : `at most ${limits.join(', or ')}`
  return `${due} It goes on until ${until}; ${stops}.`
}
