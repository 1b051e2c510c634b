import type { Store } from '../store/types.ts'

/**
 * What the agent itself says that sessions cost beyond all that the ledger knows of them, USD: requests that neither a
 * transcript nor telemetry told of. Null: it said nothing of any of them.
 */
export async function unattributedOf(
  store: Pick<Store, 'usageOfSession' | 'reportedCostOf'>,
  sessionIds: readonly string[],
): Promise<number | null> {
  const shares = await Promise.all(
    sessionIds.map(async (sessionId) => {
      const [usage, reported] = await Promise.all([store.usageOfSession(sessionId), store.reportedCostOf(sessionId)])
      // The agent tells its figure now and then; the ledger may be ahead of it.
      return reported === null ? [] : [Math.max(0, reported - usage.costUsd)]
    }),
  )
  const known = shares.flat()
  return known.length === 0 ? null : known.reduce((sum, share) => sum + share, 0)
}
