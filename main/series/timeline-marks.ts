import type { RunEvent } from '../../contract/events.ts'
import type { Checkpoint } from '../../contract/series.ts'
import type { TimelineMark } from '../../contract/timeline.ts'
import { CHECKPOINT_REASONS } from './reasons.ts'

type Said = Omit<TimelineMark, 'at'>

/** What stands on a timeline of the events of a series, in their order. */
export function marksOf(events: readonly RunEvent[], checkpoints: readonly Checkpoint[]): TimelineMark[] {
  const byNumber = new Map(checkpoints.map((one) => [one.n, one]))
  const marks: TimelineMark[] = []
  // Waits name no session: they are those of the one that lives then.
  let living: string | null = null
  for (const event of events) {
    if (event.type === 'session.started' || event.type === 'session.resumed') living = event.sessionId
    if (event.type === 'session.ended') living = null
    const said = markOf(event, living, byNumber)
    if (said !== null) marks.push({ at: Date.parse(event.at), ...said })
  }
  return marks
}

function markOf(event: RunEvent, living: string | null, checkpoints: ReadonlyMap<number, Checkpoint>): Said | null {
  switch (event.type) {
    case 'nudge': {
      const label = `the session was told how full it is: ${tokens(event.used)}, due at ${tokens(event.due)}`
      return { kind: 'soft', sessionId: event.sessionId, n: null, label }
    }
    case 'checkpoint.requested':
      return { kind: 'due', sessionId: event.sessionId, n: null, label: reasonOf(event.reason) }
    case 'checkpoint.rejected':
      return { kind: 'rejected', sessionId: event.sessionId, n: null, label: event.why.join('; ') }
    case 'checkpoint.verified': {
      const kept = checkpoints.get(event.n)
      const by = event.kind === 'mechanical' ? ', written by Baton' : ''
      const label = `${kept?.reason ?? 'no more kept'}${by}`
      return { kind: 'checkpoint', sessionId: kept?.sessionId ?? living, n: event.n, handover: event.kind, label }
    }
    case 'pickup':
      return { kind: 'pickup', sessionId: event.sessionId, n: event.checkpoint, label: event.files.join(', ') }
    case 'waiting':
      return { kind: 'waiting', sessionId: living, n: null, label: event.for }
    case 'needs-attention':
      return { kind: 'attention', sessionId: living, n: null, label: event.why }
    case 'policy.changed':
      return { kind: 'policy', sessionId: living, n: null, label: changesOf(event.changes) }
    case 'session.resumed':
      return { kind: 'resumed', sessionId: event.sessionId, n: null, label: 'the session was resumed' }
    case 'series.completed':
    case 'series.stopped':
      return { kind: 'finished', sessionId: null, n: null, label: event.reason }
    default:
      return null
  }
}

function reasonOf(reason: string): string {
  return new Map<string, string>(Object.entries(CHECKPOINT_REASONS)).get(reason) ?? reason
}

function changesOf(changes: Record<string, unknown>): string {
  return Object.entries(changes)
    .map(([name, value]) => `${name}: ${value === null || value === undefined ? 'unset' : JSON.stringify(value)}`)
    .join(', ')
}

function tokens(count: number): string {
  return `${count.toLocaleString('en')} tokens`
}
