import { useBoard } from '../../stores/board.ts'
import { Progress } from '../../ui/progress.tsx'
import { scanWords } from './observed-words.ts'

/** While all transcripts of the machine are read for the first time. What is read already is on the board. */
export function ScanProgress() {
  const scan = useBoard((state) => state.scan)
  if (scan?.phase !== 'first') return null
  const { done, total } = scan.bytes
  return (
    <div className="border-b border-border bg-surface px-4 py-2">
      <Progress label={scanWords(scan)} value={total === 0 ? null : done} max={Math.max(1, total)} />
    </div>
  )
}
