import type { Database } from 'better-sqlite3'
import type { StoreCalls } from './protocol.ts'

/** Which advice its person does not want to see again. */
export function adviceTable(database: Database): Pick<StoreCalls, 'dismissedAdvice' | 'dismissAdvice'> {
  const all = database.prepare<[], string>(`SELECT id FROM dismissed_advice ORDER BY id`).pluck()
  const dismiss = database.prepare<[string]>(`INSERT OR IGNORE INTO dismissed_advice VALUES (?)`)
  const restore = database.prepare<[string]>(`DELETE FROM dismissed_advice WHERE id = ?`)
  return {
    dismissedAdvice: () => all.all(),
    dismissAdvice: (id, dismissed) => void (dismissed ? dismiss : restore).run(id),
  }
}
