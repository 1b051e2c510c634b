import { CirclePause, CirclePlay, CircleStop, Copy, Ellipsis, Flag, RefreshCw, RotateCcw, Square } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { goTo } from '../../app/navigate.ts'
import { seriesPath } from '../../app/routes.ts'
import { FINISHED, type SeriesView } from '../../../contract/series.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { toast } from '../../ui/toast-list.ts'
import { type LoopAction, loopControls } from '../series/loop-actions.ts'
import { openStart } from '../start/start-store.ts'
import { runLoopAction } from '../series/run-loop-action.ts'
import { StopNowDialog } from '../series/stop-now-dialog.tsx'

const ICONS: Record<LoopAction, ReactNode> = {
  pause: <CirclePause />,
  resume: <CirclePlay />,
  checkpoint: <Flag />,
  cycle: <RefreshCw />,
  stop: <CircleStop />,
  'stop-now': <Square />,
}

/** What else can be done with a series, from its row. */
export function RowMenu({
  series,
  canControl,
  tabIndex,
}: {
  series: SeriesView
  canControl: boolean
  tabIndex: number
}) {
  const [asks, setAsks] = useState(false)
  const { id, project, task, status } = series
  const finished = FINISHED.includes(status)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(id).then(
      () => toast({ title: 'Copied', body: id, kind: 'done' }),
      () => toast({ title: 'Not copied', body: `The browser does not allow it. The id is ${id}`, kind: 'problem' }),
    )
  }
  return (
    <>
      <Menu trigger={<IconButton label={`More for ${task}`} icon={<Ellipsis />} tabIndex={tabIndex} />}>
        <MenuItem onSelect={() => goTo(seriesPath(id))}>Open the series</MenuItem>
        <MenuItem icon={<Copy />} onSelect={() => void copy()}>
          Copy its id
        </MenuItem>
        <MenuSeparator />
        {finished ? (
          <MenuItem icon={<RotateCcw />} disabled={!canControl} onSelect={() => openStart({ project, task })}>
            Start again…
          </MenuItem>
        ) : (
          loopControls(series, canControl).map(({ action, label, why }) => (
            <MenuItem
              key={action}
              icon={ICONS[action]}
              disabled={why !== null}
              danger={action === 'stop-now'}
              onSelect={() => (action === 'stop-now' ? setAsks(true) : void runLoopAction(id, action))}
            >
              {action === 'stop-now' ? `${label}…` : label}
            </MenuItem>
          ))
        )}
      </Menu>
      <StopNowDialog series={series} open={asks} onClose={() => setAsks(false)} />
    </>
  )
}
