/** Every wait and count of the loop. Milliseconds unless said. Tests lay shorter ones over these. */
export interface Timing {
  /** A due session that reaches no turn end in this time is asked mid-turn. */
  askMidTurnAfter: number
  /** Past due by this share, a session is asked mid-turn. */
  askMidTurnPast: number
  /** A next turn that goes so far past due with at least this chance is not begun: the checkpoint is asked for before it. */
  overshootChance: number
  /** A first prompt that has not been submitted by then waits for a person: trust, login or a dialog. */
  firstPrompt: number
  /** Hooks that do not speak this long after the transcript's first line are disabled. */
  hooksSilent: number
  /** How long the CLI may go on by itself after a failed turn before we count on typing. */
  selfRetry: number
  /** First wait of the back-off after a failed turn without a known reset; doubles. */
  backoffFirst: number
  backoffMost: number
  /** A subagent that runs longer needs a person's look. */
  subagentMost: number
  /** A busy agent that says nothing this long is stalled: long tools and silent retries stay under it. */
  stalled: number
  /** An agent that rests this long though nothing is waited for was not reached by what was typed: it is typed to again. */
  stranded: number
  /** Cycles within `tooFastWithin` that mean the loop is spinning. */
  tooFastCycles: number
  tooFastWithin: number
  /** Sessions running with fewer than `shortTurns` turns and `shortTools` tool calls that mean the same. */
  shortSessions: number
  shortTurns: number
  shortTools: number
  /** Turns with tool calls, and continuations without one, that may pass without progress. */
  idleTurns: number
  idleContinuations: number
  /** Share of due that the first measured context after a pickup may not reach. */
  futile: number
  /** Compactions blocked in one session, and the share of the window past which one is let through. */
  compactionBlocks: number
  compactionPast: number
  /** Failures of the verify command running. */
  verifyFailures: number
  /** Idle without a turn end this long: the turn was interrupted. */
  interrupted: number
}

const SECOND = 1000
const MINUTE = 60 * SECOND

/** design.md §2; the reason for each number stands there. */
export const TIMING: Timing = {
  askMidTurnAfter: 5 * MINUTE,
  askMidTurnPast: 0.1,
  overshootChance: 0.5,
  firstPrompt: 30 * SECOND,
  hooksSilent: 30 * SECOND,
  selfRetry: 60 * SECOND,
  backoffFirst: 30 * SECOND,
  backoffMost: 30 * MINUTE,
  subagentMost: 30 * MINUTE,
  stalled: 15 * MINUTE,
  stranded: 2 * MINUTE,
  tooFastCycles: 3,
  tooFastWithin: 10 * MINUTE,
  shortSessions: 2,
  shortTurns: 2,
  shortTools: 10,
  idleTurns: 3,
  idleContinuations: 8,
  futile: 0.8,
  compactionBlocks: 10,
  compactionPast: 0.97,
  verifyFailures: 3,
  interrupted: 3 * SECOND,
}
