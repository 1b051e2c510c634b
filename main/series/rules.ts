import type { Policy } from '../../contract/policy.ts'
import type { Timing } from './timing.ts'

/** What the reducer may know beside the state: how the series is to be run. */
export interface Rules {
  policy: Policy
  timing: Timing
}
