import { ChevronRight } from 'lucide-react'
import type { StepView } from '../../../contract/telemetry.ts'
import { formatCount } from '../../ui/format.ts'
import { Card } from './card.tsx'
import { byMost, codeWords, STEPS } from './telemetry-words.ts'

/** The steps that each point goes through, with what came in, went out and was held back, and why. */
export function Pipeline({ steps }: { steps: readonly StepView[] }) {
  return (
    <Card title="Steps">
      <ol className="grid grid-cols-3 gap-x-5 gap-y-2 @min-[58rem]:grid-cols-6 @max-[58rem]:[&>li:nth-child(3n)>svg]:hidden">
        {steps.map((step) => (
          <Step key={step.step} view={step} />
        ))}
      </ol>
    </Card>
  )
}

function Step({ view }: { view: StepView }) {
  const { title, help } = STEPS[view.step]
  return (
    <li className="group relative grid content-start gap-1 rounded-md bg-surface-2 px-2.5 py-2">
      <ChevronRight aria-hidden className="absolute top-2.5 -right-4.5 size-4 text-muted group-last:hidden" />
      <h3 className="font-medium">{title}</h3>
      <p className="text-sm text-muted">{help}</p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 [&>dd]:text-right [&>dt]:text-muted">
        <dt>In</dt>
        <dd>{formatCount(view.in)}</dd>
        <dt>Out</dt>
        <dd>{formatCount(view.out)}</dd>
        {byMost(view.dropped).map(([reason, count]) => (
          <Dropped key={reason} reason={codeWords(reason)} count={count} />
        ))}
      </dl>
    </li>
  )
}

function Dropped({ reason, count }: { reason: string; count: number }) {
  return (
    <>
      <dt className="wrap-anywhere text-waiting! first-letter:uppercase">{reason}</dt>
      <dd>{formatCount(count)}</dd>
    </>
  )
}
