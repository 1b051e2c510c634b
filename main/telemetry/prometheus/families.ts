/** What `/metrics` tells, beside the process's own figures. docs/prometheus.md has the same table. */
export interface Family {
  type: 'gauge' | 'counter' | 'histogram'
  labels: readonly string[]
  help: string
  /** Upper bounds of a histogram, seconds. */
  buckets?: readonly number[]
}

/** A handover takes a turn of the agent, the end of one session and the start of another: seconds to many minutes. */
const HANDOVER_BUCKETS = [5, 10, 20, 30, 60, 120, 300, 600, 1_200, 3_600] as const

export const FAMILIES = {
  baton_build_info: { type: 'gauge', labels: ['version'], help: 'Always 1; the version that runs.' },
  baton_context_used_ratio: {
    type: 'gauge',
    labels: ['project', 'series'],
    help: 'Share of the context window that the live session of a series uses, 0 to 1. Absent while unknown.',
  },
  baton_context_tokens: {
    type: 'gauge',
    labels: ['project', 'series'],
    help: 'Tokens in the context of the live session of a series. Absent while unknown.',
  },
  baton_tokens_total: {
    type: 'counter',
    labels: ['agent', 'model', 'type'],
    help: 'Tokens of all API responses in the ledger, hosted or not. Goes on over restarts.',
  },
  baton_cost_usd_total: {
    type: 'counter',
    labels: ['agent', 'model'],
    help: 'Cost in USD at list prices of all API responses in the ledger. Goes on over restarts. Absent without a price.',
  },
  baton_sessions: { type: 'gauge', labels: ['state'], help: 'Sessions hosted now, by what they do.' },
  baton_series: { type: 'gauge', labels: ['state'], help: 'Series in the store, by state.' },
  baton_series_activity_timestamp_seconds: {
    type: 'gauge',
    labels: ['project', 'series'],
    help: 'When a running series last moved or its context was last measured, Unix time.',
  },
  baton_cycles_total: {
    type: 'counter',
    labels: ['outcome'],
    help: 'Handovers from one session to the next: by the agent, mechanical, or stopped before one was kept. Goes on over restarts.',
  },
  baton_cycle_seconds: {
    type: 'histogram',
    labels: [],
    help: 'From the request of a checkpoint to the start of the next session, of cycles that waited for nobody. Goes on over restarts.',
    buckets: HANDOVER_BUCKETS,
  },
  baton_checkpoint_seconds: {
    type: 'histogram',
    labels: [],
    help: 'From the request of a checkpoint to its being kept, of those that waited for nobody. Goes on over restarts.',
    buckets: HANDOVER_BUCKETS,
  },
  baton_otlp_received_total: {
    type: 'counter',
    labels: ['signal', 'outcome'],
    help: 'OTLP points, records and spans since the core started, by what became of them.',
  },
  baton_otlp_captured_ratio: {
    type: 'gauge',
    labels: ['project', 'series'],
    help: 'Share of the live session’s API requests that telemetry told of, 0 to 1. Absent where it does not export to Baton.',
  },
  baton_otlp_receiver_up: {
    type: 'gauge',
    labels: ['protocol'],
    help: '1: the receiver is bound, 0: it could not be. Absent where it is switched off.',
  },
  baton_queue_depth: {
    type: 'gauge',
    labels: ['queue'],
    help: 'Requests that wait: to be stored (receive), to be sent on (forward).',
  },
} as const satisfies Record<`baton_${string}`, Family>

export type FamilyName = keyof typeof FAMILIES
