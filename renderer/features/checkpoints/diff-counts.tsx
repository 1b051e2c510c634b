import type { DiffFile } from './diff-files.ts'

/** Lines added and removed; of a binary file nobody counts them. */
export function Counts({ file }: { file: DiffFile }) {
  if (file.binary) return <span className="text-sm text-muted">binary</span>
  return (
    <span className="text-sm whitespace-nowrap">
      <span className="text-done">+{file.added}</span> <span className="text-failed">−{file.removed}</span>
    </span>
  )
}
