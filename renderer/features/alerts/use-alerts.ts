import { useCallback, useEffect, useState } from 'react'
import type { Alert, AlertRuleState } from '../../../contract/alerts.ts'
import type { Problem } from '../../../contract/problem.ts'
import { useBoard } from '../../stores/board.ts'
import { core } from '../../stores/core.ts'

/** More than anyone scrolls through; `baton alerts --json` has all. */
const SHOWN = 300

export interface AlertsNow {
  /** The latest first. Null: not heard yet. */
  alerts: readonly Alert[] | null
  rules: readonly AlertRuleState[]
  /** Why the last question was not answered; what was told before stays. */
  problem: Problem | null
  again: () => void
}

/** `asOf`: what the board and the person said when it was asked. */
type Heard = Omit<AlertsNow, 'again'> & { asOf: string }

/** Alerts and rules as they are, read anew whenever the core says that one changed. */
export function useAlerts(): AlertsNow {
  const [now, setNow] = useState<Heard>({ alerts: null, rules: [], problem: null, asOf: '' })
  const [asked, setAsked] = useState(0)
  const changedAt = useBoard((state) => state.alerts.at)
  const standing = useBoard((state) => state.alerts.standing)
  const revision = useBoard((state) => state.settings?.revision)
  const version = [changedAt, standing, revision, asked].join(' ')
  useEffect(() => {
    let gone = false
    const ask = async (): Promise<void> => {
      const [alerts, rules] = await Promise.all([
        core().call('alert.list', { limit: SHOWN }),
        core().call('alert.rules', {}),
      ])
      if (gone) return
      setNow((last) => {
        if (!alerts.ok) return { ...last, problem: alerts.problem }
        if (!rules.ok) return { ...last, problem: rules.problem }
        return { alerts: alerts.value, rules: rules.value, problem: null, asOf: version }
      })
    }
    void ask()
    return () => {
      gone = true
    }
  }, [version])
  const { alerts, rules, problem } = now
  return { alerts, rules, problem, again: useCallback(() => setAsked((count) => count + 1), []) }
}
