import { Lightbulb } from 'lucide-react'
import { useState } from 'react'
import type { Advice } from '../../../contract/analytics.ts'
import { runCommand } from '../../stores/commands.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatCost } from '../../ui/format.ts'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { AdviceCard } from './advice-card.tsx'
import { type DayRange, shortDay } from './days.ts'
import { ExplainDialog } from './explain-dialog.tsx'
import { useAnswer } from './use-answer.ts'

/** Without any day the core looks at the last 30: all time begins here, before any agent wrote a transcript. */
const BEGIN = '2020-01-01'

/** What would have been cheaper on the person's own history, the most first. */
export function AdvicePart({ range, today }: { range: DayRange; today: string }) {
  const { value, problem, stale, again } = useAnswer('usage.advice', { ...range, from: range.from ?? BEGIN })
  const [dismissedShown, setDismissedShown] = useState(false)
  const [explained, setExplained] = useState<Advice | null>(null)
  if (value === null || stale) {
    return problem === null ? (
      <Loading what="Reckoning with the requests of these days…" />
    ) : (
      <ProblemView problem={problem} retry={again} />
    )
  }
  const open = value.filter(({ dismissed }) => !dismissed)
  const dismissed = value.filter((advice) => advice.dismissed)
  const dismiss = async (advice: Advice, away: boolean): Promise<void> => {
    const done = await runCommand('usage.dismiss', { id: advice.id, dismissed: away })
    if (done.ok) again()
  }
  const card = (advice: Advice) => (
    <AdviceCard
      key={advice.id}
      advice={advice}
      days={daysWords(range, today)}
      onExplain={() => setExplained(advice)}
      onDismiss={(away) => void dismiss(advice, away)}
    />
  )
  return (
    <>
      {problem !== null && <ProblemView problem={problem} retry={again} />}
      {open.length === 0 ? (
        <EmptyState icon={<Lightbulb />} title="Nothing to advise" command="baton usage --advice">
          {dismissed.length > 0 ? 'Nothing but what you dismissed' : 'Nothing'} would have saved enough to be worth a
          word over {daysWords(range, today)}. Looked at: the models that you use, caches that were missed, contexts
          kept long, subagents, and where handovers begin.
        </EmptyState>
      ) : (
        <>
          <p className="text-muted text-pretty">
            Each is reckoned by itself from your own requests of {daysWords(range, today)}; where two would save on the
            same requests, their savings do not add up. The largest is{' '}
            {formatCost(Math.max(...open.map((one) => one.savedUsd)))}.
          </p>
          {open.map(card)}
        </>
      )}
      {dismissed.length > 0 && (
        <>
          <Button
            variant="ghost"
            size="sm"
            className="justify-self-start"
            aria-expanded={dismissedShown}
            onClick={() => setDismissedShown(!dismissedShown)}
          >
            {dismissedShown ? 'Hide' : 'Show'} {dismissed.length} dismissed
          </Button>
          {dismissedShown && dismissed.map(card)}
        </>
      )}
      <ExplainDialog advice={explained} onClose={() => setExplained(null)} />
    </>
  )
}

function daysWords({ from, until }: DayRange, today: string): string {
  if (from === null) return 'all time'
  if (from === until) return shortDay(from, today)
  return `${shortDay(from, today)} to ${until === null ? 'today' : shortDay(until, today)}`
}
