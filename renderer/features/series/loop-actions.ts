import { FINISHED, type SeriesView } from '../../../contract/series.ts'

export type LoopAction = 'pause' | 'resume' | 'checkpoint' | 'cycle' | 'stop' | 'stop-now'

/** `why` says why it makes no sense now; null: it may be done. */
export interface LoopControl {
  action: LoopAction
  label: string
  why: string | null
  /** It was asked for and comes at the next turn end. */
  pending: boolean
}

/** Waits that only an answer in the terminal ends. */
const AT_THE_TERMINAL = ['permission', 'question', 'first-prompt', 'draft']

/** The controls of a loop in the order in which they are shown; the first is the toggle. */
export function loopControls(series: SeriesView, canControl: boolean): LoopControl[] {
  const none = generalReason(series, canControl)
  const { ending, session } = series
  const toggle = toggleOf(series)
  const stops = ending === 'stop' ? 'It already stops at the next turn end' : null
  const live = session?.live === true
  return [
    { ...toggle, why: none ?? toggle.why },
    { action: 'checkpoint', label: 'Checkpoint now', why: none, pending: false },
    {
      action: 'cycle',
      label: 'Cycle now',
      why: none ?? stops ?? (live ? null : 'No session is live to hand over; resume starts one'),
      pending: false,
    },
    { action: 'stop', label: 'Stop after this turn', why: none ?? stops, pending: ending === 'stop' },
    {
      action: 'stop-now',
      label: 'Stop now',
      why: none ?? (live ? null : 'No session is live; nothing is left to end'),
      pending: false,
    },
  ]
}

function generalReason(series: SeriesView, canControl: boolean): string | null {
  if (FINISHED.includes(series.status)) return `The series is ${series.status}`
  return canControl ? null : 'This page may only look, or its core is not connected'
}

function toggleOf({ status, ending, hold }: SeriesView): LoopControl {
  const pending = ending === 'pause'
  const waitsForWord = status === 'waiting' && hold?.human === true && !AT_THE_TERMINAL.includes(hold.kind)
  if (pending || status === 'paused' || status === 'needs-attention' || waitsForWord) {
    return { action: 'resume', label: 'Resume', why: null, pending: pending && status !== 'paused' }
  }
  const why = ending === 'stop' ? 'It already stops at the next turn end' : null
  return { action: 'pause', label: 'Pause', why, pending: false }
}

/** What the pending state says beside the controls; null: nothing is pending. */
export function pendingWords(series: SeriesView): string | null {
  if (FINISHED.includes(series.status)) return null
  if (series.ending === 'pause') return 'Pauses at the next turn end'
  if (series.ending === 'stop') return 'Stops at the next turn end'
  return null
}
