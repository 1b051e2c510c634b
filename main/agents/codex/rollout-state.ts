import { parseReaderState } from '../reader-state.ts'

/** A request, to be told of again when its turn ends with it. */
export interface Told {
  message: string
  request: string
  session: string
  model: string
  turn: string
  fast: boolean
  input: number
  output: number
  cacheRead: number
  cacheWrite5m: number
  at: number
}

/** What was read of one rollout file so far; kept as JSON. Another shape: the file is read anew. */
export interface RolloutState {
  version: 1
  /** The thread whose file it is. Null: neither the file's name nor a line says. */
  threadId: string | null
  /** The thread that history was first copied from: it names requests of versions that name no turn. */
  rootId: string | null
  /** The subagent's name, where the thread is one. */
  subagent: string | null
  /** `subagent` and `startedAt` are of the file's own first line. */
  hasMeta: boolean
  /** Its history lies in another file, and its sums go on from there. */
  refers: boolean
  /** In the turn that runs the model said something. */
  answered: boolean
  cwd: string | null
  turnId: string | null
  model: string | null
  window: number | null
  fast: boolean
  /** Tokens of all requests so far, as the thread counts them. Null: no request yet. */
  total: number | null
  last: Told | null
  startedAt: number | null
  firstAt: number | null
  lastAt: number | null
  context: { used: number | null; window: number | null; model: string | null; at: number } | null
  ending: 'turn-ended' | 'working' | 'unknown'
}

export function newRollout(threadId: string | null): RolloutState {
  const names = { threadId, rootId: threadId, subagent: null, hasMeta: false, cwd: null }
  const fork = { refers: false, answered: false }
  const turn = { turnId: null, model: null, window: null, fast: false, total: null, last: null }
  const times = { startedAt: null, firstAt: null, lastAt: null }
  return { version: 1, ...names, ...fork, ...turn, ...times, context: null, ending: 'unknown' }
}

/** Null: it was written by another version. */
export function parseRollout(reader: string): RolloutState | null {
  return parseReaderState(reader, newRollout(null))
}
