import type { ProcessMark } from '../store/types.ts'
import { endTree, waitForEnd } from './end-tree.ts'

/** The CLI ends 0.3 s after the owner of its pty, up to 4.4 s on a loaded box; until then it may still write its end. */
const GO_BY_ITSELF_MS = 5_000

/** A launch that an earlier core left open. */
export interface LeftLaunch {
  id: string
  /** Null when the core ended before it knew the pid. */
  mark: ProcessMark | null
  sessionIds: readonly string[]
  recorded: readonly ProcessMark[]
}

export interface Reaped {
  id: string
  ended: ProcessMark[]
  /** Still there, to be told to a person. */
  left: ProcessMark[]
  ms: number
}

/** Ends what a crashed core left, before anything is started again. `ended` names only what had to be ended. */
export async function reap({
  launches,
  waitMs = GO_BY_ITSELF_MS,
}: {
  launches: readonly LeftLaunch[]
  waitMs?: number
}): Promise<Reaped[]> {
  return Promise.all(
    launches.map(async ({ id, mark, sessionIds, recorded }) => {
      if (mark !== null) await waitForEnd([mark], waitMs)
      return { id, ...(await endTree({ root: mark, sessionIds, recorded })) }
    }),
  )
}
