import { useState } from 'react'
import type { SeriesView } from '../../../contract/series.ts'
import { cleanLine } from '../../../contract/text.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { runLoopAction } from './run-loop-action.ts'

export interface StopNowDialogProps {
  series: SeriesView
  open: boolean
  onClose: () => void
}

/** Asks before the session is ended amid its turn, and ends it. */
export function StopNowDialog({ series, open, onClose }: StopNowDialogProps) {
  const [busy, setBusy] = useState(false)
  const stop = async (): Promise<void> => {
    setBusy(true)
    await runLoopAction(series.id, 'stop-now')
    setBusy(false)
    onClose()
  }
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={`Stop ${cleanLine(series.task)} now?`}
      confirm="Stop now"
      danger
      busy={busy}
      onConfirm={() => void stop()}
    >
      <p>
        The session ends at once, in the middle of its turn and without a checkpoint, and the series pauses. Nothing on
        disk is lost: files stay as they are, and Resume goes on from the conversation.
      </p>
    </ConfirmDialog>
  )
}
