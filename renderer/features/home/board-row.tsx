import { CirclePause, CirclePlay, SquareTerminal } from 'lucide-react'
import { type KeyboardEvent, memo } from 'react'
import { goTo, hrefOf } from '../../app/navigate.ts'
import { seriesPath, terminalPath } from '../../app/routes.ts'
import { FINISHED, type SeriesView, type SessionView } from '../../../contract/series.ts'
import { cleanLine } from '../../../contract/text.ts'
import { Age } from '../../ui/age.tsx'
import { AgentText } from '../../ui/agent-text.tsx'
import { ContextBar } from '../../ui/context-bar.tsx'
import { formatCost, projectName } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { SessionPill, StatusPill } from '../../ui/status-pill.tsx'
import { useShortcutKeys } from '../../ui/use-shortcut.ts'
import { loopControls } from '../series/loop-actions.ts'
import type { BoardRow } from './board-groups.ts'
import type { Step } from './board-items.ts'
import { runLoopAction } from './quick-actions.ts'
import { RowMenu } from './row-menu.tsx'
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

const STEP_KEYS: Record<string, Step> = { ArrowDown: 'next', ArrowUp: 'previous', Home: 'first', End: 'last' }

/** A series, or a session without one. The whole row is its link; its buttons lie over it. */
export const BoardRowView = memo(function BoardRowView(props: BoardRowViewProps) {
  const { row } = props
  return row.series === null ? (
    <SessionRow {...props} session={row.session} />
  ) : (
    <SeriesRow {...props} series={row.series} />
  )
}, sameRow)

/** A row is put together anew with each change of the board; what it shows mostly stays the same. */
function sameRow(before: BoardRowViewProps, after: BoardRowViewProps): boolean {
  const { row, ...rest } = before
  return (
    row.series === after.row.series &&
    row.session === after.row.session &&
    Object.entries(rest).every(([name, value]) => after[name as keyof typeof rest] === value)
  )
}

/** One line from 56rem of board, else two. The columns are the same in all rows. */
const GRID =
  'group relative grid items-center gap-x-4 gap-y-1 px-4 py-2 hover:bg-surface-2 focus-within:bg-surface-2 ' +
  'grid-cols-[8.5rem_minmax(0,1fr)_auto] @min-[56rem]:grid-cols-[8.5rem_minmax(0,1fr)_minmax(9rem,0.5fr)_5rem_5.5rem_5rem_5.75rem]'
/** The second line of a narrow row: its figures side by side. */
const FIGURES = 'col-span-3 col-start-1 row-start-2 flex flex-wrap items-center gap-x-4 gap-y-1 @min-[56rem]:contents'

function SeriesRow(props: BoardRowViewProps & { series: SeriesView }) {
  const { series, active, canControl, onFocus, onStep } = props
  const { id, project, task, status, hold, session, due, soft, sessions, costUsd, updatedAt } = series
  return (
    <div className={GRID}>
      <StatusPill status={status} hold={hold} className="justify-self-start" />
      <div className="min-w-0">
        <RowLink {...{ id, active, onFocus, onStep, project }} path={seriesPath(id)} title={task} />
        <Says series={series} />
      </div>
      <div className={FIGURES}>
        <ContextBar
          context={session?.context ?? null}
          due={due}
          soft={soft}
          className="w-48 @min-[56rem]:w-auto @min-[56rem]:max-w-96"
        />
        <TaskFigures boxes={series.boxes} />
        <SessionFigures n={session?.n ?? sessions} model={session?.model ?? null} live={session?.live ?? false} />
        <CostAndAge costUsd={costUsd} at={session?.context?.at ?? updatedAt} />
      </div>
      <Actions series={series} active={active} canControl={canControl} />
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
        <p className="truncate text-muted">{live ? 'Works outside of any series' : 'Has ended'}</p>
      </div>
      <div className={FIGURES}>
        <ContextBar
          context={context}
          due={null}
          soft={null}
          className="w-48 @min-[56rem]:w-auto @min-[56rem]:max-w-96"
        />
        <TaskFigures boxes={[]} />
        <SessionFigures n={n} model={model} live={live} />
        <CostAndAge costUsd={costUsd} at={context?.at ?? endedAt ?? startedAt} />
      </div>
      <span />
    </div>
  )
}

