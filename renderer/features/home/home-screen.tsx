import { Plus, SearchX } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { goTo } from '../../app/navigate.ts'
import { terminalPath } from '../../app/routes.ts'
import { useBoard } from '../../stores/board.ts'
import { useCanControl } from '../../stores/core.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ScreenHeader } from '../../ui/screen-header.tsx'
import { useShortcut } from '../../ui/use-shortcut.ts'
import { loopControls } from '../series/loop-actions.ts'
import { openStart } from '../start/start-store.ts'
import { boardGroups, boardProjects, closedAtFirst, groupCounts, type GroupName, NO_FILTER } from './board-groups.ts'
import { boardItems, type Step, stepRow } from './board-items.ts'
import { BoardList } from './board-list.tsx'
import { BoardToolbar } from './board-toolbar.tsx'
import { FirstSeries } from './first-series.tsx'
import { NoSeriesYet } from './no-series-yet.tsx'
import { ScanProgress } from './scan-progress.tsx'
import { runLoopAction } from '../series/run-loop-action.ts'

/** Every series and session of every project, hosted here or not; what needs a person comes first. */
export function HomeScreen() {
  const series = useBoard((state) => state.series)
  const sessions = useBoard((state) => state.sessions)
  const observed = useBoard((state) => state.observed)
  const canControl = useCanControl()
  const [filter, setFilter] = useState(NO_FILTER)
  const [chosen, setChosen] = useState<ReadonlySet<GroupName> | null>(null)
  const [wanted, setWanted] = useState<string | null>(null)
  const focusRow = useRef<(id: string) => void>(() => undefined)
  // What is gone through more than once is no iterator.
  const board = useMemo(
    () => ({ series: [...series.values()], sessions: [...sessions.values()], observed }),
    [series, sessions, observed],
  )
  const counts = useMemo(() => groupCounts(board), [board])
  const projects = useMemo(() => boardProjects(board), [board])
  const closed = useMemo(() => chosen ?? closedAtFirst(counts), [chosen, counts])
  const searching = filter.text.trim() !== '' || filter.group !== 'all' || filter.host === 'observed'
  const items = useMemo(() => {
    const groups = boardGroups(board, filter)
    // Who searches wants to see what is found.
    return boardItems(groups, searching ? new Set() : closed)
  }, [board, filter, closed, searching])
  const isThere = items.some(({ key }) => key === wanted)
  const activeId = isThere ? wanted : stepRow(items, null, 'first')

  const move = (step: Step): void => {
    const next = stepRow(items, isThere ? wanted : null, step)
    if (next === null) return
    setWanted(next)
    focusRow.current(next)
  }
  const latestMove = useRef(move)
  useEffect(() => {
    latestMove.current = move
  })
  const onStep = useCallback((step: Step) => latestMove.current(step), [])
  const active = activeId === null ? undefined : series.get(activeId)
  useShortcut('board-next', () => move('next'))
  useShortcut('board-previous', () => move('previous'))
  const hasTerminal = activeId !== null && !observed.some(({ sessionId }) => sessionId === activeId)
  useShortcut('board-terminal', () => activeId !== null && hasTerminal && goTo(terminalPath(activeId)))
  useShortcut('board-pause', () => {
    const [toggle] = active === undefined ? [] : loopControls(active, canControl)
    if (active !== undefined && toggle?.why === null) void runLoopAction(active.id, toggle.action)
  })

  if (series.size + sessions.size + observed.length === 0) return <FirstSeries canControl={canControl} />
  return (
    <>
      <ScreenHeader title="Home">
        <Button variant="primary" icon={<Plus />} disabled={!canControl} onClick={() => openStart()}>
          Start a series
        </Button>
      </ScreenHeader>
      <ScanProgress />
      {series.size === 0 && <NoSeriesYet />}
      <BoardToolbar
        filter={filter}
        onFilter={setFilter}
        counts={counts}
        projects={projects}
        hosts={observed.length > 0 && series.size + sessions.size > 0}
        onLeave={() => activeId !== null && focusRow.current(activeId)}
      />
      <div className="flex min-h-0 flex-1 flex-col">
        {items.length === 0 ? (
          <EmptyState
            icon={<SearchX />}
            title="Nothing fits"
            action={<Button onClick={() => setFilter(NO_FILTER)}>Show all</Button>}
          >
            No series or session fits the search and the filters.
          </EmptyState>
        ) : (
          <BoardList
            items={items}
            activeId={activeId}
            canControl={canControl}
            onFocusRow={setWanted}
            onStep={onStep}
            onToggle={(name) => setChosen(toggled(closed, name))}
            focusRef={focusRow}
          />
        )}
      </div>
    </>
  )
}

export default HomeScreen

function toggled(set: ReadonlySet<GroupName>, name: GroupName): ReadonlySet<GroupName> {
  const next = new Set(set)
  if (!next.delete(name)) next.add(name)
  return next
}
