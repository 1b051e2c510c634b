import type { Database } from 'better-sqlite3'
import type { StoreCalls } from './protocol.ts'
import { thin } from './thin.ts'
import type { History, HistoryWanted } from './types.ts'

type Calls = Pick<StoreCalls, 'histories'>
type Point = [at: number, value: number | null]
interface Known {
  at: number
  window: number | null
  model: string | null
}

/** Before all times and after them. */
const ALWAYS = { from: Number.MIN_SAFE_INTEGER, until: Number.MAX_SAFE_INTEGER }

/** Figures over time, of many sessions at once. */
export function historyTable(database: Database): Calls {
  // Rows as arrays, read from an index alone: a series has some hundred thousand of them.
  const contexts = database
    .prepare<[string, number, number], Point>(
      `SELECT at, used FROM contexts INDEXED BY contexts_over_time
        WHERE session_id = ? AND at >= ? AND at < ? ORDER BY at, id`,
    )
    .raw()
  const costs = database
    .prepare<[string, number], Point>(
      `SELECT at, cost_usd FROM usage INDEXED BY usage_of_session WHERE session_id = ? AND at < ? ORDER BY at`,
    )
    .raw()
  const latest = (column: 'window' | 'model') =>
    database.prepare<[string, number], Known>(
      `SELECT at, window, model FROM contexts INDEXED BY contexts_over_time
        WHERE session_id = ? AND at < ? AND ${column} IS NOT NULL ORDER BY at DESC, id DESC LIMIT 1`,
    )
  const latestWindow = latest('window')
  const latestModel = latest('model')

  function history({ sessionIds, from, until }: HistoryWanted, limit: number): History {
    const end = until ?? ALWAYS.until
    const all = <T>(read: (sessionId: string) => T[]): T[] => sessionIds.flatMap(read)
    const newest = (known: Known[]): Known | undefined => known.toSorted((a, b) => b.at - a.at)[0]
    const context = inOrder(
      all((id) => contexts.all(id, from, end)),
      sessionIds.length,
    )
    const spent = inOrder(
      all((id) => costs.all(id, end)),
      sessionIds.length,
    )
    return {
      window: newest(all((id) => [latestWindow.get(id, end) ?? []].flat()))?.window ?? null,
      model: newest(all((id) => [latestModel.get(id, end) ?? []].flat()))?.model ?? null,
      context: flat(thin(context, limit, ([, used]) => used ?? -1)),
      cost: flat(thin(summedUp(spent, from), limit, ([, sum]) => sum ?? -1)),
    }
  }
  return { histories: (wanted, limit) => wanted.map((one) => history(one, limit)) }
}

/** Those of one session are in order already. */
function inOrder(points: Point[], sessions: number): Point[] {
  return sessions < 2 ? points : points.sort(([a], [b]) => a - b)
}

/** What was spent up to each moment from `from` on. An unpriced response adds nothing that is known. */
function summedUp(spent: readonly Point[], from: number): Point[] {
  let sum = 0
  const sums: Point[] = []
  for (const [at, cost] of spent) {
    if (cost === null) continue
    sum += cost
    if (at >= from) sums.push([at, sum])
  }
  return sums
}

function flat(points: readonly Point[]): Float64Array {
  const pairs = new Float64Array(points.length * 2)
  for (const [index, [at, value]] of points.entries()) {
    pairs[index * 2] = at
    pairs[index * 2 + 1] = value ?? Number.NaN
  }
  return pairs
}
