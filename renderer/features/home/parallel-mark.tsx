import { Users } from 'lucide-react'
import { parallelWords } from './observed-words.ts'

/** Several sessions live in one folder: they may write over each other. Nothing where one is by itself. */
export function ParallelMark({ others }: { others: number }) {
  if (others === 0) return null
  return (
    <span
      title={`${parallelWords(others)}: they may write over each other’s work`}
      className="inline-flex h-5 shrink-0 items-center gap-1 rounded-full bg-waiting/10 px-1.5 text-sm font-medium whitespace-nowrap text-waiting"
    >
      <Users aria-hidden className="size-3.5 shrink-0" />
      <span className="sr-only">{parallelWords(others)}</span>
      <span aria-hidden className="@min-[56rem]:@max-[80rem]:hidden">
        {parallelWords(others)}
      </span>
      <span aria-hidden className="hidden @min-[56rem]:@max-[80rem]:inline">
        {others + 1} here
      </span>
    </span>
  )
}
