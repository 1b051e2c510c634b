import { BellOff, CheckCheck, Settings } from 'lucide-react'
import { useState } from 'react'
import { ALERTS_PLACE } from '../../../contract/notice.ts'
import type { Alert } from '../../../contract/alerts.ts'
import { hrefOf } from '../../app/navigate.ts'
import { settingsPath } from '../../app/routes.ts'
import { useSettings } from '../../stores/board.ts'
import { runCommand } from '../../stores/commands.ts'
import { useCanControl } from '../../stores/core.ts'
import { useShownSeries } from '../../stores/looking.ts'
import { Button, buttonClasses } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { ScreenHeader } from '../../ui/screen-header.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { AlertHistory } from './alert-history.tsx'
import { BrokenRules } from './broken-rules.tsx'
import { StandingAlert } from './standing-alert.tsx'
import { useAlerts } from './use-alerts.ts'

/** Who looks here is told of no alert elsewhere. */
const SHOWN = [ALERTS_PLACE]

/** What stands, and what stood before. */
export function AlertsScreen() {
  useShownSeries(SHOWN)
  const { alerts, rules, problem, again } = useAlerts()
  const mayControl = useCanControl()
  const enabled = useSettings()?.settings.alerts.enabled ?? true
  const [busy, setBusy] = useState(false)
  const standing = alerts?.filter(({ endedAt }) => endedAt === null) ?? []
  const unknown = standing.filter(({ acknowledgedAt }) => acknowledgedAt === null)
  const acknowledge = async (some: readonly Alert[]): Promise<void> => {
    setBusy(true)
    await runCommand('alert.acknowledge', { ids: some.map(({ id }) => id) })
    setBusy(false)
    again()
  }
  return (
    <>
      <ScreenHeader title="Alerts">
        {unknown.length > 1 && (
          <Button
            size="sm"
            icon={<CheckCheck aria-hidden />}
            busy={busy}
            disabled={!mayControl}
            onClick={() => void acknowledge(unknown)}
          >
            Acknowledge all
          </Button>
        )}
        <a href={hrefOf(settingsPath('alerts'))} className={buttonClasses('secondary', 'sm')}>
          <Settings aria-hidden />
          Alert settings
        </a>
      </ScreenHeader>
      <section
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by itself: the keyboard must reach it
        tabIndex={0}
        aria-label="Alerts"
        className="@container min-h-0 flex-1 overflow-y-auto [scrollbar-gutter:stable]"
      >
        <div className="mx-auto grid max-w-5xl gap-5 p-4">
          {/* That the connection is gone is said for the whole page. */}
          {problem !== null && (alerts === null || problem.code !== 'core-gone') && (
            <ProblemView problem={problem} retry={again} />
          )}
          {alerts === null && problem === null && <Loading what="Reading the alerts…" />}
          <BrokenRules rules={rules} />
          {!enabled && (
            <p className="text-muted">Alerts are switched off: nothing is looked at. What stood before is below.</p>
          )}
          {alerts !== null && alerts.length === 0 && (
            <Nothing rules={rules.filter(({ rule }) => rule.enabled).length} />
          )}
          {alerts !== null && alerts.length > 0 && (
            <section aria-labelledby="alerts-standing" className="grid gap-2">
              <h2 id="alerts-standing" className="font-semibold">
                Standing
              </h2>
              {standing.length === 0 && <p className="text-muted">Nothing stands now.</p>}
              <ul className="grid gap-2">
                {standing.map((alert) => (
                  <li key={alert.id}>
                    <StandingAlert
                      alert={alert}
                      disabled={!mayControl || busy}
                      onAcknowledge={() => void acknowledge([alert])}
                    />
                  </li>
                ))}
              </ul>
            </section>
          )}
          <AlertHistory alerts={alerts?.filter(({ endedAt }) => endedAt !== null) ?? []} />
        </div>
      </section>
    </>
  )
}

export default AlertsScreen

function Nothing({ rules }: { rules: number }) {
  return (
    <EmptyState
      icon={<BellOff />}
      title="Nothing fired yet"
      command="baton alerts rules"
      action={
        <a href={hrefOf(settingsPath('alerts'))} className={buttonClasses('primary')}>
          Look at the rules
        </a>
      }
    >
      {rules === 0
        ? 'No rule is on. A rule tells you when a context fills, a session waits for you, or the day gets expensive.'
        : `${rules} ${rules === 1 ? 'rule looks' : 'rules look'} at contexts, costs, waits, errors and limits, and ${rules === 1 ? 'fires' : 'fire'} here.`}
    </EmptyState>
  )
}
