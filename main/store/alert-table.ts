import type { Database } from 'better-sqlite3'
import type { Alert, AlertDelivery } from '../../contract/alerts.ts'
import { recentUsageTable } from './recent-usage-table.ts'
import type { AlertChange, AlertRow, AlertStore, DeliveryRow } from './alert-types.ts'

/** The store's calls as they are answered within its thread. */
export type AlertCalls = {
  [M in keyof AlertStore]: (...args: Parameters<AlertStore[M]>) => Awaited<ReturnType<AlertStore[M]>>
}

interface Row {
  id: string
  rule_id: string
  subject_key: string
  body: string
  fired_at: string
  ended_at: string | null
  acknowledged_at: string | null
}

interface DeliveryColumns {
  alert_id: string
  channel: string
  event: string
  state: string
  why: string | null
  tries: number
  at: string
  due_at: number | null
}

export function alertTable(database: Database): AlertCalls {
  const insert = database.prepare<Row>(
    `INSERT INTO alerts VALUES (@id, @rule_id, @subject_key, @body, @fired_at, @ended_at, @acknowledged_at)`,
  )
  const end = database.prepare<[string, string]>(`UPDATE alerts SET ended_at = ? WHERE id = ? AND ended_at IS NULL`)
  const standing = database.prepare<[], Row>(`SELECT * FROM alerts WHERE ended_at IS NULL ORDER BY fired_at, id`)
  const latest = database.prepare<[number], Row>(`SELECT * FROM alerts ORDER BY fired_at DESC, id DESC LIMIT ?`)
  const latestStanding = database.prepare<[number], Row>(
    `SELECT * FROM alerts WHERE ended_at IS NULL ORDER BY fired_at DESC, id DESC LIMIT ?`,
  )
  const acknowledge = database.prepare<[string, string]>(
    `UPDATE alerts SET acknowledged_at = ? WHERE id = ? AND acknowledged_at IS NULL`,
  )
  const deliveriesOf = database.prepare<[string], DeliveryColumns>(
    `SELECT * FROM alert_deliveries WHERE alert_id = ?
      ORDER BY channel = 'in-app' DESC, channel = 'desktop' DESC, channel, event DESC`,
  )
  const openOnes = database.prepare<[], DeliveryColumns>(
    `SELECT alert_deliveries.* FROM alert_deliveries INDEXED BY alert_deliveries_open
      JOIN alerts ON id = alert_id
      WHERE state IN ('held', 'retrying')
        AND (state = 'retrying' OR event = 'ended' OR (ended_at IS NULL AND acknowledged_at IS NULL))
      ORDER BY alert_id, channel, event DESC`,
  )
  const one = database.prepare<[string], Row>(`SELECT * FROM alerts WHERE id = ?`)
  const oneDelivery = database.prepare<[string, string, string], DeliveryColumns>(
    `SELECT * FROM alert_deliveries WHERE alert_id = ? AND channel = ? AND event = ?`,
  )
  const put = database.prepare<DeliveryColumns>(
    `INSERT OR REPLACE INTO alert_deliveries
      VALUES (@alert_id, @channel, @event, @state, @why, @tries, @at, @due_at)`,
  )
  const drop = database.prepare<[string, string, string]>(
    `DELETE FROM alert_deliveries WHERE alert_id = ? AND channel = ? AND event = ?`,
  )
  const prune = database.prepare<{ before: string; keep: number }>(
    `DELETE FROM alerts WHERE ended_at IS NOT NULL AND (fired_at < @before OR id IN
      (SELECT id FROM alerts WHERE ended_at IS NOT NULL ORDER BY fired_at DESC, id DESC LIMIT -1 OFFSET @keep))`,
  )
  const save = (row: DeliveryRow): void => void put.run(columnsOf(row))

  const record = database.transaction(({ fired, ended, deliveries }: AlertChange) => {
    for (const row of fired) insert.run(rowOf(row))
    for (const { id, at } of ended) end.run(at, id)
    for (const row of deliveries) save(row)
  })
  const acknowledgeAll = database.transaction((ids: string[], at: string) =>
    ids.filter((id) => acknowledge.run(at, id).changes > 0),
  )
  return {
    ...recentUsageTable(database),
    recordAlerts: (change) => record.immediate(change),
    standingAlerts: () => standing.all().map(alertOf),
    alerts: database.transaction(({ limit, standing: only }: { limit: number; standing: boolean }) =>
      (only ? latestStanding : latest).all(limit).map((row): Alert => {
        const { key: _key, channels: _channels, ...alert } = alertOf(row)
        return { ...alert, deliveries: deliveriesOf.all(row.id).map(deliveryOf) }
      }),
    ),
    acknowledgeAlerts: (ids, at) => acknowledgeAll.immediate(ids, at),
    openDeliveries: database.transaction(() =>
      openOnes.all().flatMap((row) => {
        const alert = one.get(row.alert_id)
        return alert === undefined ? [] : [{ delivery: deliveryRowOf(row), alert: alertOf(alert) }]
      }),
    ),
    delivery: (alertId, channel, event) => {
      const row = oneDelivery.get(alertId, channel, event)
      return row === undefined ? null : deliveryRowOf(row)
    },
    dropDelivery: (alertId, channel, event) => void drop.run(alertId, channel, event),
    saveDelivery: save,
    pruneAlerts: (before, keep) => prune.run({ before, keep }).changes,
  }
}

function rowOf({ id, ruleId, key, firedAt, endedAt, acknowledgedAt, ...body }: AlertRow): Row {
  const times = { fired_at: firedAt, ended_at: endedAt, acknowledged_at: acknowledgedAt }
  return { id, rule_id: ruleId, subject_key: key, body: JSON.stringify(body), ...times }
}

function alertOf({ id, rule_id, subject_key, body, fired_at, ended_at, acknowledged_at }: Row): AlertRow {
  const kept = JSON.parse(body) as Omit<AlertRow, 'id' | 'ruleId' | 'key' | 'firedAt' | 'endedAt' | 'acknowledgedAt'>
  const times = { firedAt: fired_at, endedAt: ended_at, acknowledgedAt: acknowledged_at }
  return { ...kept, id, ruleId: rule_id, key: subject_key, ...times }
}

function columnsOf({ alertId, channel, event, state, why, tries, at, dueAt }: DeliveryRow): DeliveryColumns {
  return { alert_id: alertId, channel, event, state, why, tries, at, due_at: dueAt }
}

function deliveryRowOf(row: DeliveryColumns): DeliveryRow {
  const { alert_id, event, due_at } = row
  return { ...deliveryOf(row), alertId: alert_id, event: event as DeliveryRow['event'], dueAt: due_at }
}

function deliveryOf({ channel, event, state, why, tries, at }: DeliveryColumns): AlertDelivery {
  return { channel, event: event as DeliveryRow['event'], state: state as AlertDelivery['state'], why, tries, at }
}
