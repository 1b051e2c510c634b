import type { TaskView } from '../../../contract/project.ts'
import { FINISHED } from '../../../contract/series.ts'
import { STATUS_WORDS } from '../../ui/status-words.ts'

export interface TaskStanding {
  /** A series of it can be started or go on. */
  usable: boolean
  /** `resume`: its unfinished series goes on. `again`: its last one is finished, another one begins. */
  mode: 'start' | 'resume' | 'again'
  words: string
}

/** What starting a series of this task would mean. */
export function taskStanding({
  problem,
  open,
  done,
  series,
}: Pick<TaskView, 'problem' | 'open' | 'done' | 'series'>): TaskStanding {
  const mode = series === null ? 'start' : FINISHED.includes(series.status) ? 'again' : 'resume'
  if (problem !== null) return { usable: false, mode, words: '' }
  if (open === 0) {
    return { usable: false, mode, words: `All ${done} tasks are done: add an open one to its tasks file to go on` }
  }
  if (series === null) return { usable: true, mode, words: '' }
  const status = STATUS_WORDS[series.status].toLowerCase()
  if (mode === 'again') return { usable: true, mode, words: `Its last series is ${status}; a new one begins` }
  return { usable: true, mode, words: 'It has an unfinished series, which is resumed' }
}
