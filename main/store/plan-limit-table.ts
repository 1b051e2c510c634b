import type { Database } from 'better-sqlite3'
import type { PlanLimit } from '../../contract/forecast.ts'
import type { StoreCalls } from './protocol.ts'

export interface PlanLimitTable extends Pick<StoreCalls, 'planLimits' | 'recordLimits'> {
  /** Inside a transaction. An older report than the one that is kept is let go. */
  save(limit: PlanLimit): void
}

export function planLimitTable(database: Database): PlanLimitTable {
  const save = database.prepare<{ agent: string; name: string; at: number; body: string }>(
    `INSERT INTO plan_limits VALUES (@agent, @name, @at, @body)
     ON CONFLICT DO UPDATE SET at = excluded.at, body = excluded.body WHERE excluded.at >= at`,
  )
  const all = database.prepare<[], string>(`SELECT body FROM plan_limits ORDER BY agent, name`).pluck()
  const saveOne = (limit: PlanLimit): void => {
    const { agent, name, at } = limit
    save.run({ agent, name, at: Date.parse(at), body: JSON.stringify(limit) })
  }
  const recordLimits = database.transaction((limits: PlanLimit[]) => limits.forEach(saveOne))
  return {
    save: saveOne,
    recordLimits: (limits) => recordLimits.immediate(limits),
    planLimits: () => all.all().map((body) => JSON.parse(body) as PlanLimit),
  }
}
