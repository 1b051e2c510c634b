import { CircleAlert, ListPlus } from 'lucide-react'
import { useState } from 'react'
import type { ProjectView, TaskView } from '../../../contract/project.ts'
import { describeProblem } from '../../../contract/problem.ts'
import { cleanLine } from '../../../contract/text.ts'
import { AgentText } from '../../ui/agent-text.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { StatusPill } from '../../ui/status-pill.tsx'
import { TextArea, TextInput } from '../../ui/text-input.tsx'
import { taskStanding } from './task-standing.ts'
import { suggestTask, taskProblem } from './start-names.ts'
import { useFocusFirst } from './use-focus-first.ts'

export interface NewTask {
  task: string
  description: string
}

export interface TaskStepProps {
  look: ProjectView
  onChoose: (task: TaskView) => void
  onDescribe: (task: NewTask) => void
}

/** Step 2: a task found in the folder, or a new one from a description. */
export function TaskStep({ look, onChoose, onDescribe }: TaskStepProps) {
  const [describes, setDescribes] = useState(look.tasks.length === 0)
  const focusFirst = useFocusFirst()
  return (
    <div ref={focusFirst} className="grid gap-4">
      {look.tasks.length > 0 && (
        <ul className="rounded-md border border-border">
          {look.tasks.map((task) => (
            <TaskRow key={task.task} task={task} onChoose={() => onChoose(task)} />
          ))}
        </ul>
      )}
      {look.tasks.length === 0 && (
        <p className="text-muted">
          This folder has no tasks yet (none in <code className="font-mono text-sm">dev/active</code>). Describe one,
          and Baton makes its files.
        </p>
      )}
      {describes ? (
        <DescribeTask taken={look.tasks.map(({ task }) => task)} onDescribe={onDescribe} />
      ) : (
        <Button icon={<ListPlus />} onClick={() => setDescribes(true)} className="justify-self-start">
          Describe a new task
        </Button>
      )}
      {!look.git && (
        <p className="flex gap-1.5 text-sm text-muted">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-waiting" />
          This folder is no git repository: checkpoints keep the task’s files, but not the state of the code.
        </p>
      )}
    </div>
  )
}

function TaskRow({ task, onChoose }: { task: TaskView; onChoose: () => void }) {
  const standing = taskStanding(task)
  const { done, open, current, series, problem } = task
  return (
    <li className="border-border not-last:border-b">
      <button
        type="button"
        disabled={!standing.usable}
        onClick={onChoose}
        className="grid w-full grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 px-3 py-2 text-left -outline-offset-2! hover:not-disabled:bg-surface-2"
      >
        <span className="flex min-w-0 items-center gap-2">
          <span className={standing.usable ? 'truncate font-medium' : 'truncate font-medium text-muted'}>
            {cleanLine(task.task)}
          </span>
          {series !== null && <StatusPill status={series.status} hold={null} />}
        </span>
        <span className="text-sm text-muted">{problem === null ? `${done} done, ${open} open` : ''}</span>
        <span className="col-span-2 min-w-0 text-sm text-muted">
          {problem === null ? (
            <>
              {standing.words}
              {current !== null && standing.usable && (
                <>
                  {standing.words !== '' && ' · '}Next: <AgentText text={current} />
                </>
              )}
            </>
          ) : (
            <span className="wrap-anywhere">{describeProblem(problem)}</span>
          )}
        </span>
      </button>
    </li>
  )
}

function DescribeTask({ taken, onDescribe }: { taken: string[]; onDescribe: (task: NewTask) => void }) {
  const [description, setDescription] = useState('')
  const [named, setNamed] = useState<string | null>(null)
  const [tried, setTried] = useState(false)
  const task = named ?? suggestTask(description)
  const problem = taskProblem(task, taken)
  const empty = description.trim() === '' ? 'Say in a sentence or more what is to be done' : null
  return (
    <form
      className="grid gap-3 rounded-md border border-border p-3"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (empty === null && problem === null) onDescribe({ task, description: description.trim() })
      }}
    >
      <Field
        label="What is to be done"
        help="The first session turns it into a list of tasks. Say what the result must do, and where to look."
        error={tried ? empty : null}
      >
        {(ids) => (
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- it came up because the person asked for it
          <TextArea {...ids} autoFocus rows={5} value={description} onChange={setDescription} />
        )}
      </Field>
      <Field
        label="Name of the task"
        help="Its files go to dev/active/<name>."
        error={tried || named !== null ? problem : null}
      >
        {(ids) => <TextInput {...ids} mono value={task} onChange={setNamed} />}
      </Field>
      <Button type="submit" variant="primary" className="justify-self-end">
        Next
      </Button>
    </form>
  )
}
