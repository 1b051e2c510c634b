import type { Patterns } from '../../contract/analytics.ts'
import { HUMAN_WAITS } from '../series/reasons.ts'
import type { CyclerState } from '../series/state.ts'
import { waitsOf, WITHIN_A_WAIT } from '../series/waits.ts'
import type { SeriesRow, Store } from '../store/types.ts'
import type { RetryCounts } from '../usage/patterns.ts'

type WorkStore = Pick<Store, 'listSeries' | 'checkpoints' | 'toldEvents' | 'transitionTimes' | 'telemetryFigures'>

/** A stretch of time, ms since the epoch; `until` is not included. */
export interface Stretch {
  from: number
  until: number
}

/** Series that did something in a stretch of time. */
export async function seriesIn(store: WorkStore, { from, until }: Stretch): Promise<SeriesRow[]> {
  return (await store.listSeries()).filter((row) => row.updatedAt >= from && row.createdAt < until)
}

/** Boxes that each series ticked in a stretch of time, by its checkpoints; up to now by the series itself. */
export async function tickedIn(
  store: WorkStore,
  rows: readonly SeriesRow[],
  { from, until }: Stretch,
): Promise<Map<string, number>> {
  const ticked = new Map<string, number>()
  for (const row of rows) {
    const state = row.state as CyclerState
    const done = state.boxes.filter((box) => box.done)
    /** Ticked before the series began, by nobody of ours. */
    const before = done.filter(({ title }) => !state.known.includes(title)).length
    const checkpoints = await store.checkpoints(row.id)
    const at = (time: number): number => {
      const last = checkpoints.findLast((one) => Date.parse(one.at) < time)
      return last === undefined ? 0 : Math.max(0, last.boxesDone - before)
    }
    const end = row.updatedAt < until ? done.length - before : at(until)
    ticked.set(row.id, Math.max(0, end - at(from)))
  }
  return ticked
}

/** Stretches in which a series waited for a person, within a stretch of time. */
export async function humanWaits(
  store: WorkStore,
  rows: readonly SeriesRow[],
  { from, until }: Stretch,
  now: number,
): Promise<Patterns['waits']> {
  const waits: Patterns['waits'] = []
  for (const { id, task } of rows) {
    const [stored, ends] = await Promise.all([
      store.toldEvents(id, from),
      store.transitionTimes(id, from, WITHIN_A_WAIT),
    ])
    const events = stored.map(({ event }) => event).filter(isForHuman)
    for (const wait of waitsOf(events, ends)) {
      const ms = Math.min(wait.to ?? now, until) - wait.from
      if (ms > 0) waits.push({ seriesId: id, task, for: wait.for, from: new Date(wait.from).toISOString(), ms })
    }
  }
  return waits
}

/** Events of older cores do not name the kind; what they wait for is told in any case. */
function isForHuman(event: { type: string; kind?: string | undefined }): boolean {
  if (event.type === 'needs-attention') return true
  if (event.type !== 'waiting') return false
  return event.kind === undefined || HUMAN_WAITS.some((kind) => kind === event.kind)
}

/**
 * Attempts as telemetry told of them. Codex tells of each with its status, Gemini of each retry. Claude Code 2.1.330 tells only of those
 * that it gave up, so its requests are left out. Null: neither told anything.
 */
export async function retriesIn(store: WorkStore, { from, until }: Stretch): Promise<RetryCounts | null> {
  const counted = async (name: string) =>
    store.telemetryFigures({ signal: 'logs', name, from, until, step: null, by: ['agent', 'type'] })
  const [requests, responses, ofNetwork, ofContent] = await Promise.all(
    ['api_request', 'api_response', 'network_retry_attempt', 'chat.content_retry'].map(counted),
  )
  const codex = (requests ?? []).filter(({ agent }) => agent === 'codex')
  const failed = codex.filter(({ type }) => type !== null && /^[45]\d\d$/.test(type))
  const gemini = (responses ?? []).filter(({ agent }) => agent === 'gemini')
  const again = [...(ofNetwork ?? []), ...(ofContent ?? [])].filter(({ agent }) => agent === 'gemini')
  if (codex.length + gemini.length + again.length === 0) return null
  return { attempts: sum(codex) + sum(gemini) + sum(again), again: sum(failed) + sum(again) }
}

function sum(figures: readonly { count: number }[]): number {
  return figures.reduce((total, { count }) => total + count, 0)
}
