import { Flag, Hourglass, OctagonX, Pause, Play, RefreshCw, SquareCheckBig } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { SeriesView } from '../../../contract/series.ts'
import type { ShortcutAction } from '../../app/shortcut-list.ts'
import { useCanControl } from '../../stores/core.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { useShortcut, useShortcutKeys } from '../../ui/use-shortcut.ts'
import { type LoopAction, type LoopControl, loopControls, pendingWords } from './loop-actions.ts'
import { runLoopAction } from './run-loop-action.ts'
import { StopNowDialog } from './stop-now-dialog.tsx'

export interface LoopControlsProps {
  series: SeriesView
  /** Icons alone, as beside a terminal. */
  compact?: boolean
  /** Its shortcuts work while it is shown. */
  shortcuts?: boolean
}

const ICONS: Record<LoopAction, ReactNode> = {
  pause: <Pause />,
  resume: <Play />,
  checkpoint: <Flag />,
  cycle: <RefreshCw />,
  stop: <SquareCheckBig />,
  'stop-now': <OctagonX />,
}
const SHORTCUT: Partial<Record<LoopAction, ShortcutAction>> = {
  pause: 'series-pause',
  resume: 'series-pause',
  checkpoint: 'series-checkpoint',
  cycle: 'series-cycle',
  stop: 'series-stop',
}

/** Pause or resume, checkpoint, cycle, stop: each says why when it makes no sense now. */
export function LoopControls({ series, compact = false, shortcuts = true }: LoopControlsProps) {
  const canControl = useCanControl()
  const [busy, setBusy] = useState<LoopAction | null>(null)
  const [asking, setAsking] = useState(false)
  const controls = loopControls(series, canControl)
  const words = pendingWords(series)

  const run = async (action: LoopAction): Promise<void> => {
    setBusy(action)
    await runLoopAction(series.id, action)
    setBusy(null)
  }
  const press = ({ action, why }: LoopControl): void => {
    if (why !== null || busy !== null) return
    if (action === 'stop-now') setAsking(true)
    else void run(action)
  }
  const pressBy = (...actions: LoopAction[]): void => {
    const control = controls.find((one) => actions.includes(one.action))
    if (control !== undefined) press(control)
  }
  useShortcut('series-pause', () => pressBy('pause', 'resume'), shortcuts)
  useShortcut('series-checkpoint', () => pressBy('checkpoint'), shortcuts)
  useShortcut('series-cycle', () => pressBy('cycle'), shortcuts)
  useShortcut('series-stop', () => pressBy('stop'), shortcuts)

  return (
    <div role="toolbar" aria-label="Loop" className="flex flex-wrap items-center gap-1.5">
      {controls.map((control) => (
        <Control
          key={control.action === 'resume' ? 'pause' : control.action}
          control={control}
          compact={compact}
          busy={busy === control.action}
          onPress={() => press(control)}
        />
      ))}
      <span aria-live="polite" className={words === null ? 'sr-only' : 'flex items-center gap-1 text-sm text-waiting'}>
        {words !== null && <Hourglass aria-hidden className="size-3.5" />}
        {words}
      </span>
      <StopNowDialog series={series} open={asking} onClose={() => setAsking(false)} />
    </div>
  )
}

interface ControlProps {
  control: LoopControl
  compact: boolean
  busy: boolean
  onPress: () => void
}

function Control({ control: { action, label, why, pending }, compact, busy, onPress }: ControlProps) {
  const keys = useShortcutKeys(SHORTCUT[action] ?? 'help')
  const shown = SHORTCUT[action] === undefined ? undefined : keys
  // It stays reachable when it makes no sense, so that the reason can be read.
  const state = { 'aria-disabled': why !== null || undefined, 'aria-pressed': pending || undefined, onClick: onPress }
  const words = why === null ? label : `${label}: ${why}`
  const danger = action === 'stop-now' && why === null
  if (compact) {
    return (
      <IconButton
        label={words}
        keys={shown}
        icon={ICONS[action]}
        busy={busy}
        side="bottom"
        className={danger ? 'text-failed' : ''}
        {...state}
      />
    )
  }
  return (
    <Tooltip content={why ?? HELP[action]} keys={why === null ? shown : undefined} side="bottom">
      <Button size="sm" variant={danger ? 'danger' : 'secondary'} icon={ICONS[action]} busy={busy} {...state}>
        {label}
        {why !== null && <span className="sr-only">. {why}</span>}
      </Button>
    </Tooltip>
  )
}

const HELP: Record<LoopAction, string> = {
  pause: 'Pauses at the next turn end; the session stays open',
  resume: 'Goes on',
  checkpoint: 'Takes a checkpoint at the next turn end and goes on',
  cycle: 'Hands over to a fresh session at the next turn end',
  stop: 'Takes a checkpoint at the next turn end, then stops the series',
  'stop-now': 'Ends the session at once and pauses; nothing on disk is lost',
}
