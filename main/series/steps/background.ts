import type { BackgroundTask } from '../../../contract/facts.ts'

/** Jobs that a turn end does not wait for: shells and crons end with the session and are started again. */
export function shellsOf(tasks: BackgroundTask[]): BackgroundTask[] {
  return tasks.filter((task) => task.kind !== 'subagent')
}

export function subagentsRun(tasks: BackgroundTask[]): boolean {
  return tasks.some((task) => task.kind === 'subagent')
}
