import { useState } from 'react'
import type { PolicyLayer } from '../../../contract/policy.ts'
import type { Problem } from '../../../contract/problem.ts'
import type { ProjectView, TaskView } from '../../../contract/project.ts'
import { goTo } from '../../app/navigate.ts'
import { seriesPath } from '../../app/routes.ts'
import { useSeries } from '../../stores/board.ts'
import { runCommand } from '../../stores/commands.ts'
import { Button } from '../../ui/button.tsx'
import { DialogBody, DialogFooter } from '../../ui/dialog.tsx'
import { projectName } from '../../ui/format.ts'
import { ProblemView } from '../../ui/problem-view.tsx'
import { changedFlags, draftOfPolicy } from '../settings/policy-draft.ts'
import { PolicyStep } from './policy-step.tsx'
import { closeStart } from './start-store.ts'
import { StepTrail } from './step-trail.tsx'
import { taskStanding } from './task-standing.ts'
import type { NewTask } from './task-step.tsx'

export interface HowItRunsProps {
  look: ProjectView
  choice: TaskView | NewTask
  onBack: () => void
}

const WORDS = { start: 'Start', resume: 'Resume', again: 'Start again' } as const

/** The last step: the policy, and the start itself. */
export function HowItRuns({ look, choice, onBack }: HowItRunsProps) {
  const mode = 'description' in choice ? 'start' : taskStanding(choice).mode
  const present = useSeries(mode === 'resume' && 'series' in choice ? (choice.series?.id ?? '') : '')
  // As it was when the step came up: what is edited must not change under the person's hands.
  const [base] = useState(present?.policy ?? look.policy)
  const [draft, setDraft] = useState(() => draftOfPolicy(base))
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const { flags, errors } = changedFlags(draft, base)
  const wrong = Object.keys(errors).length > 0
  const start = async (): Promise<void> => {
    setBusy(true)
    const failed = await startSeries(look.project, choice, flags, mode === 'again')
    setBusy(false)
    setProblem(failed)
    if (failed === null) closeStart()
  }
  return (
    <>
      <DialogBody>
        <StepTrail at={2} folder={projectName(look.project)} task={choice.task} />
        {mode === 'resume' && (
          <p className="mb-3">
            This task has an unfinished series. It goes on with the policy that it has; what you change here replaces
            that.
          </p>
        )}
        <PolicyStep draft={draft} onChange={setDraft} errors={errors} base={base} />
      </DialogBody>
      <DialogFooter>
        {problem !== null && (
          <div className="w-full">
            <ProblemView problem={problem} />
          </div>
        )}
        {wrong && <span className="mr-auto text-sm text-failed">Some fields need another value.</span>}
        <Button onClick={onBack} disabled={busy}>
          Back
        </Button>
        <Button
          variant="primary"
          busy={busy}
          disabled={wrong}
          onClick={() => void start()}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- Enter starts it with the defaults; the fields stand before it for who wants to change them
          autoFocus
        >
          {busy ? 'Starting…' : WORDS[mode]}
        </Button>
      </DialogFooter>
    </>
  )
}

/** Makes a new task's files, starts the series and goes to it. Null: it is started. */
async function startSeries(
  project: string,
  choice: TaskView | NewTask,
  flags: PolicyLayer,
  again: boolean,
): Promise<Problem | null> {
  if ('description' in choice) {
    const made = await runCommand('task.init', { project, ...choice }, { tell: false })
    // Its files are there when an earlier try came so far, and no further.
    if (!made.ok && made.problem.code !== 'dev-docs-exist') return made.problem
  }
  const run = await runCommand('series.run', { project, task: choice.task, flags, again }, { tell: false })
  if (!run.ok) return run.problem
  goTo(seriesPath(run.value.seriesId))
  return null
}
