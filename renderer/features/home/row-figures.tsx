import { FINISHED, type SeriesView } from '../../../contract/series.ts'
import { cleanLine } from '../../../contract/text.ts'
import type { ContextSource } from '../../../contract/usage.ts'
import { Age } from '../../ui/age.tsx'
import { AgentText } from '../../ui/agent-text.tsx'
import { formatCost, UNKNOWN } from '../../ui/format.ts'
import { reasonWords } from '../../ui/reason-words.ts'

/** Why it does not work; else its present task. */
export function Says({ series }: { series: SeriesView }) {
  const { why, ending, activity, boxes, status } = series
  if (why !== null) return <AgentText text={reasonWords(why)} className="block text-muted" />
  const current = boxes.find(({ done }) => !done)
  const pending = ending === null ? '' : `${ending === 'pause' ? 'Pauses' : 'Stops'} at the next turn end · `
  const text = current !== undefined && !FINISHED.includes(status) ? current.title : activity
  return <AgentText text={`${pending}${text}`} className="block text-muted" />
}

/** Which session it is at, and on which model. */
export function SessionFigures({ n, model, live }: { n: number; model: string | null; live: boolean }) {
  return (
    <span className="min-w-0 text-sm">
      <span className="block whitespace-nowrap">{live ? `Session ${n}` : n === 1 ? '1 session' : `${n} sessions`}</span>
      <span className="hidden truncate text-muted @min-[56rem]:block" title={model ?? undefined}>
        {model?.replace(/^claude-/, '') ?? ''}
      </span>
    </span>
  )
}

/** The model of a session that has no number. */
export function ModelFigure({ model }: { model: string | null }) {
  return (
    <span className="min-w-0 truncate text-sm text-muted" title={model ?? undefined}>
      {model === null ? UNKNOWN : cleanLine(model.replace(/^claude-/, ''))}
    </span>
  )
}

export interface CostAndAgeProps {
  costUsd: number
  at: string
  /** Where the context was measured; null: it was not, and the age is that of the view. */
  source: ContextSource | null
}

const SOURCES: Record<ContextSource, string> = { statusline: 'status line', transcript: 'transcript' }

/** Cost so far, and where the context comes from and how old it is. */
export function CostAndAge({ costUsd, at, source }: CostAndAgeProps) {
  return (
    <span className="flex items-baseline gap-4 whitespace-nowrap @min-[56rem]:grid @min-[56rem]:gap-0 @min-[56rem]:text-right">
      <span title="Cost so far, at list prices">{formatCost(costUsd)}</span>
      <span className="text-sm text-muted">
        {source !== null && <span className="hidden @min-[80rem]:inline">{SOURCES[source]}, </span>}
        <Age at={at} />
      </span>
    </span>
  )
}
