import type { ScanState } from '../../../contract/observed.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Loading } from '../../ui/spinner.tsx'
import type { UsageAddress } from './address.ts'
import { Breakdown } from './breakdown.tsx'
import type { DayRange } from './days.ts'
import { LOOK_AGAIN_MS } from './look-again.ts'
import { NothingHere, NoUsage } from './no-usage.tsx'
import { Outlook } from './outlook.tsx'
import { SessionPanel } from './session-panel.tsx'
import { Totals } from './totals.tsx'
import { Trail } from './trail.tsx'
import { useAnswer } from './use-answer.ts'
import { UsageChart } from './usage-chart.tsx'
import { usageQuery } from './usage-query.ts'

export interface OverviewProps {
  address: UsageAddress
  range: DayRange
  today: string
  scan: ScanState | null
  show: (address: UsageAddress, replace?: boolean) => void
}

/** The sums of the range, over time and by what they are made of. */
export function Overview({ address, range, today, scan, show }: OverviewProps) {
  const { trail } = address
  const { value, problem, stale, again } = useAnswer(
    'usage.query',
    usageQuery(range, trail, { by: ['costSource'] }),
    LOOK_AGAIN_MS,
  )
  const session = trail.find(({ dimension }) => dimension === 'session')?.value
  if (value === null) {
    return problem === null ? <Loading what="Asking the ledger…" /> : <ProblemView problem={problem} retry={again} />
  }
  const { requests, errors, costUsd } = value.total
  const nothing = requests === 0 && errors === 0 && costUsd === 0 && !stale
  if (nothing && trail.length === 0 && (address.range === 'all' || scan?.sessions === 0)) return <NoUsage scan={scan} />
  return (
    <>
      <Trail address={address} today={today} />
      {problem !== null && <ProblemView problem={problem} retry={again} />}
      {session !== undefined && <SessionPanel key={session} sessionId={session} />}
      {nothing ? (
        <NothingHere showAll={<Button onClick={() => show({ ...address, range: 'all' })}>Show all time</Button>} />
      ) : (
        <>
          <Totals answer={value} stale={stale} />
          <Outlook trail={trail} />
          <UsageChart address={address} range={range} today={today} show={show} />
          <Breakdown address={address} range={range} today={today} total={value.total} show={show} />
        </>
      )}
    </>
  )
}
