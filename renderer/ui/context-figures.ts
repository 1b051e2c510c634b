import type { ContextReading } from '../../contract/usage.ts'
import { formatAge, formatPercent, formatTokens } from './format.ts'

export interface ContextFigures {
  /** Percent of the bar that is filled; null: unknown. */
  filled: number | null
  /** Percent of the bar where the marks stand; null: not known. */
  soft: number | null
  due: number | null
  level: 'unknown' | 'fine' | 'soft' | 'due'
}

/** Where things stand on the bar. Null reading: no session, or none measured yet. */
export function contextFigures(
  reading: ContextReading | null,
  due: number | null,
  soft: number | null,
): ContextFigures {
  const share = (tokens: number | null): number | null =>
    tokens === null || reading === null || reading.window <= 0 ? null : clamp((tokens / reading.window) * 100)
  const used = reading?.used ?? null
  return { filled: share(used), soft: share(soft), due: share(due), level: levelOf(used, due, soft) }
}

const SOURCES: Record<ContextReading['source'], string> = {
  statusline: 'the status line',
  transcript: 'the transcript',
}

/** The same in words, for the tooltip and for screen readers. */
export function contextWords(
  reading: ContextReading | null,
  due: number | null,
  soft: number | null,
  now: number,
): string[] {
  if (reading === null) return ['Context unknown: no session, or none measured yet']
  const { used, window, percent, source, at } = reading
  const head =
    used === null
      ? `Context unknown until the next answer, of ${formatTokens(window)} tokens`
      : `Context ${formatTokens(used)} of ${formatTokens(window)} tokens (${formatPercent(percent)})`
  const points = [
    soft === null ? null : `Soft point at ${formatTokens(soft)}`,
    due === null ? null : `Due at ${formatTokens(due)}`,
  ].filter((line) => line !== null)
  return [head, ...points, `From ${SOURCES[source]}, ${formatAge(at, now)}`]
}

function levelOf(used: number | null, due: number | null, soft: number | null): ContextFigures['level'] {
  if (used === null) return 'unknown'
  if (due !== null && used >= due) return 'due'
  return soft !== null && used >= soft ? 'soft' : 'fine'
}

function clamp(percent: number): number {
  return Math.min(100, Math.max(0, percent))
}
