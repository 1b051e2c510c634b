import { memo } from 'react'
import { seriesPath, terminalPath } from '../../app/routes.ts'
import type { SeriesView, SessionView } from '../../../contract/series.ts'
import { ContextBar } from '../../ui/context-bar.tsx'
import { GapBadge, SeriesGapBadge } from '../../ui/gap-badge.tsx'
import { SessionPill, StatusPill } from '../../ui/status-pill.tsx'
import type { BoardRow } from './board-groups.ts'
import { FIGURES, GRID } from './row-grid.ts'
import { ObservedRow } from './observed-row.tsx'
import { ParallelMark } from './parallel-mark.tsx'
import type { Step } from './board-items.ts'
import { RowActions } from './row-actions.tsx'
import { CostAndAge, Says, SessionFigures } from './row-figures.tsx'
import { RowLink } from './row-link.tsx'
import { TaskFigures } from './task-figures.tsx'

export interface BoardRowViewProps {
  row: BoardRow
  /** The one row that the Tab key reaches. */
  active: boolean
  canControl: boolean
  onFocus: (id: string) => void
  /** An arrow, Home or End was pressed on the row. */
  onStep: (step: Step) => void
}

/** A series, or a session. The whole row is its link; its buttons lie over it. */
export const BoardRowView = memo(function BoardRowView(props: BoardRowViewProps) {
  const { row } = props
  if (row.series !== null) return <SeriesRow {...props} series={row.series} />
  return row.session !== null ? (
    <SessionRow {...props} session={row.session} />
  ) : (
    <ObservedRow {...props} session={row.observed} />
  )
}, sameRow)

/** A row is put together anew with each change of the board; what it shows mostly stays the same. */
function sameRow(before: BoardRowViewProps, after: BoardRowViewProps): boolean {
  const { row, ...rest } = before
  return (
    row.series === after.row.series &&
    row.session === after.row.session &&
    row.observed === after.row.observed &&
    row.parallel === after.row.parallel &&
    Object.entries(rest).every(([name, value]) => after[name as keyof typeof rest] === value)
  )
}

function SeriesRow(props: BoardRowViewProps & { series: SeriesView }) {
  const { series, active, canControl, onFocus, onStep } = props
  const { id, project, task, status, hold, session, due, soft, sessions, costUsd, updatedAt } = series
  return (
    <div className={GRID}>
      <StatusPill status={status} hold={hold} className="justify-self-start" />
      <div className="min-w-0">
        <RowLink {...{ id, active, onFocus, onStep, project }} path={seriesPath(id)} title={task} />
        <div className="flex min-w-0 items-center gap-2">
          <Says series={series} />
          <SeriesGapBadge seriesId={id} short />
          <ParallelMark others={props.row.parallel} />
        </div>
      </div>
      <div className={FIGURES}>
        <ContextBar
          context={session?.context ?? null}
          due={due}
          soft={soft}
          forecast={session?.forecast ?? null}
          className="w-48 @min-[56rem]:w-auto @min-[56rem]:max-w-96"
        />
        <TaskFigures boxes={series.boxes} />
        <SessionFigures n={session?.n ?? sessions} model={session?.model ?? null} live={session?.live ?? false} />
        <CostAndAge
          costUsd={costUsd}
          at={session?.context?.at ?? updatedAt}
          source={session?.context?.source ?? null}
        />
      </div>
      <RowActions series={series} active={active} canControl={canControl} />
    </div>
  )
}

function SessionRow(props: BoardRowViewProps & { session: SessionView }) {
  const { session, active, onFocus, onStep } = props
  const { sessionId, project, context, model, n, live, costUsd, startedAt, endedAt, state } = session
  const title = `Session ${sessionId.slice(0, 8)}`
  return (
    <div className={GRID}>
      <SessionPill state={state} className="justify-self-start" />
      <div className="min-w-0">
        <RowLink {...{ active, onFocus, onStep, project, title }} id={sessionId} path={terminalPath(sessionId)} />
        <div className="flex min-w-0 items-center gap-2">
          <p className="truncate text-muted">{live ? 'Works outside of any series' : 'Has ended'}</p>
          <GapBadge session={session} short />
        </div>
      </div>
      <div className={FIGURES}>
        <ContextBar
          context={context}
          due={null}
          soft={null}
          forecast={session.forecast}
          className="w-48 @min-[56rem]:w-auto @min-[56rem]:max-w-96"
        />
        <TaskFigures boxes={[]} />
        <SessionFigures n={n} model={model} live={live} />
        <CostAndAge costUsd={costUsd} at={context?.at ?? endedAt ?? startedAt} source={context?.source ?? null} />
      </div>
      <span />
    </div>
  )
}
