import { useState } from 'react'
import type { ObservedSession } from '../../../contract/observed.ts'
import type { TaskView } from '../../../contract/project.ts'
import { useBoard } from '../../stores/board.ts'
import { Button } from '../../ui/button.tsx'
import { DialogBody, DialogFooter, DialogFrame } from '../../ui/dialog.tsx'
import { projectName } from '../../ui/format.ts'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Loading } from '../../ui/spinner.tsx'
import { useAsked } from '../checkpoints/use-asked.ts'
import { observedTitle } from '../home/observed-words.ts'
import { StepTrail } from '../start/step-trail.tsx'
import { type NewTask, TaskStep } from '../start/task-step.tsx'
import { AdoptHow } from './adopt-how.tsx'
import { closeAdopt, useAdopt } from './adopt-store.ts'
import { withoutUnfinished } from './adopt-words.ts'

/** Makes a series of a session that ran without Baton. Once in the page; `openAdopt` shows it. */
export default function AdoptDialog() {
  const session = useAdopt((state) => state.session)
  // While it fades out it still shows what it was about.
  const [last, setLast] = useState(session)
  if (session !== null && session !== last) setLast(session)
  return (
    <DialogFrame
      open={session !== null}
      onClose={closeAdopt}
      title="Adopt a session"
      description={last === null ? '' : `${observedTitle(last)} goes on as the first session of a new series.`}
      width="lg"
    >
      {session !== null && session.project !== null && <Steps session={session} project={session.project} />}
    </DialogFrame>
  )
}

function Steps({ session, project }: { session: ObservedSession; project: string }) {
  const { value: look, problem, retry } = useAsked('project.look', { project }, project)
  const [choice, setChoice] = useState<TaskView | NewTask | null>(null)
  const { sessionId } = session
  // What it does may change while the person thinks.
  const now = useBoard((state) => state.observed.find((one) => one.sessionId === sessionId)) ?? session
  if (look !== null && choice !== null) {
    return <AdoptHow session={now} look={look} choice={choice} onBack={() => setChoice(null)} />
  }
  return (
    <>
      <DialogBody>
        <StepTrail at={1} folder={projectName(project)} />
        {problem !== null && <ProblemView problem={problem} retry={retry} />}
        {look === null && problem === null && <Loading what="Looking for tasks…" />}
        {look !== null && <TaskStep look={withoutUnfinished(look)} onChoose={setChoice} onDescribe={setChoice} />}
      </DialogBody>
      <DialogFooter>
        <Button onClick={closeAdopt}>Cancel</Button>
      </DialogFooter>
    </>
  )
}
