import type { RunEvent } from '../../contract/events.ts'
import type { Problem } from '../../contract/problem.ts'
import type { SeriesStatus } from '../../contract/series.ts'
import { CHECKPOINT_REASONS } from '../series/reasons.ts'

/** How the `baton` command ends. The numbers are an outer contract (docs/outcomes.md). */
export const EXIT = {
  completed: 0,
  failed: 1,
  usage: 2,
  limit: 3,
  needsAttention: 4,
  interrupted: 130,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** What each number says, in the words of docs/outcomes.md. */
export const EXIT_MEANING: Record<ExitCode, string> = {
  0: 'the series is completed, or the command did what it was asked',
  1: 'the series failed, the core was lost, or the command was refused',
  2: 'wrong usage: the command line has to be changed',
  3: 'the series was stopped by one of its limits',
  4: 'the series needs attention: it waits for a person',
  130: 'the series was interrupted or stopped by a person',
}

/** The reasons of a stop that are limits of the policy, as codes and as the sentences for people. */
const LIMIT_REASONS: readonly string[] = (['max-sessions', 'max-cost', 'max-duration'] as const).flatMap((code) => [
  code,
  CHECKPOINT_REASONS[code],
])

/** Problems that only another command line mends. */
const USAGE_PROBLEMS: ReadonlySet<string> = new Set([
  'usage',
  'invalid-params',
  'task-invalid',
  'project-missing',
  'description-empty',
  'branch-invalid',
  'folder-invalid',
  'series-finished',
  'unknown-series',
  'series-unknown',
  'series-ambiguous',
  'session-unknown',
  'session-ambiguous',
  'unknown-checkpoint',
  'unknown-advice',
])

export function isLimitReason(reason: string): boolean {
  return LIMIT_REASONS.some((limit) => reason.includes(limit))
}

/**
 * The exit code that an event decides for a follower; null when the series goes on.
 * `status` is the series' state after the event: only it tells a failure from a stop.
 */
export function exitCodeOfEvent(event: RunEvent, status: SeriesStatus | null): ExitCode | null {
  switch (event.type) {
    case 'series.completed':
      return EXIT.completed
    case 'needs-attention':
      return EXIT.needsAttention
    case 'series.stopped':
      if (status === 'failed') return EXIT.failed
      return isLimitReason(event.reason) ? EXIT.limit : EXIT.interrupted
    default:
      return null
  }
}

export function exitCodeOfProblem(problem: Problem): ExitCode {
  return USAGE_PROBLEMS.has(problem.code) ? EXIT.usage : EXIT.failed
}
