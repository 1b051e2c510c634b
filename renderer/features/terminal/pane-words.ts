import { cleanLine } from '../../../contract/text.ts'
import type { SeriesView, SessionState, SessionView } from '../../../contract/series.ts'
import { reasonWords } from '../../ui/reason-words.ts'
import { formatTime } from '../../ui/format.ts'
import type { Connection } from '../../client/types.ts'
import type { AttachmentView } from './pane-attachment.ts'
import type { Subject } from './pane-subject.ts'

/** A calm line over the status line: what is to be known or done here. */
export interface PaneNote {
  kind: 'waits' | 'info' | 'sized' | 'ended'
  text: string
  /** What a press on it does; null: there is nothing to press. */
  action: { label: string; do: 'focus' | 'take-over' | 'dismiss' } | null
}

const ANSWER_HERE: Record<string, string> = {
  permission: 'The agent asks for permission',
  question: 'The agent asks you a question',
  human: 'The agent needs you',
  'first-prompt': 'The agent has not taken its first prompt; it may ask for trust in the folder or for a login',
  cleared: 'The session was cleared. Tell the agent how to go on, or press Resume',
  interrupted: 'The turn was interrupted. Tell the agent how to go on, or press Resume',
}

/** Longest reason that is shown in a line. */
const LONGEST_WHY = 300

/** What stands over the status line, the most pressing first; null: nothing. */
export function paneNote(
  view: AttachmentView,
  subject: Pick<Subject, 'series' | 'present' | 'follows'>,
  connection: Connection,
): PaneNote | null {
  const { series, present } = subject
  if (connection.status !== 'open') {
    return { kind: 'info', text: 'Reconnecting. This is what was last on the screen', action: null }
  }
  if (view.phase === 'ended') return endedNote(view, subject)
  if (view.phase !== 'live') return null
  const may = connection.role === 'control'
  const waits = present ? waitNote(series, may) : null
  if (waits !== null) return waits
  if (!may) return { kind: 'info', text: 'You see this terminal; typing needs control', action: null }
  if (view.theirs) {
    return {
      kind: 'sized',
      text: 'Sized by another window',
      action: { label: 'Take over', do: 'take-over' },
    }
  }
  if (view.handover === null) return null
  const n = series?.session?.n
  const now = n === undefined ? '' : `. This is session ${n}`
  return { kind: 'info', text: `${view.handover}${now}`, action: { label: 'Dismiss', do: 'dismiss' } }
}

/** Why there is no terminal, as the core says it ("id: cause. Remedy."): without the id and the command line's remedy. */
export function missingWords(why: string): string {
  const text = reasonWords(why.replace(/^[\w-]{8,}: /, ''))
  return text === '' ? 'There is no terminal to show.' : `${text}.`
}

function waitNote(series: SeriesView | null, may: boolean): PaneNote | null {
  const hold = series?.hold ?? null
  if (series === null || hold === null) return null
  if (hold.kind === 'draft') {
    const text = 'The loop waits while you type. Send it, or clear it with Ctrl+C, and the loop goes on'
    return { kind: 'waits', text, action: null }
  }
  const words = ANSWER_HERE[hold.kind]
  const why = reasonWords(series.why ?? '')
  if (words !== undefined) {
    return { kind: 'waits', text: why || words, action: may ? { label: 'Answer here', do: 'focus' } : null }
  }
  if (series.status !== 'needs-attention' || why === '') return null
  return { kind: 'waits', text: why, action: null }
}

function endedNote(view: AttachmentView, { series, follows }: Pick<Subject, 'series' | 'follows'>): PaneNote {
  const goesOn = series !== null && (series.status === 'running' || series.status === 'waiting')
  if (follows && goesOn) return { kind: 'ended', text: 'This session ended. The next one starts here', action: null }
  const why = view.why === '' ? '' : ` (${lower(view.why)})`
  return { kind: 'ended', text: `Ended – what was last on its screen${why}`, action: null }
}

/** As the core says a moment. */
const MOMENT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g

function lower(why: string): string {
  return cleanLine(why, LONGEST_WHY)
    .replace(/\.$/, '')
    .replace(MOMENT, (at) => formatTime(at))
}

const STATE_WORDS: Record<SessionState, string> = {
  busy: 'Working',
  idle: 'Idle',
  waiting: 'Waits for you',
  ended: 'Ended',
  unknown: 'Unknown',
}

/** What the session on the screen does, in a word. */
export function stateOf(session: SessionView | null, view: AttachmentView): { state: SessionState; words: string } {
  if (view.phase === 'none') return { state: 'unknown', words: 'No terminal' }
  const state = view.phase === 'ended' ? 'ended' : (session?.state ?? 'unknown')
  return { state, words: STATE_WORDS[state] }
}
