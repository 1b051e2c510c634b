import { useCallback, useEffect, useRef, useState } from 'react'
import type { Problem } from '../../../contract/problem.ts'
import type { SeriesTimeline } from '../../../contract/timeline.ts'
import { FINISHED } from '../../../contract/series.ts'
import { core } from '../../stores/core.ts'
import { pace, type Pace } from './pace.ts'
import { mergeTimeline, pointsFor, refreshFrom } from './timeline-merge.ts'
import { updateBegan } from './update-time.ts'

/** The plot moves at most so often; more would only cost. */
const LEAST_MS = 1_000
/** While nothing happens, the end of the timeline still moves. */
const QUIET_MS = 15_000

export interface TimelineState {
  timeline: SeriesTimeline | null
  problem: Problem | null
  retry(): void
}

/** The timeline of a series, live: its newest session is asked for anew after each thing that happens. Of one series all its life. */
export function useTimeline(id: string, sessions: number): TimelineState {
  const [state, setState] = useState<{ timeline: SeriesTimeline | null; problem: Problem | null }>({
    timeline: null,
    problem: null,
  })
  const held = useRef<SeriesTimeline | null>(null)
  const pacer = useRef<Pace | null>(null)
  const points = pointsFor(sessions)
  const wanted = useRef(points)
  useEffect(() => void (wanted.current = points), [points])

  useEffect(() => {
    let gone = false
    let following: { close(): void } | null = null
    const load = async (): Promise<void> => {
      const old = held.current
      const fromSession = old === null ? 1 : refreshFrom(old)
      const outcome = await core().call('series.timeline', { id, fromSession, points: wanted.current })
      if (gone) return
      if (!outcome.ok) {
        setState({ timeline: old, problem: outcome.problem })
        return
      }
      updateBegan()
      const timeline = old === null ? outcome.value : mergeTimeline(old, outcome.value, fromSession)
      held.current = timeline
      setState({ timeline, problem: null })
      following ??= core().follow(timeline.seriesId, timeline.seq, { event: ask, view: ask, ended: () => {} })
    }
    const paced = pace(LEAST_MS, load)
    const ask = (): void => paced.ask()
    pacer.current = paced
    paced.ask()
    const quiet = setInterval(() => {
      const now = held.current
      if (now !== null && !FINISHED.includes(now.status) && document.visibilityState === 'visible') ask()
    }, QUIET_MS)
    const unsubscribe = core().onConnection((connection) => {
      if (connection.status === 'open') ask()
    })
    return () => {
      gone = true
      paced.stop()
      clearInterval(quiet)
      unsubscribe()
      following?.close()
    }
  }, [id])

  const retry = useCallback(() => pacer.current?.ask(), [])
  return { ...state, retry }
}
