import type { RunEvent } from '../../../contract/events.ts'
import { projectKey } from '../../agents/claude/telemetry-env.ts'
import type { OwnEvent } from '../types.ts'

/**
 * What of a series others may learn: that and when something happened, how much, how long. Null: nothing. No prompt, no
 * file name, no task, no sentence of a person or an agent; a project only by the key that its sessions tell, too.
 */
export function ownEvents(event: RunEvent): OwnEvent | null {
  const made = meaning(event)
  if (made === null) return null
  const [name, attributes] = made
  return {
    name: `baton.${name}`,
    at: Date.parse(event.at),
    attributes: { 'baton.series': event.series, ...attributes },
  }
}

function meaning(event: RunEvent): [name: string, attributes: OwnEvent['attributes']] | null {
  switch (event.type) {
    case 'series.started':
      return ['series.started', { 'baton.project': projectKey(event.project), 'baton.resumed': event.resumed }]
    case 'session.started':
      return ['cycle.session_started', { ...session(event), 'baton.session.number': event.n }]
    case 'pickup':
      return ['cycle.picked_up', { ...session(event), 'baton.checkpoint.number': event.checkpoint }]
    case 'session.resumed':
      return ['cycle.session_resumed', session(event)]
    case 'session.ended':
      return ['cycle.session_ended', { ...session(event), 'baton.duration_ms': event.ms }]
    case 'checkpoint.requested':
      return ['checkpoint.requested', { ...session(event), 'baton.checkpoint.reason': event.reason }]
    case 'checkpoint.rejected':
      return ['checkpoint.rejected', { ...session(event), 'baton.reasons': event.why.length }]
    case 'checkpoint.verified':
      return ['checkpoint.verified', checkpoint(event)]
    case 'waiting':
      return ['series.waiting', kindOf(event.kind)]
    case 'needs-attention':
      return ['series.needs_attention', kindOf(event.kind)]
    case 'series.completed':
    case 'series.stopped':
      return [event.type, summary(event)]
    // Figures of the context are the agent's own telemetry; a policy may hold commands and paths.
    case 'context':
    case 'nudge':
    case 'policy.changed':
      return null
  }
}

/** Not `session.id`: a receiver would take Baton for the agent of that session. */
function session(event: { sessionId: string }): OwnEvent['attributes'] {
  return { 'baton.session.id': event.sessionId }
}

function checkpoint(event: Extract<RunEvent, { type: 'checkpoint.verified' }>): OwnEvent['attributes'] {
  return {
    'baton.checkpoint.number': event.n,
    'baton.checkpoint.kind': event.kind,
    'baton.checkpoint.files': event.files.length,
    'baton.checkpoint.snapshot': event.ref !== null,
  }
}

function kindOf(kind: string | undefined): OwnEvent['attributes'] {
  return kind === undefined ? {} : { 'baton.kind': kind }
}

function summary(event: Extract<RunEvent, { type: 'series.completed' | 'series.stopped' }>): OwnEvent['attributes'] {
  const { tokens } = event
  return {
    ...(event.status === undefined ? {} : { 'baton.status': event.status }),
    'baton.sessions': event.sessions,
    'baton.checkpoints': event.checkpoints,
    'baton.tasks.done': event.tasks.done,
    'baton.tasks.open': event.tasks.open,
    'baton.cost_usd': event.costUsd,
    'baton.tokens': Object.values(tokens).reduce((sum, count) => sum + count, 0),
  }
}
