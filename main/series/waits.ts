import type { RunEvent } from '../../contract/events.ts'
import type { TransitionName } from './transitions.ts'

/** A stretch in which a series did not work. Times: ms since the epoch; `to` null: it still waits. */
export interface Stretch {
  for: string
  from: number
  to: number | null
}

/** Transitions that do not end a wait: they belong to it, or to something beside it. */
export const WITHIN_A_WAIT: string[] = ['retry', 'command', 'compaction', 'pickup'] satisfies TransitionName[]

/** Each wait until the transition that ended it. `ends`: rising times of all transitions that end one. */
export function waitsOf(events: readonly RunEvent[], ends: Float64Array): Stretch[] {
  return events.flatMap((event) => {
    if (event.type !== 'waiting' && event.type !== 'needs-attention') return []
    const from = Date.parse(event.at)
    return [{ for: event.type === 'waiting' ? event.for : event.why, from, to: firstAfter(ends, from) }]
  })
}

/** The first of `times`, which rise, that is later than `time`. A long series has thousands of both. */
function firstAfter(times: Float64Array, time: number): number | null {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? time) > time) high = middle
    else low = middle + 1
  }
  return times[low] ?? null
}
