import { CircleCheck, CircleDashed } from 'lucide-react'
import type { RpcResult } from '../../../contract/rpc.ts'
import { FINISHED, type SeriesView } from '../../../contract/series.ts'
import { cleanLine } from '../../../contract/text.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatTime } from '../../ui/format.ts'

export interface CheckpointPickupProps {
  series: SeriesView
  n: number
  pickup: RpcResult<'checkpoint.show'>['pickup']
}

/** Proof that the next session saw these files before it worked. */
export function CheckpointPickup({ series, n, pickup }: CheckpointPickupProps) {
  if (pickup === null) {
    return (
      <EmptyState icon={<CircleDashed />} title="No receipt">
        {whyNone(series, n)}
      </EmptyState>
    )
  }
  return (
    <div className="grid gap-2">
      <p className="flex gap-2">
        <CircleCheck aria-hidden className="mt-0.5 size-3.5 shrink-0 text-done" />
        The next session saw these files before it worked.
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 [&_dt]:text-muted">
        <dt>When</dt>
        <dd>{formatTime(pickup.at)}</dd>
        <dt>Session</dt>
        <dd className="font-mono text-sm wrap-anywhere">{cleanLine(pickup.sessionId)}</dd>
        <dt>Files seen</dt>
        <dd>
          <ul className="font-mono text-sm wrap-anywhere">
            {pickup.files.map((file) => (
              <li key={file}>{cleanLine(file)}</li>
            ))}
          </ul>
        </dd>
      </dl>
    </div>
  )
}

/** What can be said of why nothing picked it up, without a guess. */
function whyNone(series: SeriesView, n: number): string {
  if (n < series.checkpoints) {
    return 'No session is on record that read these files before it worked: the session went on after this checkpoint, or a later one was picked up.'
  }
  if (FINISHED.includes(series.status)) return `The series is ${series.status}: no session came after this checkpoint.`
  return 'No session has picked it up yet. The next fresh session does, before it works.'
}
