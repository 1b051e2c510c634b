import type { AgentName } from '../../contract/telemetry.ts'
import type { TokenCounts } from '../../contract/usage.ts'
import type { Attributes, LogPoint, MetricPoint, Scope, SpanPoint } from '../otlp/points.ts'

/** One API response, as the agent's telemetry tells of it. */
export interface ToldRequest {
  /** The API's own id of it; null: not told. */
  requestId: string | null
  model: string
  /** Tokens; without cached ones in `input`. */
  tokens: TokenCounts
  /** Output tokens that were spent on reasoning; part of `tokens.output`. */
  reasoning: number
  /** The agent's own figure, USD; null: it gives none. */
  costUsd: number | null
  /** By list prices, where it gives none: see `withListPrices`. */
  listUsd?: number | null
  /** Fast mode, which has prices of its own. Left out: the usual speed. */
  fast?: boolean
  /** What asked: the agent's own word (`repl_main_thread`, `compact` …); "" for unknown. */
  querySource: string
  /** Asked by the main thread: its tokens are the context. */
  main: boolean
  durationMs: number | null
}

/** What one record or point means. `name` without the agent's prefix. */
export interface Meaning {
  name: string
  /** False: this version of Baton does not know the name. It is counted and shown all the same. */
  known: boolean
  model: string
  /** What it is told apart by beside the model: token type, tool, outcome …; "" for nothing. */
  type: string
  /** Added up over time: 1 for an event, tokens, USD, seconds …, in `unit`. Null: the point's own value is. */
  value: number | null
  unit: string
  request: ToldRequest | null
}

/** All that is peculiar to one agent's telemetry. Pure; nothing here throws, whatever was sent. */
export interface AgentTelemetry {
  agent: AgentName
  /** It sent this. */
  owns(resource: Attributes, scope: Scope): boolean
  /** The session that a point or record is of; null: it does not say. */
  session(attributes: Attributes, resource: Attributes): string | null
  log(record: LogPoint): Meaning
  metric(point: MetricPoint): Meaning
  span(span: SpanPoint): Meaning
}
