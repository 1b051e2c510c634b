import { RadioTower } from 'lucide-react'
import type { SessionView } from '../../contract/series.ts'
import { useBoard } from '../stores/board.ts'
import { classes } from './classes.ts'
import { gapOf, gapWords, leastCaptured } from './gap-words.ts'
import { useNowText } from './use-now.ts'

export interface GapBadgeProps {
  session: SessionView
  /** The share in two words; a screen reader gets all words. */
  short?: boolean
  className?: string
}

/** Telemetry told of less than the session's transcript holds. Nothing where there is no gap. */
export function GapBadge({ session, short = false, className }: GapBadgeProps) {
  const percent = useNowText((now) => gapOf(session, now) ?? '')
  if (percent === '') return null
  const words = gapWords(percent)
  return (
    <span
      title={words}
      className={classes(
        'inline-flex h-5 shrink-0 items-center gap-1 rounded-full bg-waiting/10 px-1.5 text-sm font-medium whitespace-nowrap text-waiting',
        className,
      )}
    >
      <RadioTower aria-hidden className="size-3.5 shrink-0" />
      {short ? (
        <>
          <span aria-hidden>{percent} captured</span>
          <span className="sr-only">{words}</span>
        </>
      ) : (
        words
      )}
    </span>
  )
}

/** The same of the series' sessions: the one that telemetry told least of. */
export function SeriesGapBadge({ seriesId, ...rest }: { seriesId: string } & Omit<GapBadgeProps, 'session'>) {
  const session = useBoard(({ sessions }) => leastCaptured(sessions).get(seriesId) ?? null)
  return session === null ? null : <GapBadge session={session} {...rest} />
}
