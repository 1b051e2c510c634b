import { ScreenHeader } from '../../ui/screen-header.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { useAlerts } from './use-alerts.ts'

/** What stands, and what stood before. */
export function AlertsScreen() {
  const { alerts, problem } = useAlerts()
  return (
    <>
      <ScreenHeader title="Alerts" />
      {problem !== null && <ProblemView problem={problem} />}
      {alerts === null && problem === null && <Loading what="Reading the alerts…" />}
      <ul>
        {alerts?.map(({ id, title }) => (
          <li key={id}>{title}</li>
        ))}
      </ul>
    </>
  )
}

export default AlertsScreen
