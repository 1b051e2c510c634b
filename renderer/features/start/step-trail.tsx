import { ChevronRight } from 'lucide-react'
import { cleanLine } from '../../../contract/text.ts'
import { classes } from '../../ui/classes.ts'

export interface StepTrailProps {
  at: 0 | 1 | 2
  /** What was chosen before. */
  folder?: string
  task?: string
}

/** The three steps, where one is, and what was chosen. */
export function StepTrail({ at, folder, task }: StepTrailProps) {
  const steps = [folder ?? 'Folder', task ?? 'Task', 'How it runs']
  return (
    <ol className="mb-4 flex flex-wrap items-center gap-1 text-sm text-muted">
      {steps.map((step, index) => (
        <li
          key={['folder', 'task', 'policy'][index]}
          aria-current={index === at ? 'step' : undefined}
          className={classes('flex items-center gap-1', index === at && 'font-semibold text-text')}
        >
          {index > 0 && <ChevronRight aria-hidden className="size-3" />}
          {index + 1}. {cleanLine(step, 60)}
        </li>
      ))}
    </ol>
  )
}
