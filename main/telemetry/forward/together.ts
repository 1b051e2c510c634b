import type { ForwardView } from '../../../contract/telemetry.ts'
import type { LaneView } from './lane.ts'

const WORST_FIRST: readonly ForwardView['state'][] = ['failed', 'waiting', 'sending', 'idle']

/** What of several lanes a person needs to know first. */
export function together(views: readonly LaneView[]): LaneView {
  const worst = WORST_FIRST.map((state) => views.find((view) => view.state === state)).find(
    (view) => view !== undefined,
  )
  const tries = views.flatMap(({ nextTryAt }) => nextTryAt ?? [])
  return {
    state: worst?.state ?? 'idle',
    nextTryAt: tries.length === 0 ? null : Math.min(...tries),
    problem: worst?.problem ?? views.find(({ problem }) => problem !== null)?.problem ?? null,
  }
}

export function timeOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
