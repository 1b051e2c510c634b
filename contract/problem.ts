import { z } from 'zod'

/**
 * An expected failure, told to a person: what is wrong, why, and the way out.
 * `code` is stable and machine-readable (kebab-case).
 */
export const Problem = z.object({
  code: z.string(),
  /** The thing that is wrong, named: "claude", "dev/active/x/x-tasks.md". */
  thing: z.string(),
  /** Why, in one sentence without a full stop. */
  cause: z.string(),
  /** What to do about it, in one sentence without a full stop. */
  remedy: z.string(),
})
export type Problem = z.infer<typeof Problem>

// Threads that need no schema import those from there.
export { describeProblem, failure, success, type Outcome } from './outcome.ts'
