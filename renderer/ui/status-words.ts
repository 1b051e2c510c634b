import type { HoldView, SeriesStatus, SessionState } from '../../contract/series.ts'

/** Names of the states on screen. */
export const STATUS_WORDS: Record<SeriesStatus, string> = {
  running: 'Running',
  waiting: 'Waiting',
  paused: 'Paused',
  'needs-attention': 'Needs you',
  completed: 'Completed',
  stopped: 'Stopped',
  failed: 'Failed',
}

export const SESSION_WORDS: Record<SessionState, string> = {
  busy: 'Works',
  idle: 'Idle',
  waiting: 'Asks you',
  ended: 'Ended',
  unknown: 'Unknown',
}

const HOLD_WORDS: Record<string, string> = {
  human: 'Asks you',
  permission: 'Asks permission',
  question: 'Asks a question',
  'first-prompt': 'Not started',
  cleared: 'Cleared',
  interrupted: 'Interrupted',
  draft: 'You type',
  limit: 'Waits for a limit',
}

/** The state in a word or two; a wait says for what. */
export function statusWords(status: SeriesStatus, hold: Pick<HoldView, 'kind'> | null): string {
  if (status === 'waiting' && hold !== null) return HOLD_WORDS[hold.kind] ?? STATUS_WORDS.waiting
  return STATUS_WORDS[status]
}

/** Does a person have to do something before it goes on? A pause was their own wish. */
export function needsPerson(status: SeriesStatus, hold: Pick<HoldView, 'human'> | null): boolean {
  return status === 'needs-attention' || (status === 'waiting' && hold !== null && hold.human)
}
