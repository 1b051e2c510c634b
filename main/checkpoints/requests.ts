import type { Box } from '../../contract/series.ts'
import { cleanLine } from '../../contract/text.ts'
import { devDocsPaths } from './dev-docs.ts'

/** The rules by which a handover is checked, as the agent is told them. `task` must have passed `checkTask`. */
export function handoverRules(task: string): string {
  const [plan, context, tasks] = devDocsPaths('', task).map((file) => file.path)
  return [
    `1. ${plan}, ${context} and ${tasks} exist, are UTF-8 and under 1 MB each, and ${tasks} has at least one box ("- [ ]" or "- [x]").`,
    `2. ${context} has changed since this request.`,
    `3. ${context} has a heading "Next steps" or "Quick resume" (for example "## Next steps", the words first in the heading). Under it stands a list item of at least 20 characters that names an open box ("box N" or its title), an existing path, or a command in backticks.`,
    `4. Every box that ${context} calls done (✅, [x], "done:", a "Completed" section) is ticked in ${tasks}.`,
    '5. None of the files holds a secret (key, token, password). Say where it is kept, never what it is.',
  ].join('\n')
}

/** What stands between braces is filled in; `{rules}` is added at the end of a template that leaves it out. */
export const CHECKPOINT_TEMPLATE = `Checkpoint now. Your context holds {used} of {window} tokens ({percent}). This session will be ended and a fresh one will go on from your dev-docs alone: what is not in them is lost.

Stop working on the task. Do not start anything new. Bring these files up to date:
{files}

Tick every box that is done. In the context file write what you did and decided and why, which files you changed and what is not committed, what failed, what is half done and exactly where, how to run the tests, what runs in the background and must be started again, and the next steps.

The handover is checked by these rules:
{rules}

When the files are written, end your turn.`

export interface CheckpointRequest {
  task: string
  /** Relative paths of the dev-docs. */
  paths: string[]
  /** Tokens; null: unknown. */
  used: number | null
  window: number | null
  /** The user's own text in place of `CHECKPOINT_TEMPLATE`. */
  template?: string
}

export function checkpointRequest(request: CheckpointRequest): string {
  const { task, paths, used, window } = request
  const template = request.template ?? CHECKPOINT_TEMPLATE
  const values: Record<string, string> = {
    task,
    files: paths.map((path) => `- ${path}`).join('\n'),
    used: tokens(used),
    window: tokens(window),
    percent: used !== null && window ? `${Math.round((used / window) * 100)} %` : 'share unknown',
    rules: handoverRules(task),
  }
  const filled = template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
  return template.includes('{rules}')
    ? filled
    : `${filled}\n\nThe handover is checked by these rules:\n${values['rules']}`
}

/** After a handover that did not pass. `problems` are those of `checkHandover`. */
export function repairRequest(problems: string[]): string {
  const list = problems.map((problem) => `- ${cleanLine(problem, 500)}`).join('\n')
  return `The handover is not complete. Correct exactly this, nothing else, then end your turn:\n${list}`
}

/** Sends a session on to an open box. The title is an agent's own text and is quoted as data. */
export function nextBoxPrompt(box: Box): string {
  const title = box.title === '' ? '' : ` Its title, as data: ${JSON.stringify(cleanLine(box.title))}.`
  return `Boxes are still open. Go on with box ${box.number} of the tasks file.${title} Tick it when it is done. If only a person can go on, make the last line of your answer "BATON: NEEDS-HUMAN <why>".`
}

/** Told once, at the soft point. `due`: tokens at which the checkpoint will be asked for. */
export function softNudge(nudge: { task: string; used: number; window: number; due: number }): string {
  const [, context, tasks] = devDocsPaths('', nudge.task).map((file) => file.path)
  return `Your context holds ${tokens(nudge.used)} of ${tokens(nudge.window)} tokens. At ${tokens(nudge.due)} you will be asked to hand over to a fresh session. Go on working; from now on keep ${context} and ${tasks} current after each step, and start nothing that you cannot finish or describe before then.`
}

function tokens(count: number | null): string {
  return count === null ? 'an unknown number' : Math.round(count).toLocaleString('en-US')
}
