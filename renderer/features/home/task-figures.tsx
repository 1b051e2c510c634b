import type { Box } from '../../../contract/series.ts'
import { UNKNOWN } from '../../ui/format.ts'

/** Tasks done of all, with a thin bar. None known: no figure. */
export function TaskFigures({ boxes }: { boxes: readonly Box[] }) {
  if (boxes.length === 0) return <span className="text-sm text-muted">{UNKNOWN}</span>
  const done = boxes.filter((box) => box.done).length
  return (
    <span className="grid gap-1 text-sm" title={`${done} done, ${boxes.length - done} open`}>
      <span>
        {done} / {boxes.length}
        <span className="text-muted"> tasks</span>
      </span>
      <span aria-hidden className="hidden h-1 overflow-hidden rounded-full bg-surface-3 @min-[56rem]:block">
        <span className="block h-full bg-done" style={{ width: `${(done / boxes.length) * 100}%` }} />
      </span>
    </span>
  )
}
