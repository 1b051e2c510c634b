import type { SeriesStatus, SessionState } from '../../../contract/series.ts'
import type { ReceiverView, TelemetrySignal } from '../../../contract/telemetry.ts'
import type { TokenCounts } from '../../../contract/usage.ts'

/** Everything measured that one answer of `/metrics` tells. Null: unknown, and then absent there. */
export interface MetricsInput {
  version: string
  /** Hosted ones that live. */
  sessions: Record<Exclude<SessionState, 'ended'>, number>
  series: Record<SeriesStatus, number>
  hosted: HostedFigures[]
  ledger: LedgerCount[]
  cycles: CycleFigures
  telemetry: TelemetryFigures | null
}

/** A series that runs or has a live session, under the names that labels may have. */
export interface HostedFigures {
  project: string
  series: string
  contextTokens: number | null
  /** 0 to 1. */
  contextRatio: number | null
  /** 0 to 1. */
  captured: number | null
  /** Milliseconds since the epoch; null: it does not run. */
  activeAt: number | null
}

/** Of bounded models; none of its figures is ever lower than before. */
export interface LedgerCount {
  agent: string
  model: string
  tokens: TokenCounts
  /** Null: nothing of it has a price. */
  costUsd: number | null
}

export const CYCLE_OUTCOMES = ['agent', 'mechanical', 'stopped'] as const
export type CycleOutcome = (typeof CYCLE_OUTCOMES)[number]

export interface CycleFigures {
  outcomes: Record<CycleOutcome, number>
  /** All since the store was made; later calls only add at the end. */
  cycleSeconds: readonly number[]
  checkpointSeconds: readonly number[]
}

export interface TelemetryFigures {
  received: Record<TelemetrySignal, Record<string, number>>
  receivers: Pick<ReceiverView, 'protocol' | 'state'>[]
  queues: { receive: number | null; forward: number | null }
}
