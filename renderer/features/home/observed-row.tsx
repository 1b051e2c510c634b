import { duePoint } from '../../../contract/policy.ts'
import type { ObservedSession } from '../../../contract/observed.ts'
import { usagePath } from '../../app/routes.ts'
import { AgentText } from '../../ui/agent-text.tsx'
import { ContextBar } from '../../ui/context-bar.tsx'
import { SessionPill } from '../../ui/status-pill.tsx'
import { AGENTS } from '../telemetry/telemetry-words.ts'
import type { BoardRowViewProps } from './board-row.tsx'
import { ObservedMenu } from './observed-menu.tsx'
import { observedTitle, observedWords, sourceWords } from './observed-words.ts'
import { ParallelMark } from './parallel-mark.tsx'
import { CostAndAge, ModelFigure } from './row-figures.tsx'
import { FIGURES, GRID } from './row-grid.ts'
import { RowLink } from './row-link.tsx'
import { useDefaultPolicy } from './use-default-policy.ts'

/** A session that Baton does not host. Its link leads to what it used. */
export function ObservedRow(props: Omit<BoardRowViewProps, 'row'> & { session: ObservedSession }) {
  const { session, active, canControl, onFocus, onStep } = props
  const { sessionId, project, context, forecast, model, costUsd, lastAt, state, agent, parallel } = session
  const policy = useDefaultPolicy(project)
  const points = context === null ? null : duePoint(policy, context.window, model ?? undefined)
  const path = usagePath({ session: sessionId, range: 'all' })
  const title = observedTitle(session)
  return (
    <div className={GRID}>
      <span title={sourceWords(session)} className="justify-self-start">
        <SessionPill state={state} />
      </span>
      <div className="min-w-0">
        <RowLink {...{ active, onFocus, onStep, title, path }} id={sessionId} project={project ?? ''} />
        <div className="flex min-w-0 items-center gap-2">
          <span className="shrink-0 rounded border border-border px-1 text-xs leading-4 text-muted">
            {AGENTS[agent]}
          </span>
          <AgentText text={observedWords(session)} className="block truncate text-muted" />
          <ParallelMark others={state === 'ended' ? 0 : parallel} />
        </div>
      </div>
      <div className={FIGURES}>
        <ContextBar
          context={context}
          due={points?.due ?? null}
          soft={points?.soft ?? null}
          forecast={forecast}
          className="w-48 @min-[56rem]:w-auto @min-[56rem]:max-w-96"
        />
        <span className="text-sm whitespace-nowrap text-muted">
          {session.turns === 1 ? '1 turn' : `${session.turns} turns`}
        </span>
        <ModelFigure model={model} />
        <CostAndAge costUsd={costUsd} at={lastAt} source={null} />
      </div>
      <ObservedMenu session={session} canControl={canControl} tabIndex={active ? 0 : -1} />
    </div>
  )
}
