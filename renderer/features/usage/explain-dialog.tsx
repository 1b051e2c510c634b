import type { Advice } from '../../../contract/analytics.ts'
import { cleanLine } from '../../../contract/text.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { formatCost, formatCount } from '../../ui/format.ts'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { CopyButton } from '../checkpoints/copy-button.tsx'
import { ExplainedRows } from './explained-rows.tsx'
import { useAnswer } from './use-answer.ts'

/** An advice with every row of the ledger that it was reckoned from. */
export function ExplainDialog({ advice, onClose }: { advice: Advice | null; onClose: () => void }) {
  const { value, stale, problem, again } = useAnswer('usage.explain', advice === null ? null : { id: advice.id })
  const command = `baton usage --explain ${advice?.id ?? ''}`
  return (
    <Dialog
      open={advice !== null}
      onClose={onClose}
      title="How it was reckoned"
      description={cleanLine(advice?.title ?? '')}
      width="lg"
      reading
    >
      <div className="grid gap-3">
        {problem !== null && <ProblemView problem={problem} retry={again} />}
        {(value === null || stale) && problem === null && <Loading what="Reckoning it anew…" />}
        {value !== null && !stale && (
          <>
            <p>
              {formatCount(value.rows.length)} {value.rows.length === 1 ? 'request' : 'requests'} cost{' '}
              {formatCost(sum(value.rows.map(({ costUsd }) => costUsd)))}, and would have cost{' '}
              {formatCost(sum(value.rows.map(({ costUsd, insteadUsd }) => insteadUsd ?? costUsd)))}:{' '}
              <strong className="font-semibold">{formatCost(value.advice.savedUsd)}</strong> less.
            </p>
            <ExplainedRows rows={value.rows} />
          </>
        )}
        <p className="flex items-center gap-2 text-sm text-muted">
          In a terminal:
          <code className="rounded border border-border bg-surface-2 px-1.5 py-0.5 font-mono text-text wrap-anywhere">
            {command}
          </code>
          <CopyButton text={command} label="Copy the command" />
        </p>
      </div>
    </Dialog>
  )
}

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((all, value) => all + (value ?? 0), 0)
}
