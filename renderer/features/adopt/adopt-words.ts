import type { ObservedSession } from '../../../contract/observed.ts'
import { FINISHED } from '../../../contract/series.ts'
import type { ProjectView } from '../../../contract/project.ts'

/** What becomes of the process in which the session lives; null: it has ended. */
export function processWords({ state, pid, waitingFor }: Pick<ObservedSession, 'state' | 'pid' | 'waitingFor'>): {
  words: string
  /** It can be ended from here. */
  endable: boolean
} | null {
  const where = pid === null ? 'another terminal' : `another terminal (process ${pid})`
  switch (state) {
    case 'ended':
      return null
    case 'idle':
      return { words: `It rests in ${where}. A session can live in one place only.`, endable: true }
    case 'busy':
      return { words: `It works in ${where}. It can be adopted when its turn has ended.`, endable: false }
    case 'waiting':
      return {
        words: `It waits in ${where}${waitingFor === null ? '' : ` (${waitingFor})`}. Answer it there first.`,
        endable: false,
      }
    case 'unknown':
      return {
        words: `It seems to live in ${where}, and what it does is not known. End it there first.`,
        endable: false,
      }
  }
}

/** A project's tasks less those that have a series which goes on: that series has its own session. */
export function withoutUnfinished(look: ProjectView): ProjectView {
  return { ...look, tasks: look.tasks.filter(({ series }) => series === null || FINISHED.includes(series.status)) }
}
