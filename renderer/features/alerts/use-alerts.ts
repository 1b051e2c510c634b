import { useCallback, useEffect, useState } from 'react'
import type { Alert } from '../../../contract/alerts.ts'
import type { Problem } from '../../../contract/problem.ts'
import { useBoard } from '../../stores/board.ts'
import { core } from '../../stores/core.ts'

/** More than anyone scrolls through; `baton alerts --json` has all. */
const SHOWN = 300

export interface AlertsNow {
  /** Standing ones first, then the latest. Null: not heard yet. */
  alerts: readonly Alert[] | null
  problem: Problem | null
  again: () => void
}

/** The alerts as they stand, read anew whenever the core says that one changed. */
export function useAlerts(): AlertsNow {
  const [now, setNow] = useState<Pick<AlertsNow, 'alerts' | 'problem'>>({ alerts: null, problem: null })
  const [asked, setAsked] = useState(0)
  const changedAt = useBoard((state) => state.alerts.at)
  const standing = useBoard((state) => state.alerts.standing)
  useEffect(() => {
    let gone = false
    void core()
      .call('alert.list', { limit: SHOWN })
      .then((told) => {
        if (gone) return
        setNow((last) => (told.ok ? { alerts: told.value, problem: null } : { ...last, problem: told.problem }))
      })
    return () => {
      gone = true
    }
  }, [changedAt, standing, asked])
  return { ...now, again: useCallback(() => setAsked((count) => count + 1), []) }
}
