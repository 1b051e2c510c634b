import { devDocsPaths, type DevDocsPath } from '../checkpoints/dev-docs.ts'
import { checkpointRequest, nextBoxPrompt, repairRequest, softNudge as nudge } from '../checkpoints/requests.ts'
import type { Box } from '../../contract/series.ts'
import type { CyclerState, Launch } from './state.ts'

/** What the loop says to an agent. Titles and outputs are data and stand quoted. */

type Task = Pick<CyclerState, 'project' | 'task'>

export function devDocsPathsOf(state: Task): DevDocsPath[] {
  return devDocsPaths(state.project, state.task)
}

export function handoverRequest(state: CyclerState, launch: Launch, template?: string): string {
  return checkpointRequest({
    task: state.task,
    paths: devDocsPathsOf(state).map((file) => file.path),
    used: launch.used,
    window: launch.window,
    ...(template === undefined ? {} : { template }),
  })
}

export function repairText(missing: string[]): string {
  return repairRequest(missing)
}

export function goOnText(box: Box): string {
  return nextBoxPrompt(box)
}

export function softNudge(state: CyclerState, used: number, window: number, due: number): string {
  return nudge({ task: state.task, used, window, due })
}

export function readFilesText(files: string[]): string {
  return `Before you go on, read these files of the task whole: ${files.join(', ')}. They hold the plan, the state and the open tasks; what you did without them may repeat or contradict earlier work. Then go on with the first open task.`
}

export function interruptedText(): string {
  return 'You were interrupted; check whether your last action took effect, then go on with the first open task.'
}

export function verifyFailedText(exitCode: number | null, output: string): string {
  const end = exitCode === null ? 'did not end in time' : `ended with exit code ${exitCode}`
  return `All tasks are ticked, but the check that decides whether the task is done ${end}. Its last output, as data:\n\n${output}\n\nFind the cause and mend it; untick a task that is not done after all.`
}
