import { CircleAlert } from 'lucide-react'
import type { Problem } from '../../contract/problem.ts'
import { Button } from './button.tsx'

export interface ProblemViewProps {
  problem: Problem
  /** Tries it again. */
  retry?: () => void
}

/** An expected failure: what is wrong, why, and the way out. */
export function ProblemView({ problem, retry }: ProblemViewProps) {
  const { thing, cause, remedy } = problem
  return (
    <div
      role="alert"
      className="flex items-start gap-2.5 rounded-md border border-attention/40 bg-attention/8 px-3 py-2"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-attention" />
      <div className="min-w-0 flex-1">
        <p className="wrap-anywhere">
          <strong className="font-semibold">{thing}</strong>: {cause}.
        </p>
        <p className="wrap-anywhere">{remedy.charAt(0).toUpperCase() + remedy.slice(1)}.</p>
      </div>
      {retry !== undefined && (
        <Button size="sm" onClick={retry}>
          Try again
        </Button>
      )}
    </div>
  )
}
