import { useState } from 'react'
import type { ObservedSession } from '../../../contract/observed.ts'
import type { Problem } from '../../../contract/problem.ts'
import type { ProjectView, TaskView } from '../../../contract/project.ts'
import { goTo } from '../../app/navigate.ts'
import { seriesPath } from '../../app/routes.ts'
import { runCommand } from '../../stores/commands.ts'
import { Button } from '../../ui/button.tsx'
import { DialogBody, DialogFooter } from '../../ui/dialog.tsx'
import { formatCost, projectName } from '../../ui/format.ts'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Switch } from '../../ui/switch.tsx'
import { changedFlags, draftOfPolicy } from '../settings/policy-draft.ts'
import { PolicyStep } from '../start/policy-step.tsx'
import { StepTrail } from '../start/step-trail.tsx'
import type { NewTask } from '../start/task-step.tsx'
import { closeAdopt } from './adopt-store.ts'
import { processWords } from './adopt-words.ts'

export interface AdoptHowProps {
  session: ObservedSession
  look: ProjectView
  choice: TaskView | NewTask
  onBack: () => void
}

/** The last step: what becomes of the running process, the policy, and the adoption itself. */
export function AdoptHow({ session, look, choice, onBack }: AdoptHowProps) {
  const [base] = useState(look.policy)
  const [draft, setDraft] = useState(() => draftOfPolicy(base))
  const [end, setEnd] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const { flags, errors } = changedFlags(draft, base)
  const lives = processWords(session)
  const ready = lives === null || (lives.endable && end)
  const wrong = Object.keys(errors).length > 0
  const adopt = async (): Promise<void> => {
    setBusy(true)
    const { task } = choice
    const described = 'description' in choice ? { description: choice.description } : {}
    const params = { sessionId: session.sessionId, task, ...described, flags, end }
    const adopted = await runCommand('session.adopt', params, { tell: false })
    setBusy(false)
    setProblem(adopted.ok ? null : adopted.problem)
    if (!adopted.ok) return
    closeAdopt()
    goTo(seriesPath(adopted.value.seriesId))
  }
  return (
    <>
      <DialogBody>
        <StepTrail at={2} folder={projectName(look.project)} task={choice.task} />
        <div className="mb-5 grid gap-2 rounded-md border border-border p-3">
          <p>
            Baton resumes the session here, with its whole conversation, and tells it what it works on.{' '}
            {'description' in choice
              ? 'It writes what it knows into the new files of the task, then works through them.'
              : 'It reads the files of the task and goes on with the first open one.'}
          </p>
          {session.costUsd > 0 && (
            <p className="text-muted">
              What it has cost so far ({formatCost(session.costUsd)}) counts for the series, and against a limit of
              cost.
            </p>
          )}
          {lives !== null && (
            <>
              <p className="font-medium">{lives.words}</p>
              {lives.endable && (
                <Switch
                  label="End that process first"
                  help="It is asked to end, as /exit would; shells that it started end with it. It is not forced: if it works again by then, nothing happens."
                  checked={end}
                  onChange={setEnd}
                />
              )}
            </>
          )}
        </div>
        <PolicyStep draft={draft} onChange={setDraft} errors={errors} base={base} />
      </DialogBody>
      <DialogFooter>
        {problem !== null && (
          <div className="w-full">
            <ProblemView problem={problem} />
          </div>
        )}
        {wrong && <span className="mr-auto text-sm text-failed">Some fields need another value.</span>}
        {!wrong && lives?.endable === true && !end && (
          <span className="mr-auto text-sm text-muted">Say above that its process may be ended.</span>
        )}
        <Button onClick={onBack} disabled={busy}>
          Back
        </Button>
        <Button variant="primary" busy={busy} disabled={wrong || !ready} onClick={() => void adopt()}>
          {busy ? 'Adopting…' : 'Adopt'}
        </Button>
      </DialogFooter>
    </>
  )
}
