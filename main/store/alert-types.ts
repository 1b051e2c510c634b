import type { Alert, AlertDelivery } from '../../contract/alerts.ts'
import type { AgentName } from '../../contract/telemetry.ts'

/** An alert with what only the core needs. */
export interface AlertRow extends Omit<Alert, 'deliveries'> {
  /** What it is about, told apart from all else of its rule. */
  key: string
  /** Those of its rule when it fired. */
  channels: string[]
}

/** One thing to tell over one channel. */
export interface DeliveryRow extends AlertDelivery {
  alertId: string
  event: 'fired' | 'ended'
  /** When it is to be tried next, ms since the epoch; null: it is settled, or waits for what has no time. */
  dueAt: number | null
}

export interface OpenDelivery {
  delivery: DeliveryRow
  alert: AlertRow
}

/** What one look at all facts brought; one transaction. */
export interface AlertChange {
  fired: AlertRow[]
  ended: { id: string; at: string }[]
  deliveries: DeliveryRow[]
}

/** Requests of a scope of the ledger since a moment (ms since the epoch). Null: all. */
export interface RecentUsageQuery {
  since: number
  project: string | null
  agent: AgentName | null
}

export interface RecentUsage {
  /** Responses of a model. */
  requests: number
  errors: number
  /** USD of what has a price. */
  costUsd: number
}

export interface RecentUsageStore {
  recentUsage(query: RecentUsageQuery): Promise<RecentUsage>
}

export interface AlertStore extends RecentUsageStore {
  recordAlerts(change: AlertChange): Promise<void>
  /** Those that stand, oldest first. */
  standingAlerts(): Promise<AlertRow[]>
  /** The latest first; `standing`: those alone that stand. */
  alerts(wanted: { limit: number; standing: boolean }): Promise<Alert[]>
  /** Gives the ids that were not acknowledged before. Unknown ones are none. */
  acknowledgeAlerts(ids: string[], at: string): Promise<string[]>
  /** All that is still to be told: of an alert that is over or acknowledged, its firing only where it was tried already. */
  openDeliveries(): Promise<OpenDelivery[]>
  /** Null: nothing was to be told there. */
  delivery(alertId: string, channel: string, event: DeliveryRow['event']): Promise<DeliveryRow | null>
  /** It is not to be told any more, and never was. */
  dropDelivery(alertId: string, channel: string, event: DeliveryRow['event']): Promise<void>
  saveDelivery(row: DeliveryRow): Promise<void>
  /** Takes ended ones away that fired before (ISO 8601), and the oldest ended past `keep`. How many. */
  pruneAlerts(before: string, keep: number): Promise<number>
}
