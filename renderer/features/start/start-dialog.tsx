import { useState } from 'react'
import type { ProjectView, TaskView } from '../../../contract/project.ts'
import type { Problem } from '../../../contract/problem.ts'
import { goTo } from '../../app/navigate.ts'
import { seriesPath } from '../../app/routes.ts'
import { useSeries } from '../../stores/board.ts'
import { runCommand } from '../../stores/commands.ts'
import { Button } from '../../ui/button.tsx'
import { DialogBody, DialogFooter, DialogFrame } from '../../ui/dialog.tsx'
import { projectName } from '../../ui/format.ts'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { useAsked } from '../checkpoints/use-asked.ts'
import { changedFlags, draftOfPolicy } from '../settings/policy-draft.ts'
import { FolderStep } from './folder-step.tsx'
import { PolicyStep } from './policy-step.tsx'
import { StepTrail } from './step-trail.tsx'
import { closeStart, useStart } from './start-store.ts'
import { taskStanding } from './task-standing.ts'
import { type NewTask, TaskStep } from './task-step.tsx'

/** Starts a series: folder, task, how it runs. Once in the page; `openStart` shows it. */
export function StartDialog() {
  const open = useStart((state) => state.open)
  return (
    <DialogFrame open={open} onClose={closeStart} title="Start a series" width="lg">
      {open && <Steps />}
    </DialogFrame>
  )
}

function Steps() {
  const { project, task } = useStart()
  const [chosen, setChosen] = useState<string | null>(null)
  const folder = chosen ?? project
  if (folder === null) {
    return (
      <DialogBody>
        <StepTrail at={0} />
        <FolderStep onChoose={setChosen} />
      </DialogBody>
    )
  }
  const back = (): void => {
    setChosen(null)
    useStart.setState({ project: null, task: null })
  }
  return <WithFolder key={folder} folder={folder} task={chosen === null ? task : null} onBack={back} />
}

interface WithFolderProps {
  folder: string
  /** Chosen before the dialog was opened. */
  task: string | null
  onBack: () => void
}

function WithFolder({ folder, task, onBack }: WithFolderProps) {
  const { value: look, problem, retry } = useAsked('project.look', { project: folder }, folder)
  const [choice, setChoice] = useState<TaskView | NewTask | null>(null)
  const [left, setLeft] = useState(false)
  const before = left ? undefined : look?.tasks.find((each) => each.task === task && taskStanding(each).usable)
  const chosen = choice ?? before ?? null
  if (look !== null && chosen !== null) {
    const back = (): void => {
      setLeft(true)
      setChoice(null)
    }
    return <HowItRuns look={look} choice={chosen} onBack={back} />
  }
  return (
    <>
      <DialogBody>
        <StepTrail at={1} folder={projectName(folder)} />
        {problem !== null && <ProblemView problem={problem} retry={retry} />}
        {look === null && problem === null && <Loading what="Looking for tasks…" />}
        {look !== null && <TaskStep look={look} onChoose={setChoice} onDescribe={setChoice} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={onBack}>Back</Button>
      </DialogFooter>
    </>
  )
}

interface HowItRunsProps {
  look: ProjectView
  choice: TaskView | NewTask
  onBack: () => void
}

const WORDS = { start: 'Start', resume: 'Resume', again: 'Start again' } as const

function HowItRuns({ look, choice, onBack }: HowItRunsProps) {
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
  flags: ReturnType<typeof changedFlags>['flags'],
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
