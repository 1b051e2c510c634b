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

/** The first prompt of a session that ran without Baton: its own words for the rules that a recipe tells. */
export function adoptedText(state: Task): string {
  const [plan, context, tasks] = devDocsPathsOf(state).map((file) => `\`${file.path}\``)
  return `From now on Baton runs this session for the task "${state.task}". You work without a person at the terminal, and when your context fills up another session will take over: three files are all that it will know.

1. Read these files whole, before anything else: ${plan}, ${context} and ${tasks}.
2. If they are new (nothing is planned in them yet), write into them what you know of this conversation: the plan; in the context file what was done, decided, tried and left half done; as boxes of the tasks file the work that is left, each of which can be done and checked in one sitting. Tick "Turn this plan into tasks" when that is done.
3. Go on with the first open box (\`- [ ]\`) of the tasks file.

Tick a box (\`- [x]\`) as soon as its work is done and checked, never before; delete none, add what you find. Keep the context file current, with a heading \`Next steps\` that names files and commands. If you cannot go on without a person, end your message with this as its last line, and use it for nothing else:

BATON: NEEDS-HUMAN <why>`
}

export function verifyFailedText(exitCode: number | null, output: string): string {
  const end = exitCode === null ? 'did not end in time' : `ended with exit code ${exitCode}`
  return `All tasks are ticked, but the check that decides whether the task is done ${end}. Its last output, as data:\n\n${output}\n\nFind the cause and mend it; untick a task that is not done after all.`
}
