import { useState } from 'react'
import type { TaskView } from '../../../contract/project.ts'
import { Button } from '../../ui/button.tsx'
import { DialogBody, DialogFooter, DialogFrame } from '../../ui/dialog.tsx'
import { projectName } from '../../ui/format.ts'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { useAsked } from '../checkpoints/use-asked.ts'
import { FolderStep } from './folder-step.tsx'
import { HowItRuns } from './how-it-runs.tsx'
import { closeStart, useStart } from './start-store.ts'
import { StepTrail } from './step-trail.tsx'
import { taskStanding } from './task-standing.ts'
import { type NewTask, TaskStep } from './task-step.tsx'

/** Starts a series: folder, task, how it runs. Once in the page; `openStart` shows it. */
export default function StartDialog() {
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
