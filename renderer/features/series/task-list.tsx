import { Circle, CircleCheck, CircleDot } from 'lucide-react'
import type { Box } from '../../../contract/series.ts'
import { cleanLine } from '../../../contract/text.ts'
import { Popover } from '../../ui/popover.tsx'
import { buttonClasses } from '../../ui/button.tsx'

/** "7 of 12 tasks done", and the list of them on a press; the one that is next is marked. */
export function TaskList({ boxes }: { boxes: readonly Box[] }) {
  const done = boxes.filter((box) => box.done).length
  const current = boxes.find((box) => !box.done) ?? null
  if (boxes.length === 0) return <span className="text-muted">no tasks yet</span>
  return (
    <Popover
      title="Tasks"
      align="start"
      className="max-h-[60vh] w-96 max-w-[calc(100vw-2rem)] overflow-y-auto p-2"
      trigger={
        <button type="button" className={`${buttonClasses('ghost', 'sm')} -mx-2`}>
          {done} of {boxes.length} done
        </button>
      }
    >
      <ol className="grid gap-0.5">
        {boxes.map((box) => (
          <Task key={box.number} box={box} current={box === current} />
        ))}
      </ol>
    </Popover>
  )
}

function Task({ box, current }: { box: Box; current: boolean }) {
  const Icon = box.done ? CircleCheck : current ? CircleDot : Circle
  const colour = box.done ? 'text-done' : current ? 'text-accent' : 'text-muted'
  const word = box.done ? 'done' : current ? 'next' : 'open'
  return (
    <li className={`flex items-start gap-2 rounded px-1.5 py-1 ${current ? 'bg-accent-soft' : ''}`}>
      <Icon aria-hidden className={`mt-0.5 size-3.5 shrink-0 ${colour}`} />
      <span className="sr-only">{word}: </span>
      <span className={`min-w-0 wrap-anywhere ${box.done ? 'text-muted' : ''}`}>
        {box.number}. {cleanLine(box.title, 400)}
      </span>
      {current && <span className="ml-auto text-sm text-muted">next</span>}
    </li>
  )
}
