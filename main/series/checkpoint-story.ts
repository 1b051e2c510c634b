import type { RunEvent } from '../../contract/events.ts'
import type { RpcResult } from '../../contract/rpc.ts'
import type { Checkpoint } from '../../contract/series.ts'
import type { SeriesRow, Store } from '../store/types.ts'
import { changedLines } from './report.ts'
import type { CyclerState } from './state.ts'

/** What is known of a checkpoint beside what it holds: how it came about, and whether it was picked up. */
export type CheckpointStory = Pick<
  RpcResult<'checkpoint.show'>,
  'previous' | 'diffstat' | 'rejected' | 'notes' | 'pickup'
>

export async function checkpointStory(store: Store, row: SeriesRow, checkpoint: Checkpoint): Promise<CheckpointStory> {
  const { startCommit } = row.state as CyclerState
  const [checkpoints, stored] = await Promise.all([store.checkpoints(row.id), store.toldEvents(row.id, 0)])
  const before = checkpoints.findLast((one) => one.n < checkpoint.n) ?? null
  const events = stored.map(({ event }) => event)
  return {
    previous: before?.n ?? null,
    diffstat: await changedLines(row.project, before === null ? startCommit : before.commit, checkpoint),
    ...toldOf(events, checkpoint),
  }
}

function toldOf(
  events: readonly RunEvent[],
  { n, sessionId }: Checkpoint,
): Pick<CheckpointStory, 'rejected' | 'notes' | 'pickup'> {
  const story: Pick<CheckpointStory, 'rejected' | 'notes' | 'pickup'> = { rejected: [], notes: [], pickup: null }
  let reached = 0
  for (const event of events) {
    if (event.type === 'checkpoint.verified') {
      reached = event.n
      if (event.n === n) story.notes = event.notes
    }
    // A session may keep several checkpoints: what was sent back since the last one led to the next.
    const led = event.type === 'checkpoint.rejected' && event.sessionId === sessionId && reached === n - 1
    if (led) story.rejected.push({ at: event.at, why: event.why })
    if (event.type === 'pickup' && event.checkpoint === n) {
      const { at, files } = event
      story.pickup ??= { at, sessionId: event.sessionId, files }
    }
  }
  return story
}
