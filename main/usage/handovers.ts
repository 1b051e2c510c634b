import type { RunEvent } from '../../contract/events.ts'

/** One handover of a series: from the request for the checkpoint to the new session's receipt. Times: ms since the epoch. */
export interface Handover {
  /** Number of the checkpoint. */
  n: number
  /** When it was kept. */
  at: number
  /** The session that handed over; when it was asked to, else (a mechanical handover) when the checkpoint was kept. */
  from: { sessionId: string; askedAt: number }
  /** The session that took over; when its receipt came, null: it never did. */
  to: { sessionId: string; startedAt: number; pickedUpAt: number | null }
}

/** The handovers of a series by its events, in order. A checkpoint after which the same session went on is none. */
export function handoversOf(events: readonly RunEvent[]): Handover[] {
  const handovers: Handover[] = []
  let session: string | null = null
  let askedAt: number | null = null
  let kept: Pick<Handover, 'n' | 'at' | 'from'> | null = null
  for (const event of events) {
    const at = Date.parse(event.at)
    switch (event.type) {
      case 'checkpoint.requested':
        session = event.sessionId
        askedAt ??= at
        break
      case 'checkpoint.verified':
        if (session !== null) kept = { n: event.n, at, from: { sessionId: session, askedAt: askedAt ?? at } }
        askedAt = null
        break
      case 'session.started':
        if (kept !== null && kept.from.sessionId !== event.sessionId) {
          handovers.push({ ...kept, to: { sessionId: event.sessionId, startedAt: at, pickedUpAt: null } })
        }
        session = event.sessionId
        askedAt = null
        kept = null
        break
      case 'pickup': {
        const last = handovers.at(-1)
        if (last?.to.sessionId === event.sessionId) last.to.pickedUpAt ??= at
        break
      }
      default:
        break
    }
  }
  return handovers
}
