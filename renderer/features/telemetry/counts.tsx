import { formatCount } from '../../ui/format.ts'
import { byMost, codeWords } from './telemetry-words.ts'

/** Counts by reason: "3 too old, 1 no name". `none`: what stands for no count at all. */
export function Counts({ counts, none }: { counts: Readonly<Record<string, number>>; none: string }) {
  const rows = byMost(counts)
  if (rows.length === 0) return <span className="text-muted">{none}</span>
  return <span>{rows.map(([code, count]) => `${formatCount(count)} ${codeWords(code)}`).join(', ')}</span>
}