interface RowLinkProps {
  id: string
  path: string
  active: boolean
  onFocus: (id: string) => void
  onStep: (step: Step) => void
  title: string
  project: string
}

function RowLink({ id, path, active, onFocus, onStep, title, project }: RowLinkProps) {
  const pressed = (event: KeyboardEvent): void => {
    const step = STEP_KEYS[event.key]
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    onStep(step)
  }
  return (
    <p className="flex min-w-0 items-baseline gap-2">
      <a
        href={hrefOf(path)}
        data-row={id}
        tabIndex={active ? 0 : -1}
        onFocus={() => onFocus(id)}
        onKeyDown={pressed}
        className="truncate font-semibold outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
      >
        {cleanLine(title)}
      </a>
      <span className="max-w-[40%] shrink-0 truncate text-muted" title={project}>
        {projectName(project)}
      </span>
    </p>
  )
}

/** Why it does not work; else its present task. */
function Says({ series }: { series: SeriesView }) {
  const { why, ending, activity, boxes, status } = series
  if (why !== null) return <AgentText text={why} className="block text-muted" />
  const current = boxes.find(({ done }) => !done)
  const pending = ending === null ? '' : `${ending === 'pause' ? 'Pauses' : 'Stops'} at the next turn end · `
  const text = current !== undefined && !FINISHED.includes(status) ? current.title : activity
  return <AgentText text={`${pending}${text}`} className="block text-muted" />
}

function SessionFigures({ n, model, live }: { n: number; model: string | null; live: boolean }) {
  return (
    <span className="min-w-0 text-sm">
      <span className="block whitespace-nowrap">{live ? `Session ${n}` : n === 1 ? '1 session' : `${n} sessions`}</span>
      <span className="hidden truncate text-muted @min-[56rem]:block" title={model ?? undefined}>
        {model?.replace(/^claude-/, '') ?? ''}
      </span>
    </span>
  )
}

function CostAndAge({ costUsd, at }: { costUsd: number; at: string }) {
  return (
    <span className="flex items-baseline gap-4 whitespace-nowrap @min-[56rem]:grid @min-[56rem]:gap-0 @min-[56rem]:text-right">
      <span title="Cost so far, at list prices">{formatCost(costUsd)}</span>
      <Age at={at} className="text-sm text-muted" />
    </span>
  )
}

function Actions({ series, active, canControl }: { series: SeriesView; active: boolean; canControl: boolean }) {
  const terminalKeys = useShortcutKeys('board-terminal')
  const pauseKeys = useShortcutKeys('board-pause')
  const [toggle] = loopControls(series, canControl)
  const tabIndex = active ? 0 : -1
  const finished = FINISHED.includes(series.status)
  return (
    <div className="relative z-1 col-start-3 row-start-1 flex justify-end gap-0.5 @min-[56rem]:col-start-7">
      {toggle !== undefined && !finished && (
        <IconButton
          label={toggle.why ?? `${toggle.label} ${series.task}`}
          icon={toggle.action === 'pause' ? <CirclePause /> : <CirclePlay />}
          keys={pauseKeys}
          tabIndex={tabIndex}
          aria-disabled={toggle.why !== null}
          onClick={() => toggle.why === null && void runLoopAction(series.id, toggle.action)}
        />
      )}
      <IconButton
        label={`Open the terminal of ${series.task}`}
        icon={<SquareTerminal />}
        keys={terminalKeys}
        tabIndex={tabIndex}
        onClick={() => goTo(terminalPath(series.id))}
      />
      <RowMenu series={series} canControl={canControl} tabIndex={tabIndex} />
    </div>
  )
}
