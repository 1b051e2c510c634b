import { formatAge, formatTime } from './format.ts'
import { useNowText } from './use-now.ts'

/** How old something is, ticking: "12 s ago". `at`: ISO 8601, or ms since the epoch. */
export function Age({ at, className }: { at: string | number | null; className?: string }) {
  const text = useNowText((now) => formatAge(at, now))
  if (at === null) return <span className={className}>{text}</span>
  return (
    <time dateTime={new Date(at).toISOString()} title={formatTime(at)} className={className}>
      {text}
    </time>
  )
}
