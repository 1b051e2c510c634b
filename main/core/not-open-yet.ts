import { failure } from '../../contract/problem.ts'
import type { Outcome } from '../../contract/problem.ts'

/** Calls whose room is being built. */
export function notOpenYet(): Promise<Outcome<never>> {
  return Promise.resolve(failure('not-open-yet', 'this call', 'its room is not open yet', 'try a later version'))
}
