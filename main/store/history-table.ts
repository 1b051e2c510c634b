import type { Database } from 'better-sqlite3'
import { ContextSource } from '../../contract/usage.ts'
import type { StoreCalls } from './protocol.ts'
import { usdOf } from './counted.ts'
import { thin } from './thin.ts'
import type { History, HistoryWanted } from './types.ts'

type Calls = Pick<StoreCalls, 'histories'>
/** Figures of one line over time: the value of each time. */
interface Line {
  times: number[]
  values: (number | null)[]
}
interface Known {
  at: number
  window: number | null
  model: string | null
}

/** After all times. */
const NEVER = Number.MAX_SAFE_INTEGER

/**
 * Figures over time, of many sessions at once. A series has some hundred thousand: each column is read by itself, from an index
 * alone, which takes half the time of rows.
 */
export function historyTable(database: Database): Calls {
  const column = <T>(name: string, from: string, session = 'session_id = ?') =>
    database.prepare<[string, number], T>(`SELECT ${name} FROM ${from} WHERE ${session} AND at < ? ORDER BY at`).pluck()
  const contexts = 'contexts INDEXED BY contexts_over_time'
  const [contextTimes, contextFigures] = [column<number>('at', contexts), column<number | null>('used', contexts)]
  const usage = 'usage INDEXED BY usage_of_session'
  const ofUsage = 'session = (SELECT id FROM agent_sessions WHERE key = ?)'
  const priced = 'coalesce(told_nano, cost_nano)'
  const costTimes = column<number>('at', usage, ofUsage)
  const costFigures = column<number | null>(priced, usage, ofUsage)
  const toldNano = 'coalesce(CAST(round(cost_usd * 1e9) AS INTEGER), list_nano)'
  const beside = '(SELECT * FROM telemetry_requests INDEXED BY telemetry_beside WHERE beside = 1)'
  const [besideTimes, besideFigures] = [column<number>('at', beside), column<number | null>(toldNano, beside)]
  const latest = (condition: string) =>
    database.prepare<[string, number], Known>(
      `SELECT at, window, model FROM contexts INDEXED BY contexts_over_time
        WHERE session_id = ? AND at < ? AND ${condition} ORDER BY at DESC, id DESC LIMIT 1`,
    )
  const latestReading = latest('TRUE')
  const withWindow = latest('window IS NOT NULL')
  const withModel = latest('model IS NOT NULL')

  const measured = database.prepare<[string, ContextSource, number, number], number>(
    `SELECT 1 FROM contexts INDEXED BY contexts_in_order
      WHERE session_id = ? AND source = ? AND at >= ? AND at < ? LIMIT 1`,
  )

  /** Most often the last reading knows both. */
  function newestOf(sessionIds: string[], end: number): Pick<History, 'window' | 'model'> {
    const last = newest(sessionIds.map((id) => latestReading.get(id, end)))
    const window = last?.window ?? newest(sessionIds.map((id) => withWindow.get(id, end)))?.window ?? null
    const model = last?.model ?? newest(sessionIds.map((id) => withModel.get(id, end)))?.model ?? null
    return { window, model }
  }

  function history({ sessionIds, from, until }: HistoryWanted, limit: number): History {
    const end = until ?? NEVER
    const context = inOrder(
      sessionIds.map((id) => ({ times: contextTimes.all(id, end), values: contextFigures.all(id, end) })),
    )
    const spent = inOrder([
      ...sessionIds.map((id) => ({ times: costTimes.all(id, end), values: costFigures.all(id, end) })),
      ...sessionIds.map((id) => ({ times: besideTimes.all(id, end), values: besideFigures.all(id, end) })),
    ])
    return {
      ...newestOf(sessionIds, end),
      sources: ContextSource.options.filter((source) =>
        sessionIds.some((id) => measured.get(id, source, from, end) !== undefined),
      ),
      context: pairs(context, from, limit),
      cost: pairs(summedUp(spent), from, limit),
    }
  }
  return { histories: (wanted, limit) => wanted.map((one) => history(one, limit)) }
}

function newest(known: readonly (Known | undefined)[]): Known | null {
  let found: Known | null = null
  for (const one of known) if (one !== undefined && (found === null || one.at > found.at)) found = one
  return found
}

/** Those of one session are in order already. */
function inOrder(all: Line[]): Line {
  const lines = all.filter(({ times }) => times.length > 0)
  const [only = { times: [], values: [] }] = lines
  if (lines.length < 2) return only
  const times = lines.flatMap((line) => line.times)
  const values = lines.flatMap((line) => line.values)
  const order = [...times.keys()].sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0))
  return { times: order.map((index) => times[index] ?? 0), values: order.map((index) => values[index] ?? null) }
}

/** What was spent up to each moment, of 10⁻⁹ USD each. An unpriced response adds nothing that is known. */
function summedUp({ times, values }: Line): Line {
  let sum = 0
  const sums: Line = { times: [], values: [] }
  for (let index = 0; index < times.length; index += 1) {
    const cost = values[index] ?? null
    if (cost === null) continue
    sum += cost
    sums.times.push(times[index] ?? 0)
    sums.values.push(usdOf(sum))
  }
  return sums
}

/** Time, value, time, value … from `from` on; NaN for what is unknown. */
function pairs({ times, values }: Line, from: number, limit: number): Float64Array {
  let first = 0
  while ((times[first] ?? from) < from) first += 1
  const places = Array.from<number>({ length: times.length - first })
  for (let place = 0; place < places.length; place += 1) places[place] = first + place
  const kept = thin(places, limit, (place) => values[place] ?? -1)
  const flat = new Float64Array(kept.length * 2)
  for (let index = 0; index < kept.length; index += 1) {
    const place = kept[index] ?? 0
    flat[index * 2] = times[place] ?? 0
    flat[index * 2 + 1] = values[place] ?? Number.NaN
  }
  return flat
}
