import { z } from 'zod'

const Text = z.string().nullable()
const Time = z.number().nullable()

/** A request, to be told of again when its turn ends with it. */
const Told = z.strictObject({
  message: z.string(),
  request: z.string(),
  session: z.string(),
  model: z.string(),
  turn: z.string(),
  fast: z.boolean(),
  input: z.number(),
  output: z.number(),
  cacheRead: z.number(),
  cacheWrite5m: z.number(),
  at: z.number(),
})
export type Told = z.infer<typeof Told>

/** What was read of one rollout file so far; kept as JSON. Another shape: the file is read anew. */
const RolloutState = z.strictObject({
  version: z.literal(1),
  /** The thread whose file it is. Null: neither the file's name nor a line says. */
  threadId: Text,
  /** The thread that history was first copied from: it names requests of versions that name no turn. */
  rootId: Text,
  /** The subagent's name, where the thread is one. */
  subagent: Text,
  /** `subagent` and `startedAt` are of the file's own first line. */
  hasMeta: z.boolean(),
  cwd: Text,
  turnId: Text,
  model: Text,
  window: Time,
  fast: z.boolean(),
  /** Tokens of all requests so far, as the thread counts them. Null: no request yet. */
  total: z.number().nullable(),
  last: Told.nullable(),
  startedAt: Time,
  firstAt: Time,
  lastAt: Time,
  context: z.strictObject({ used: Time, window: Time, model: Text, at: z.number() }).nullable(),
  ending: z.enum(['turn-ended', 'working', 'unknown']),
})
export type RolloutState = z.infer<typeof RolloutState>

export function newRollout(threadId: string | null): RolloutState {
  const names = { threadId, rootId: threadId, subagent: null, hasMeta: false, cwd: null }
  const turn = { turnId: null, model: null, window: null, fast: false, total: null, last: null }
  const times = { startedAt: null, firstAt: null, lastAt: null }
  return { version: 1, ...names, ...turn, ...times, context: null, ending: 'unknown' }
}

/** Null: it was written by another version. */
export function parseRollout(reader: string): RolloutState | null {
  try {
    return RolloutState.safeParse(JSON.parse(reader)).data ?? null
  } catch {
    // No JSON: whatever it was, reading begins anew.
    return null
  }
}
