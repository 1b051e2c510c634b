import { z } from 'zod'

const Text = z.string().nullable()
const Time = z.number().nullable()

/** What one file's reader needs to go on where it was left; kept as JSON. Another shape: the file is read anew. */
const SoFar = z.strictObject({
  version: z.literal(1),
  /** Of the last response, for requests that failed and name none. */
  model: Text,
  /** Time of the last request, ms since the epoch, for one that has none. */
  requestAt: Time,
  /** Of the first line that has one. */
  firstAt: Time,
  lastAt: Time,
  /** Lines at its start that were looked at for what follows. */
  firstLines: z.number(),
  /** Folder of the first line that names one. */
  cwd: Text,
  /** The session that lines without a name of it belong to. */
  sessionId: Text,
  personsTitle: Text,
  agentsTitle: Text,
  /** It begins with copies of another session's lines. */
  isFork: z.boolean(),
  /** The cost that was reported last, USD. */
  reportedUsd: z.number().nullable(),
})
export type SoFar = z.infer<typeof SoFar>

export function nothingSoFar(sessionId: string | null): SoFar {
  const times = { requestAt: null, firstAt: null, lastAt: null }
  const names = { model: null, cwd: null, sessionId, personsTitle: null, agentsTitle: null }
  return { version: 1, ...times, ...names, firstLines: 0, isFork: false, reportedUsd: null }
}

/** Null: it was written by another version. */
export function parseSoFar(reader: string): SoFar | null {
  try {
    return SoFar.safeParse(JSON.parse(reader)).data ?? null
  } catch {
    // No JSON: whatever it was, reading begins anew.
    return null
  }
}
