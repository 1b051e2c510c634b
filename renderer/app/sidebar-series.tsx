import { useMemo } from 'react'
import type { SeriesView } from '../../contract/series.ts'
import { boardGroups } from '../features/home/board-groups.ts'
import { useBoard } from '../stores/board.ts'
import { cleanLine } from '../../contract/text.ts'
import { classes } from '../ui/classes.ts'
import { ContextBar } from '../ui/context-bar.tsx'
import { projectName } from '../ui/format.ts'
import { StatusPill } from '../ui/status-pill.tsx'
import { hrefOf, usePlace } from './navigate.ts'
import { seriesPath } from './routes.ts'

/** More than these are on the board. */
const MOST = 30
const NO_SESSIONS = { sessions: [], observed: [] }

/** The series that need a person or work now. */
export function SidebarSeries() {
  const series = useBoard((state) => state.series)
  const place = usePlace()
  const rows = useMemo(
    () =>
      boardGroups({ series: series.values(), ...NO_SESSIONS })
        .filter(({ name }) => name === 'needs' || name === 'running' || name === 'waiting')
        .flatMap((group) => group.rows)
        .flatMap((row) => (row.series === null ? [] : [row.series])),
    [series],
  )
  if (rows.length === 0) return null
  return (
    <section aria-label="Series at work" className="flex min-h-0 flex-col gap-1">
      <h2 className="px-2.5 text-xs font-medium text-muted max-[1000px]:sr-only">At work</h2>
      <ul className="flex min-h-0 flex-col gap-0.5 overflow-y-auto">
        {rows.slice(0, MOST).map((view) => (
          <Row key={view.id} view={view} here={place.screen === 'series' && place.id === view.id} />
        ))}
      </ul>
      {rows.length > MOST && (
        <p className="px-2.5 text-xs text-muted max-[1000px]:sr-only">{rows.length - MOST} more on Home</p>
      )}
    </section>
  )
}

function Row({ view, here }: { view: SeriesView; here: boolean }) {
  const { id, task, project, status, hold, session, due, soft } = view
  const name = cleanLine(task)
  return (
    <li>
      <a
        href={hrefOf(seriesPath(id))}
        aria-current={here ? 'page' : undefined}
        title={`${name} – ${projectName(project)}`}
        className={classes(
          'flex min-h-8 items-center gap-1.5 rounded-md px-1.5 py-0.5 max-[1000px]:justify-center',
          here ? 'bg-surface-3' : 'hover:bg-surface-2',
        )}
      >
        <StatusPill status={status} hold={hold} iconOnly />
        <span className="min-w-0 flex-1 truncate max-[1000px]:sr-only">{name}</span>
        <ContextBar
          context={session?.context ?? null}
          due={due}
          soft={soft}
          forecast={session?.forecast ?? null}
          size="mini"
          className="w-12 shrink-0 max-[1000px]:hidden"
        />
      </a>
    </li>
  )
}
