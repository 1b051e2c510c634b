import { step, type Step } from '../effects.ts'
import { CHECKPOINT_REASONS, fill, WAITS, type CheckpointReason } from '../reasons.ts'
import type { CyclerState } from '../state.ts'
import { released } from './holding.ts'

/** The end of the loop: for good, or until a person resumes it. Totals are added where the event is kept. */
export function finish(
  state: CyclerState,
  status: 'completed' | 'stopped' | 'failed' | 'paused',
  reason: CheckpointReason,
  at: number,
): Step {
  const done = state.boxes.filter((box) => box.done).length
  const hold =
    status === 'paused'
      ? {
          status: 'waiting' as const,
          kind: 'paused' as const,
          said: fill(WAITS.paused, { id: state.id }),
          since: at,
          until: null,
        }
      : null
  return step(
    'finish',
    {
      ...released(state, at),
      status,
      hold,
      wish: null,
      pausing: false,
      retry: null,
      launch: null,
      step: { name: 'ready' },
      finishedAt: at,
    },
    {
      events: [
        {
          type: status === 'completed' ? 'series.completed' : 'series.stopped',
          sessions: state.sessions,
          checkpoints: state.checkpoints,
          tasks: { done, open: state.boxes.length - done },
          costUsd: state.costUsd,
          tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 },
          reason: CHECKPOINT_REASONS[reason],
          status,
        },
      ],
    },
  )
}
