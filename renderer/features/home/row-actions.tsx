import { CirclePause, CirclePlay, SquareTerminal } from 'lucide-react'
import { goTo } from '../../app/navigate.ts'
import { terminalPath } from '../../app/routes.ts'
import { FINISHED, type SeriesView } from '../../../contract/series.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { useShortcutKeys } from '../../ui/use-shortcut.ts'
import { loopControls } from '../series/loop-actions.ts'
import { runLoopAction } from '../series/run-loop-action.ts'
import { RowMenu } from './row-menu.tsx'

export interface RowActionsProps {
  series: SeriesView
  /** The Tab key reaches them. */
  active: boolean
  canControl: boolean
}

/** What is done most with a series, over its row. */
export function RowActions({ series, active, canControl }: RowActionsProps) {
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
