import Sqlite from 'better-sqlite3'
import { beforeEach, describe, expect, it } from 'vitest'
import { alertTable, type AlertCalls } from './alert-table.ts'
import type { AlertRow, DeliveryRow } from './alert-types.ts'
import { migrate } from './migrations.ts'

let table: AlertCalls

beforeEach(() => {
  const database = new Sqlite(':memory:')
  database.pragma('foreign_keys = ON')
  migrate(database)
  table = alertTable(database)
})

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 22, 12, minute)).toISOString()

function alert(id: string, change: Partial<AlertRow> = {}): AlertRow {
  return {
    id,
    key: `session:${id}`,
    ruleId: 'context-full',
    fact: 'context',
    subject: 'a task',
    project: '/p',
    seriesId: 's1',
    sessionId: id,
    title: 'Context is full',
    body: '91 % of the window',
    value: 91,
    above: 90,
    urgent: true,
    firedAt: at(0),
    endedAt: null,
    acknowledgedAt: null,
    channels: ['in-app', 'hook'],
    ...change,
  }
}

function delivery(alertId: string, change: Partial<DeliveryRow> = {}): DeliveryRow {
  const told = { state: 'sent', why: null, tries: 1, at: at(1), dueAt: null } as const
  return { alertId, channel: 'hook', event: 'fired', ...told, ...change }
}

describe('an alert', () => {
  it('is given back as it fired, with what each channel did', () => {
    const deliveries = [delivery('a'), delivery('a', { channel: 'in-app', at: at(0) })]
    table.recordAlerts({ fired: [alert('a')], ended: [], deliveries })
    const { key: _key, channels: _channels, ...kept } = alert('a')
    expect(table.alerts({ limit: 10, standing: false })).toEqual([
      {
        ...kept,
        deliveries: [
          { channel: 'in-app', event: 'fired', state: 'sent', why: null, tries: 1, at: at(0) },
          { channel: 'hook', event: 'fired', state: 'sent', why: null, tries: 1, at: at(1) },
        ],
      },
    ])
    expect(table.standingAlerts()).toEqual([alert('a')])
  })

  it('stands once for one rule and subject', () => {
    table.recordAlerts({ fired: [alert('a')], ended: [], deliveries: [] })
    const again = { fired: [alert('b', { key: 'session:a' })], ended: [], deliveries: [delivery('a')] }
    expect(() => table.recordAlerts(again)).toThrow(/UNIQUE/)
    expect(table.alerts({ limit: 10, standing: false })).toMatchObject([{ id: 'a', deliveries: [] }])
    table.recordAlerts({ fired: [], ended: [{ id: 'a', at: at(2) }], deliveries: [] })
    table.recordAlerts(again)
    expect(table.alerts({ limit: 10, standing: false })).toMatchObject([
      { id: 'b', endedAt: null },
      { id: 'a', endedAt: at(2) },
    ])
    expect(table.alerts({ limit: 10, standing: true })).toMatchObject([{ id: 'b' }])
  })

  it('ends once, and is acknowledged once', () => {
    table.recordAlerts({ fired: [alert('a')], ended: [], deliveries: [] })
    table.recordAlerts({ fired: [], ended: [{ id: 'a', at: at(2) }], deliveries: [] })
    table.recordAlerts({ fired: [], ended: [{ id: 'a', at: at(3) }], deliveries: [] })
    expect(table.acknowledgeAlerts(['a', 'nowhere'], at(4))).toEqual(['a'])
    expect(table.acknowledgeAlerts(['a'], at(5))).toEqual([])
    expect(table.alerts({ limit: 1, standing: false })).toMatchObject([{ endedAt: at(2), acknowledgedAt: at(4) }])
  })
})

describe('a delivery', () => {
  it('is open until it is sent or failed', () => {
    const deliveries = [
      delivery('a', { state: 'retrying', dueAt: 5_000, why: 'it answered 503' }),
      delivery('a', { channel: 'desktop', state: 'held', why: 'quiet hours' }),
      delivery('a', { channel: 'in-app' }),
    ]
    table.recordAlerts({ fired: [alert('a')], ended: [], deliveries })
    expect(table.openDeliveries()).toEqual([
      { delivery: deliveries[1], alert: alert('a') },
      { delivery: deliveries[0], alert: alert('a') },
    ])
    expect(table.delivery('a', 'in-app', 'fired')).toEqual(deliveries[2])
    expect(table.delivery('a', 'in-app', 'ended')).toBeNull()
    table.saveDelivery(delivery('a', { state: 'failed', why: 'it answered 404', tries: 2 }))
    table.dropDelivery('a', 'desktop', 'fired')
    expect(table.openDeliveries()).toEqual([])
    expect(table.alerts({ limit: 1, standing: false })[0]?.deliveries).toMatchObject([
      { channel: 'in-app', state: 'sent' },
      { channel: 'hook', state: 'failed', tries: 2 },
    ])
  })

  it('of a firing that was held is told no more once it is over or acknowledged', () => {
    const held = { state: 'held', why: 'quiet hours' } as const
    const rows = [delivery('a', held), delivery('b', held), delivery('c', { state: 'retrying' })]
    table.recordAlerts({ fired: ['a', 'b', 'c'].map((id) => alert(id)), ended: [], deliveries: rows })
    const over = [delivery('a', { ...held, event: 'ended' })]
    table.recordAlerts({ fired: [], ended: ['a', 'c'].map((id) => ({ id, at: at(3) })), deliveries: over })
    table.acknowledgeAlerts(['b'], at(3))
    expect(table.openDeliveries().map(({ delivery: { alertId, event } }) => `${alertId} ${event}`)).toEqual([
      'a ended',
      'c fired',
    ])
  })

  it('belongs to an alert', () => {
    expect(() => table.saveDelivery(delivery('nowhere'))).toThrow(/FOREIGN KEY/)
  })
})

it('lets go of what ended long ago and of too much, never of what stands', () => {
  const fired = [0, 1, 2, 3, 4].map((n) => alert(`a${n}`, { firedAt: at(n) }))
  table.recordAlerts({
    fired,
    ended: [1, 2, 3, 4].map((n) => ({ id: `a${n}`, at: at(9) })),
    deliveries: [delivery('a1')],
  })
  const ids = (): string[] => table.alerts({ limit: 10, standing: false }).map(({ id }) => id)
  expect(table.pruneAlerts(at(2), 10)).toBe(1)
  expect(ids()).toEqual(['a4', 'a3', 'a2', 'a0'])
  expect(table.pruneAlerts(at(0), 1)).toBe(2)
  expect(ids()).toEqual(['a4', 'a0'])
})
