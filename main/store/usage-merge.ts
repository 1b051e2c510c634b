import type { UsageRow } from './usage-table.ts'

/**
 * Two tellings of one response (same message and request id) made one. The figures come from the one with more output
 * tokens (a line written while the response streamed has fewer), at a tie from the main thread's, at a tie from the
 * one that has a price. It belongs to the session that made it: a fork and a sidechain repeat old lines as their own.
 * Gives `kept` itself back when nothing changes. `startOf`: when a hosted session began, ms; null for others.
 */
export function mergeUsage(kept: UsageRow, told: UsageRow, startOf: (sessionId: string) => number | null): UsageRow {
  const figures = isBetter(told, kept) ? told : kept
  const merged: UsageRow = {
    ...figures,
    sessionId: sessionThatMade(kept, told, startOf),
    agentId: kept.agentId === null || told.agentId === null ? null : kept.agentId,
    at: Math.min(kept.at, told.at),
  }
  return isSame(merged, kept) ? kept : merged
}

function isBetter(told: UsageRow, kept: UsageRow): boolean {
  if (told.output !== kept.output) return told.output > kept.output
  if ((told.agentId === null) !== (kept.agentId === null)) return told.agentId === null
  return kept.costUsd === null && told.costUsd !== null
}

/** The earlier of two hosted sessions. One that began after the response can only have copied it. Else the first told of. */
function sessionThatMade(kept: UsageRow, told: UsageRow, startOf: (sessionId: string) => number | null): string {
  if (kept.sessionId === told.sessionId) return kept.sessionId
  const at = Math.min(kept.at, told.at)
  const keptStart = startOf(kept.sessionId)
  const toldStart = startOf(told.sessionId)
  if (keptStart !== null && toldStart !== null) return toldStart < keptStart ? told.sessionId : kept.sessionId
  if (toldStart !== null) return toldStart <= at ? told.sessionId : kept.sessionId
  return keptStart !== null && keptStart > at ? told.sessionId : kept.sessionId
}

function isSame(one: UsageRow, other: UsageRow): boolean {
  return (Object.keys(one) as (keyof UsageRow)[]).every((key) => one[key] === other[key])
}
