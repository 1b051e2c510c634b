import { SquareTerminal } from 'lucide-react'
import type { ReactNode } from 'react'
import type { SeriesView } from '../../../contract/series.ts'
import { FINISHED } from '../../../contract/series.ts'
import { cleanLine } from '../../../contract/text.ts'
import { goTo } from '../../app/navigate.ts'
import { terminalPath } from '../../app/routes.ts'
import { Age } from '../../ui/age.tsx'
import { Button } from '../../ui/button.tsx'
import { ContextBar } from '../../ui/context-bar.tsx'
import { ForecastText } from '../../ui/forecast-text.tsx'
import { SeriesGapBadge } from '../../ui/gap-badge.tsx'
import { formatCost, formatDuration, formatTime, projectName } from '../../ui/format.ts'
import { reasonWords } from '../../ui/reason-words.ts'
import { StatusPill } from '../../ui/status-pill.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { useNow } from '../../ui/use-now.ts'
import { useShortcut, useShortcutKeys } from '../../ui/use-shortcut.ts'
import { LoopControls } from './loop-controls.tsx'
import { TaskList } from './task-list.tsx'

/** What the series is, how it stands, and what can be done with it. */
export function SeriesHeader({ series }: { series: SeriesView }) {
  const openTerminal = () => goTo(terminalPath(series.id))
  const keys = useShortcutKeys('series-terminal')
  useShortcut('series-terminal', openTerminal)
  const { session } = series
  return (
    <header className="grid gap-2 border-b border-border bg-surface px-4 py-2.5">
      <div className="flex items-center gap-2.5">
        <h1 className="truncate text-lg font-semibold" title={series.task}>
          {cleanLine(series.task)}
        </h1>
        <span className="min-w-0 truncate text-muted" title={series.project}>
          {cleanLine(projectName(series.project))}
        </span>
        <StatusPill status={series.status} hold={series.hold} />
        {session?.model != null && <span className="truncate text-sm text-muted">{cleanLine(session.model)}</span>}
        <Tooltip content="The session as it runs, or as it ended" keys={keys} side="bottom">
          <Button size="sm" variant="primary" className="ml-auto" icon={<SquareTerminal />} onClick={openTerminal}>
            Open terminal
          </Button>
        </Tooltip>
      </div>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <Why series={series} />
        <LoopControls series={series} />
      </div>
      <dl className="flex flex-wrap items-center gap-x-4 gap-y-1">
        {/* A finished series has no context any more; the timeline shows what it was. */}
        {!FINISHED.includes(series.status) && (
          <Figure name="Context">
            <ContextBar
              context={session?.context ?? null}
              due={series.due}
              soft={series.soft}
              forecast={session?.forecast ?? null}
              size="md"
              className="w-52"
            />
            {session?.context == null ? null : <Age at={session.context.at} className="text-sm text-muted" />}
            <ForecastText forecast={session?.forecast ?? null} className="text-sm" />
          </Figure>
        )}
        <Figure name="Tasks">
          <TaskList boxes={series.boxes} />
        </Figure>
        <Figure name="Cost">{formatCost(series.costUsd)}</Figure>
        <Figure name="Sessions">{series.sessions}</Figure>
        <Figure name="Checkpoints">{series.checkpoints}</Figure>
        <Figure name="Elapsed">
          <Elapsed series={series} />
        </Figure>
        <SeriesGapBadge seriesId={series.id} />
      </dl>
    </header>
  )
}

/** Here the whole of it: of a failed verify command that is its last output. Characters. */
const LONGEST_REASON = 4_000

/** Why it stands still and how to answer; else what it does. One line is always kept for it. */
function Why({ series }: { series: SeriesView }) {
  if (series.why === null) {
    return (
      <p className="min-w-48 flex-1 truncate leading-7 text-muted">
        {series.activity === '' ? 'Nothing to do now.' : capital(cleanLine(series.activity))}
      </p>
    )
  }
  const urgent = series.hold?.human === true || series.status === 'needs-attention'
  const until = series.hold?.until ?? null
  return (
    <p className={`max-w-[110ch] min-w-64 flex-1 py-1 wrap-anywhere ${urgent ? 'text-attention' : 'text-muted'}`}>
      {reasonWords(series.why, LONGEST_REASON)}
      {until !== null && <span> (goes on at {formatTime(until)})</span>}
    </p>
  )
}

function Elapsed({ series }: { series: SeriesView }) {
  const now = useNow()
  const end = FINISHED.includes(series.status) ? Date.parse(series.updatedAt) : now
  return (
    <span title={`since ${formatTime(series.createdAt)}`}>{formatDuration(end - Date.parse(series.createdAt))}</span>
  )
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-center gap-1.5">
      <dt className="text-sm text-muted">{name}</dt>
      <dd className="flex items-center gap-2">{children}</dd>
    </div>
  )
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
