import type { Problem } from '../../contract/problem.ts'
import { describeProblem } from '../../contract/outcome.ts'

/**
 * What a call of the store rejects with. Codes a caller may act on: `series-exists`, `series-unknown`, `disk-full`,
 * `data-folder-unwritable`, `database-busy`, `database-corrupt`, `database-failed`, `store-closed`, `store-worker-died`;
 * `store-defect` is a bug.
 */
export class StoreError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(describeProblem(problem))
    this.name = 'StoreError'
    this.problem = problem
  }

  get code(): string {
    return this.problem.code
  }
}
