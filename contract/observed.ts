import { z } from 'zod'
import { ContextForecast } from './forecast.ts'
import { SessionState } from './series.ts'
import { AgentName } from './telemetry.ts'
import { ContextReading, TokenCounts } from './usage.ts'

const Count = z.number().int().nonnegative()

/** A session that was found by its transcript, hosted or not. */
export const ObservedSession = z.object({
  agent: AgentName,
  sessionId: z.string(),
  /** Real path of its folder; null: not known. */
  project: z.string().nullable(),
  /** A name that its person or its agent gave it; null: none. */
  title: z.string().nullable(),
  state: SessionState,
  /** What `state` was read from. */
  stateSource: z.enum(['hooks', 'registry', 'process', 'transcript']),
  /** Of a session that waits: "permission prompt", "input needed" …; null: not known, or it does not wait. */
  waitingFor: z.string().nullable(),
  /** Its process, where that is known to be alive. */
  pid: z.number().int().nullable(),
  startedAt: z.string(),
  /** The last line of its transcript. */
  lastAt: z.string(),
  model: z.string().nullable(),
  context: ContextReading.nullable(),
  forecast: ContextForecast.nullable(),
  requests: Count,
  turns: Count,
  /** Subagents that worked for it. */
  subagents: Count,
  tokens: TokenCounts,
  /** USD of its priced requests. */
  costUsd: z.number(),
  unpriced: Count,
  /** What the agent itself says that it cost beyond `costUsd`; null: it said nothing. */
  unattributedUsd: z.number().nullable(),
  /** Share of its requests that telemetry told of, too; null: none was told. */
  captured: z.number().nullable(),
  /** The series that hosts it or hosted it; null: none. */
  seriesId: z.string().nullable(),
  /** Other sessions that live in the same folder now. */
  parallel: Count,
  /** Whether it can go on as a hosted session; else why not. */
  adopt: z.object({ can: z.boolean(), why: z.string().nullable() }),
})
export type ObservedSession = z.infer<typeof ObservedSession>

/** How far the reading of all transcripts of this machine is. */
export const ScanState = z.object({
  /** `first`: reads what it never saw. `following`: all is read, changes are read as they come. `off`: switched off. */
  phase: z.enum(['off', 'first', 'following']),
  files: z.object({ done: Count, total: Count }),
  bytes: z.object({ done: Count, total: Count }),
  sessions: Count,
  startedAt: z.string(),
  /** When the last look ended; null: none has. */
  lastAt: z.string().nullable(),
  /** Milliseconds that the last whole look took. */
  lastMs: z.number().nullable(),
  /** Folders that are looked through. */
  roots: z.array(z.object({ agent: AgentName, path: z.string(), there: z.boolean(), files: Count })),
  /** What could not be read, the latest first: a folder without permission, a damaged file. */
  problems: z.array(z.object({ path: z.string(), why: z.string() })),
  /** Problems in all. */
  problemCount: Count,
  /** Lines of which a part or all could not be read. */
  damagedLines: Count,
})
export type ScanState = z.infer<typeof ScanState>

/** Where no transcripts are looked for. */
export function noScan(startedAt: string): ScanState {
  const nothing = { done: 0, total: 0 }
  const look = { lastAt: null, lastMs: null, roots: [], problems: [], problemCount: 0, damagedLines: 0 }
  return { phase: 'off', files: nothing, bytes: nothing, sessions: 0, startedAt, ...look }
}
