import type { AgentName, TelemetrySession, TelemetrySignal, UnknownName } from '../../contract/telemetry.ts'
import type { TokenCounts } from '../../contract/usage.ts'

/** What telemetry is told apart by. A session that is not named is told apart by `origin`, a hash of its sender. */
export interface TelemetrySource {
  agent: AgentName
  /** The session id, or `origin:<hash>`. */
  key: string
  sessionId: string | null
  /** The launch of ours that the sender names; null: none. */
  launchId: string | null
  /** As the sender names it. */
  project: string | null
}

/** What was told of one name within one minute, added to what is kept already. */
export interface TelemetryMinute {
  /** `TelemetrySource.key`; the source comes in the same batch or came before. */
  source: string
  /** Minutes since the epoch, of the point's own time. */
  minute: number
  signal: TelemetrySignal
  name: string
  known: boolean
  unit: string
  model: string
  /** Token type, tool, outcome …; "" for nothing. */
  type: string
  /** Points. */
  count: number
  /** Sum of their values (gauges: the last one, see `last`). */
  value: number
  /** A gauge: replaces what is kept instead of being added. */
  last: boolean
}

/** One API response that telemetry told of; counted once by `id`. */
export interface TelemetryRequestRow {
  /** The API's own request id, else a hash of the record (`otlp:<hash>`). */
  id: string
  /** False: `id` is a hash; a transcript's line is then found by session, model, tokens and time. */
  byRequestId: boolean
  source: string
  agent: AgentName
  model: string
  tokens: TokenCounts
  reasoning: number
  /** The agent's own figure, USD; null: it gives none. */
  costUsd: number | null
  /** By list prices, where the agent gives none; null or left out: no price is known. */
  listUsd?: number | null
  /** Fast mode, which has prices of its own. Left out: the usual speed. */
  fast?: boolean
  querySource: string
  main: boolean
  /** Milliseconds since the epoch. */
  at: number
}

/** How far one stream of a sender has been counted, so that no point counts twice, nor across a restart of Baton. */
export interface StreamState {
  /** Hash of everything that names the stream. */
  key: string
  /** Opaque to the store. */
  body: string
  /** Milliseconds since the epoch; streams that were silent for long are let go of. */
  at: number
}

/** What one commit makes durable, in one transaction. */
export interface TelemetryBatch {
  at: number
  sources: TelemetrySource[]
  minutes: TelemetryMinute[]
  requests: TelemetryRequestRow[]
  streams: StreamState[]
  /** Hashes of the points of this batch, 8 bytes each. */
  seen: Uint8Array
}

/** A figure over time or by kind, for a dashboard. */
export interface TelemetryQuery {
  signal: TelemetrySignal
  name: string
  /** Milliseconds since the epoch; `until` is not included. */
  from: number
  until: number
  /** Milliseconds of one bucket: a minute, an hour or a day; null: one bucket for all. Longer ones are read from roll-ups. */
  step: 'minute' | 'hour' | 'day' | null
  by: ('agent' | 'model' | 'type' | 'session')[]
  /** Only of this session. */
  source?: string
}

export interface TelemetryFigure {
  /** Milliseconds since the epoch; null without a step. */
  at: number | null
  agent: AgentName | null
  model: string | null
  type: string | null
  /** `TelemetrySource.key`. */
  source: string | null
  count: number
  value: number
}

/** Tokens and cost of everything in the ledger: transcripts, and what telemetry told beside them. */
export interface LedgerTotals {
  agent: AgentName
  model: string
  tokens: TokenCounts
  costUsd: number
  requests: number
}

/** How much of a session's transcript telemetry told of. */
export interface Capture {
  sessionId: string
  /** Requests in the transcript since telemetry was first heard of the session. */
  requests: number
  /** Of these, told by telemetry too. */
  captured: number
  /** Told by telemetry alone (compaction requests, lost transcripts). */
  beside: number
}

export interface TelemetryStore {
  recordTelemetry(batch: TelemetryBatch): Promise<void>
  /** Those that are known, of the keys asked for. */
  telemetryStreams(keys: string[]): Promise<StreamState[]>
  /** The hashes of each batch committed since then (ms since the epoch), oldest first; of the newest 8 MiB of them. */
  telemetrySeen(since: number): Promise<Uint8Array[]>
  telemetryFigures(query: TelemetryQuery): Promise<TelemetryFigure[]>
  telemetrySessions(limit: number): Promise<TelemetrySession[]>
  telemetryUnknown(): Promise<UnknownName[]>
  ledgerTotals(): Promise<LedgerTotals[]>
  captures(sessionIds: string[]): Promise<Capture[]>
  /**
   * Lets go of minutes and hashes before these times (ms since the epoch), and of streams silent since `streams`. True: there is
   * more, to be asked for again; one call lets go of a piece, so that nothing waits long behind it.
   */
  pruneTelemetry(before: { minutes: number; seen: number; streams: number }): Promise<boolean>
}
