import type { Problem } from './problem.ts'

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
