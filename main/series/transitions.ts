/**
 * Every persisted step of a series, in the order a reader meets them. The store keeps one row for each that
 * happened; the kill test ends the core before and after each of them.
 */
export const TRANSITIONS = {
  start: 'a session is about to be started: its launch is intended',
  started: 'the session has a process',
  pickup: 'the session saw the dev-docs, or is asked to read them',
  nudge: 'the session is told how full it is',
  ask: 'the session is asked for a checkpoint',
  compaction: "the agent's own compaction is held back, or let through as late",
  repair: 'the handover is not safe yet: the session is told what is missing',
  halt: 'a verified handover ends a turn at a tool boundary',
  verified: 'the handover is safe, or is written mechanically: the snapshot is due',
  checkpoint: 'the snapshot is kept',
  ended: 'the session is gone',
  'go-on': 'the session is given its next open box',
  check: 'all boxes are done: the verify command runs',
  hold: 'the loop waits, or needs attention',
  release: 'what it waited for is there',
  retry: 'the session is about to be typed to',
  command: 'a person asked for something',
  finish: 'the series is completed, stopped, failed or paused',
} as const

export type TransitionName = keyof typeof TRANSITIONS
