import type { PriceOverride } from '../../contract/prices.ts'
import type { Outcome, Problem } from '../../contract/problem.ts'
import type { ForwardView, ReceiverView, StepView, TelemetryState } from '../../contract/telemetry.ts'
import type { Settings } from '../../contract/settings.ts'
import type { Encoding, Signal } from '../otlp/points.ts'
import type { StreamState, TelemetryBatch } from '../store/telemetry-types.ts'

/** A request as a receiver took it: checked, unpacked, not decoded. */
export interface Received {
  signal: Signal
  encoding: Encoding
  protocol: 'http' | 'grpc'
  /** Decompressed; at most `BODY_LIMIT` bytes. */
  body: Uint8Array
  /** Milliseconds since the epoch. */
  at: number
}

/** What became of it. Only what was `taken` is durable. */
export type Taken =
  | { did: 'taken'; rejected: number; why: string }
  /** Not decodable at all: to be sent never again. */
  | { did: 'malformed'; why: string }
  /** Too much at once, or it could not be stored: to be sent again. */
  | { did: 'busy'; retryAfterMs: number; why: string }

/** Where receivers hand requests to. Resolves after the commit. Never rejects. */
export interface Intake {
  take(request: Received): Promise<Taken>
}

export interface RunningReceiver {
  view(): ReceiverView
  /** Takes no new request, lets what is under way be answered for a moment, frees the port. */
  close(): Promise<void>
}

/** Sends on what was received. `keep` is durable when it resolves; what does not fit lets the oldest go, counted. */
export interface Forwarder {
  keep(requests: Received[]): Promise<void>
  /** Something of Baton's own, when the settings want that. */
  own(event: OwnEvent): void
  view(): ForwardView
  close(): Promise<void>
}

/** The processor, from decoding to the commit. */
export interface Processor extends Intake {
  steps(): StepView[]
  received(): TelemetryState['received']
  queue(): TelemetryState['queue']
  lastError(): TelemetryState['lastError']
  /** Commits what waits; nothing is taken afterwards. */
  close(): Promise<void>
}

/** What the processor needs of the store, which lies beyond a thread. Rejects as the store does. */
export interface TelemetryLedger {
  commit(batch: TelemetryBatch): Promise<void>
  streams(keys: string[]): Promise<StreamState[]>
  seen(since: number): Promise<Uint8Array[]>
}

export type TelemetrySettings = Settings['telemetry']
export type ForwardSettings = NonNullable<TelemetrySettings['forward']>

/** Something of Baton's own, to be forwarded as a log record beside what was received. */
export interface OwnEvent {
  name: string
  /** Milliseconds since the epoch. */
  at: number
  attributes: Record<string, string | number | boolean>
}

/** What the thread of the receiver is started with. */
export interface ThreadInput {
  settings: TelemetrySettings
  /** Where the queue of what is forwarded lies. */
  dataDir: string
  version: string
  /** For forwarding, or why they cannot be had; null: nothing is forwarded. */
  forwardHeaders: Outcome<Record<string, string>> | null
  /** A person's own prices; left out: none. */
  prices?: readonly PriceOverride[]
}

/** From the core to the thread. */
export type ToThread =
  | { type: 'ledger-done'; id: number; ok: true; value: unknown }
  | { type: 'ledger-done'; id: number; ok: false; problem: Problem }
  | { type: 'own-event'; event: OwnEvent }
  | { type: 'prices'; prices: readonly PriceOverride[] }
  | { type: 'state'; id: number }
  | { type: 'close' }

/** The parts of the state that the thread knows. */
export type ThreadState = Omit<TelemetryState, 'unknown'>

/** From the thread to the core. */
export type FromThread =
  | { type: 'started'; receivers: ReceiverView[] }
  | { type: 'ledger'; id: number; call: 'commit'; batch: TelemetryBatch }
  | { type: 'ledger'; id: number; call: 'streams'; keys: string[] }
  | { type: 'ledger'; id: number; call: 'seen'; since: number }
  | { type: 'state'; id: number; state: ThreadState }
  | { type: 'fault'; what: string }
  | { type: 'closed' }
