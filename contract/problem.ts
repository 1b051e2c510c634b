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

/** Expected failures are values; exceptions are bugs. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; problem: Problem }

export function success<T>(value: T): Outcome<T> {
  return { ok: true, value }
}

export function failure(code: string, thing: string, cause: string, remedy: string): { ok: false; problem: Problem } {
  return { ok: false, problem: { code, thing, cause, remedy } }
}

/** One line for a terminal: "thing: cause. Remedy." */
export function describeProblem(problem: Problem): string {
  const remedy = problem.remedy.charAt(0).toUpperCase() + problem.remedy.slice(1)
  return `${problem.thing}: ${problem.cause}. ${remedy}.`
}
