import type { RunEvent, StoredEvent } from '../../contract/events.ts'
import type { Notice, NoticeKind } from '../../contract/notice.ts'
import { cleanLine } from '../../contract/text.ts'
import { reasonWords, tokenWords } from './words.ts'

/** What a notice says of its series beside what happened. */
export interface About {
  /** Name of the project's folder. */
  project: string
  task: string
  sessionId: string | null
  /** Kind of the hold that stands now, as in `HoldView`; null: it works. */
  hold: string | null
}

/** What earlier events of the series mean for later ones. */
export interface Remembered {
  /** It waits for a limit, and was told so. */
  limit: boolean
  /** Number of the checkpoint that the next session picks up. */
  handover: number | null
}

export const NOTHING: Remembered = { limit: false, handover: null }

interface Told {
  kind: NoticeKind
  title: string
  body: string
}

/** Requests that the context made; the others a person or a limit asked for. */
const DUE: Readonly<Record<string, string>> = {
  due: 'The context reached its due point',
  forecast: 'The next turn would overshoot the due point',
  compaction: 'The agent was about to compact its context',
  'context-full': 'The context is full',
}
const ASKS: Readonly<Record<string, string>> = { permission: 'asks for a permission', question: 'asks you something' }
/** A person's own doing: they need not be told. */
const OWN_DOING: readonly string[] = ['paused', 'draft']
const URGENT: readonly NoticeKind[] = ['permission', 'attention']
/** After a limit these show that the agent works again. */
const WORK: readonly RunEvent['type'][] = ['context', 'session.started', 'session.resumed', 'pickup']

/** What one event of a series is to a person, if anything; events come in their order. */
export function noticeOf(
  { seq, event }: StoredEvent,
  about: About,
  before: Remembered,
): { notice: Notice | null; after: Remembered } {
  const after = remember(event, about, before)
  const told = tell(event, before, after)
  if (told === null) return { notice: null, after }
  const notice: Notice = {
    id: `${event.series}:${seq}`,
    kind: told.kind,
    at: event.at,
    seriesId: event.series,
    sessionId: 'sessionId' in event ? event.sessionId : about.sessionId,
    project: about.project,
    task: about.task,
    title: cleanLine(`${about.task}: ${told.title}`),
    body: cleanLine(told.body),
    urgent: URGENT.includes(told.kind),
    seen: false,
  }
  return { notice, after }
}

function remember(event: RunEvent, { hold }: About, before: Remembered): Remembered {
  switch (event.type) {
    case 'waiting':
      return { limit: event.kind === 'limit', handover: event.kind === 'paused' ? null : before.handover }
    case 'needs-attention':
      return { ...before, limit: false }
    case 'checkpoint.verified':
      return { ...before, handover: event.n }
    case 'session.started':
      return NOTHING
    case 'series.started':
    case 'series.completed':
    case 'series.stopped':
      return NOTHING
    case 'context':
      // A figure may come late, of what was done before the limit.
      return hold === 'limit' ? before : { ...before, limit: false }
    default:
      return { ...before, limit: before.limit && !WORK.includes(event.type) }
  }
}

function tell(event: RunEvent, before: Remembered, after: Remembered): Told | null {
  switch (event.type) {
    case 'nudge': {
      const body = `${tokenWords(event.used)} tokens are in the context; a checkpoint is due at ${tokenWords(event.due)}`
      return { kind: 'soft', title: 'context fills', body }
    }
    case 'checkpoint.requested': {
      const reason = DUE[event.reason]
      if (reason === undefined) return limitOver(event, before, after)
      return { kind: 'due', title: 'checkpoint due', body: reason }
    }
    case 'session.started':
      return before.handover === null || event.n < 2 ? limitOver(event, before, after) : cycle(event.n, before.handover)
    case 'waiting':
      return waiting(event, before)
    case 'needs-attention':
      return { kind: 'attention', title: 'needs you', body: reasonWords(event.why) }
    case 'series.completed':
      return { kind: 'finished', title: 'done', body: `${tasksWords(event)}, ${sessionsWords(event.sessions)}` }
    case 'series.stopped':
      // Interrupted by a person: paused, not stopped.
      if (event.status === 'paused') return null
      return {
        kind: 'finished',
        title: event.status === 'failed' ? 'failed' : 'stopped',
        body: `${reasonWords(event.reason)}; ${tasksWords(event)}`,
      }
    default:
      return limitOver(event, before, after)
  }
}

function waiting(event: Extract<RunEvent, { type: 'waiting' }>, before: Remembered): Told | null {
  const { kind } = event
  if (kind === undefined || OWN_DOING.includes(kind)) return null
  const body = reasonWords(event.for)
  const asks = ASKS[kind]
  if (asks !== undefined) return { kind: 'permission', title: asks, body }
  if (kind !== 'limit') return { kind: 'attention', title: 'needs you', body }
  // The next try failed like the one before: one wait.
  return before.limit ? null : { kind: 'limit', title: 'waits for a limit', body }
}

function limitOver(event: RunEvent, before: Remembered, after: Remembered): Told | null {
  const works = before.limit && !after.limit && WORK.includes(event.type)
  return works ? { kind: 'limit-over', title: 'goes on', body: 'The wait for the limit is over' } : null
}

function cycle(session: number, checkpoint: number): Told {
  return { kind: 'cycle', title: 'handed over', body: `Session ${session} goes on from checkpoint ${checkpoint}` }
}

function tasksWords({ tasks }: { tasks: { done: number; open: number } }): string {
  return `${tasks.done} of ${tasks.done + tasks.open} tasks done`
}

function sessionsWords(sessions: number): string {
  return sessions === 1 ? 'one session' : `${sessions} sessions`
}
