import type { RunEvent } from '../../contract/events.ts'
import type { SeriesMark, Store } from '../store/types.ts'
import { CYCLE_OUTCOMES, type CycleFigures, type CycleOutcome } from '../telemetry/prometheus/input.ts'

/** Events read at once: some ms of the store's thread, for which a hook may wait. */
const PAGE = 500

/** Where a handover of a series stands. */
interface Handover {
  /** When it was asked for, ms since the epoch; null: it was not. */
  requestedAt: number | null
  /** A checkpoint that the next session may go on from; `from`: when that was asked for. */
  kept: { kind: 'agent' | 'mechanical'; from: number | null } | null
  /** Someone or something was waited for since the request: its time says nothing of the loop. */
  waited: boolean
}

const NONE: Handover = { requestedAt: null, kept: null, waited: false }

interface Told {
  outcome?: CycleOutcome
  cycleMs?: number
  checkpointMs?: number
}

export interface CycleTally {
  /** Reads what was told since the last call. */
  upTo(marks: readonly SeriesMark[]): Promise<CycleFigures>
}

/** All handovers that the store tells of, each counted once. Calls of `upTo` follow one another. */
export function createCycleTally(store: Pick<Store, 'toldEventsAfter'>): CycleTally {
  const read = new Map<string, { seq: number; handover: Handover }>()
  const outcomes = Object.fromEntries(CYCLE_OUTCOMES.map((outcome) => [outcome, 0])) as Record<CycleOutcome, number>
  const cycleSeconds: number[] = []
  const checkpointSeconds: number[] = []

  const count = ({ outcome, cycleMs, checkpointMs }: Told): void => {
    if (outcome !== undefined) outcomes[outcome] += 1
    if (cycleMs !== undefined) cycleSeconds.push(cycleMs / 1_000)
    if (checkpointMs !== undefined) checkpointSeconds.push(checkpointMs / 1_000)
  }

  async function follow({ id, lastSeq }: SeriesMark): Promise<void> {
    const at = read.get(id) ?? { seq: 0, handover: NONE }
    read.set(id, at)
    while (at.seq < lastSeq) {
      const events = await store.toldEventsAfter(id, at.seq, PAGE)
      for (const { seq, event } of events) {
        const [handover, told] = stepOf(at.handover, event)
        count(told)
        Object.assign(at, { seq, handover })
      }
      // The rest are context readings; an event that came meanwhile may stand after the mark already.
      if (events.length < PAGE) at.seq = Math.max(at.seq, lastSeq)
    }
  }

  return {
    async upTo(marks) {
      for (const mark of marks) await follow(mark)
      return { outcomes: { ...outcomes }, cycleSeconds, checkpointSeconds }
    },
  }
}

/** Where a handover stands after an event, and what the event brought to an end. */
export function stepOf(before: Handover, event: RunEvent): [Handover, Told] {
  switch (event.type) {
    case 'checkpoint.requested':
      return [before.requestedAt === null ? { ...NONE, requestedAt: Date.parse(event.at) } : before, {}]
    case 'checkpoint.verified': {
      const { requestedAt: from, waited } = before
      const told = from === null || waited ? {} : { checkpointMs: Date.parse(event.at) - from }
      return [{ requestedAt: null, kept: { kind: event.kind, from }, waited }, told]
    }
    case 'waiting':
    case 'needs-attention':
      return [{ ...before, waited: true }, {}]
    case 'session.started': {
      const { kept, waited } = before
      if (kept === null) return [NONE, {}]
      const timed = kept.from !== null && !waited
      return [NONE, { outcome: kept.kind, ...(timed ? { cycleMs: Date.parse(event.at) - (kept.from ?? 0) } : {}) }]
    }
    case 'series.completed':
      return [NONE, {}]
    case 'series.stopped': {
      // Paused ones go on from the checkpoint, whenever that is.
      if (event.status === 'paused' && before.kept !== null) return [{ ...before, waited: true }, {}]
      return [NONE, before.requestedAt === null ? {} : { outcome: 'stopped' }]
    }
    default:
      return [before, {}]
  }
}
