import type { SpendForecast } from '../../../contract/forecast.ts'
import { useBoard } from '../../stores/board.ts'
import { formatCost } from '../../ui/format.ts'
import { Card } from '../telemetry/card.tsx'
import type { Step } from './address.ts'
import { PlanLimits } from './plan-limits.tsx'
import { useAnswer } from './use-answer.ts'

/** What is spent by the evening changes slowly, ms. */
const LOOK_AGAIN_MS = 60_000

/** What is still to come: the spend of the day and the week, and the limits of the plan. Not narrowed to more than a project. */
export function Outlook({ trail }: { trail: readonly Step[] }) {
  const { value } = useAnswer('usage.spend', {}, LOOK_AGAIN_MS)
  const limits = useBoard((state) => state.limits)
  const agent = trail.find(({ dimension }) => dimension === 'agent')?.value
  const ownLimits = limits.filter((limit) => agent === undefined || limit.agent === agent)
  const project = trail.find(({ dimension }) => dimension === 'project')?.value ?? null
  const wide = trail.every(({ dimension }) => dimension === 'project')
  const spends = wide ? (value ?? []).filter((spend) => spend.project === project) : []
  if (spends.length === 0 && ownLimits.length === 0) return null
  return (
    <div className="grid grid-cols-1 gap-3 @min-[56rem]:grid-flow-col @min-[56rem]:auto-cols-fr">
      {spends.length > 0 && (
        <Card title="Spend to come">
          <dl className="grid grid-cols-2 gap-4">
            {spends.map((spend) => (
              <Spend key={spend.span} spend={spend} />
            ))}
          </dl>
        </Card>
      )}
      {ownLimits.length > 0 && <PlanLimits limits={ownLimits} />}
    </div>
  )
}

function Spend({ spend: { span, soFar, atEnd, basisDays } }: { spend: SpendForecast }) {
  const basis = `${basisDays} ${basisDays === 1 ? 'day' : 'days'}`
  return (
    <div>
      <dt className="text-sm text-muted">{span === 'day' ? 'Today' : 'This week'}</dt>
      <dd>
        <strong className="text-lg font-semibold">{soFar === 0 ? '$0' : formatCost(soFar)}</strong> so far
      </dd>
      <dd className="text-sm text-muted text-pretty">
        {atEnd === null ? (
          <>Too little is known to say more: {basis} of the past.</>
        ) : (
          <>
            About <span className="text-text">{costAtEnd(atEnd.mid)}</span> at its end: between {costAtEnd(atEnd.low)}{' '}
            and {atEnd.high === null ? 'more' : costAtEnd(atEnd.high)} four times of five, by {basis} of your past.
          </>
        )}
      </dd>
    </div>
  )
}

function costAtEnd(usd: number): string {
  return usd === 0 ? '$0' : formatCost(usd)
}
