import Sqlite from 'better-sqlite3'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { alertTable, type AlertCalls } from '../store/alert-table.ts'
import type { AlertRow, AlertStore, DeliveryRow, OpenDelivery } from '../store/alert-types.ts'
import { migrate } from '../store/migrations.ts'
import { openDeliveries, type Deliveries, type Unsent } from './deliveries.ts'
import type { Sent } from './sent.ts'

const AT = '2026-11-22T12:00:00.000Z'
const QUICK = { firstWaitMs: 1, longestWaitMs: 2, closeMs: 50 }

let table: AlertCalls
let told: string[]
let answer: (alert: AlertRow, delivery: DeliveryRow, stop: AbortSignal) => Promise<Sent | Unsent>

beforeEach(() => {
  const database = new Sqlite(':memory:')
  migrate(database)
  table = alertTable(database)
  told = []
  answer = async () => ({ did: 'sent', why: null })
})

async function open(pace = QUICK): Promise<Deliveries> {
  const store: Pick<AlertStore, 'openDeliveries' | 'delivery' | 'saveDelivery' | 'dropDelivery'> = {
    openDeliveries: async () => table.openDeliveries(),
    delivery: async (...args) => table.delivery(...args),
    saveDelivery: async (row) => table.saveDelivery(row),
    dropDelivery: async (...args) => table.dropDelivery(...args),
  }
  const deliveries = await openDeliveries({
    store,
    pace,
    now: () => Date.now(),
    told: () => {},
    fault: (error) => void told.push(`fault ${String(error)}`),
    tell(alert, delivery, stop) {
      told.push(`${alert.id} ${delivery.channel} ${delivery.event}${alert.endedAt === null ? '' : ' over'}`)
      return answer(alert, delivery, stop)
    },
  })
  onTestFinished(() => deliveries.close())
  return deliveries
}

function alert(id: string): AlertRow {
  const about = { project: null, seriesId: null, sessionId: null, subject: '', title: '', body: '' }
  const figures = { fact: 'context', value: 91, above: 90, urgent: false } as const
  const times = { firedAt: AT, endedAt: null, acknowledgedAt: null }
  return { id, key: id, ruleId: 'r', ...about, ...figures, ...times, channels: ['hook'] }
}

/** Stored as the desk does it: an alert that fired, or one that is over. */
function fires(row: AlertRow, channel = 'hook'): OpenDelivery {
  const delivery = toTell(row, channel, 'fired')
  table.recordAlerts({ fired: [row], ended: [], deliveries: [delivery] })
  return { alert: row, delivery }
}

function ends(row: AlertRow, channel = 'hook'): OpenDelivery {
  const over = { ...row, endedAt: AT }
  const delivery = toTell(over, channel, 'ended')
  table.recordAlerts({ fired: [], ended: [{ id: row.id, at: AT }], deliveries: [delivery] })
  return { alert: over, delivery }
}

function toTell({ id }: AlertRow, channel: string, event: DeliveryRow['event']): DeliveryRow {
  return { alertId: id, channel, event, state: 'retrying', why: null, tries: 0, at: AT, dueAt: Date.parse(AT) }
}

const kept = (id: string, event: DeliveryRow['event'] = 'fired', channel = 'hook') => table.delivery(id, channel, event)

it('is told once', async () => {
  const deliveries = await open()
  deliveries.add([fires(alert('a'))])
  await vi.waitFor(() => expect(kept('a')).toMatchObject({ state: 'sent', tries: 1, why: null, dueAt: null }))
  deliveries.look()
  await deliveries.close()
  expect(told).toEqual(['a hook fired'])
})

describe('what fails', () => {
  it('is tried again after a while, five times in all', async () => {
    answer = async () => ({ did: 'later', why: 'it answered 503' })
    const deliveries = await open()
    deliveries.add([fires(alert('a'))])
    await vi.waitFor(() => expect(kept('a')).toMatchObject({ state: 'failed', tries: 5, why: 'it answered 503' }))
    expect(told).toHaveLength(5)
  })

  it('waits longer each time, and says when it is tried next', async () => {
    answer = async () => ({ did: 'later', why: 'x' })
    const deliveries = await open({ ...QUICK, firstWaitMs: 60_000, longestWaitMs: 600_000 })
    const began = Date.now()
    deliveries.add([fires(alert('a'))])
    await vi.waitFor(() => expect(kept('a')).toMatchObject({ state: 'retrying', tries: 1 }))
    const wait = (kept('a')?.dueAt ?? 0) - began
    expect(wait).toBeLessThan(150_000)
    expect(wait).toBeGreaterThan(0)
  })

  it('is not tried again where that is of no use', async () => {
    answer = async () => ({ did: 'never', why: 'it answered 404' })
    const deliveries = await open()
    deliveries.add([fires(alert('a'))])
    await vi.waitFor(() => expect(kept('a')).toMatchObject({ state: 'failed', tries: 1 }))
  })

  it('is told by the next core, and what was told is not', async () => {
    let stopped = false
    answer = async (row, _, stop) => {
      if (row.id === 'a') return { did: 'sent', why: null }
      await new Promise((resolve) => stop.addEventListener('abort', resolve))
      stopped = true
      return { did: 'later', why: 'cut off' }
    }
    const before = await open()
    before.add([fires(alert('a')), fires(alert('b'))])
    await vi.waitFor(() => expect(told).toHaveLength(2))
    await before.close()
    expect(stopped).toBe(true)
    expect(kept('b')).toMatchObject({ state: 'retrying', tries: 0 })
    told = []
    answer = async () => ({ did: 'sent', why: null })
    const after = await open()
    after.look()
    await vi.waitFor(() => expect(kept('b')).toMatchObject({ state: 'sent', tries: 1 }))
    expect(told).toEqual(['b hook fired'])
  })

  it('holds up no other channel', async () => {
    answer = async (_, { channel }, stop) => {
      if (channel === 'slow') await new Promise((resolve) => stop.addEventListener('abort', resolve))
      return { did: 'sent', why: null }
    }
    const deliveries = await open()
    deliveries.add([fires(alert('a'), 'slow'), fires(alert('b')), fires(alert('c'), 'slow')])
    await vi.waitFor(() => expect(kept('b')?.state).toBe('sent'))
    expect(told).toEqual(['a slow fired', 'b hook fired'])
  }, 5_000)
})

describe('what is held', () => {
  it('is told when it may be, while the alert stands', async () => {
    answer = async () => ({ did: 'hold', why: 'quiet hours' })
    const deliveries = await open()
    deliveries.add([fires(alert('a')), fires(alert('b')), fires(alert('c'))])
    await vi.waitFor(() => expect(kept('c')).toMatchObject({ state: 'held', tries: 0, why: 'quiet hours' }))
    deliveries.changed([{ ...alert('c'), acknowledgedAt: AT }])
    deliveries.add([ends(alert('b'))])
    deliveries.changed([{ ...alert('b'), endedAt: AT }])
    await vi.waitFor(() => expect(kept('b', 'ended')).toBeNull())
    answer = async () => ({ did: 'sent', why: null })
    deliveries.look()
    await vi.waitFor(() => expect(kept('a')?.state).toBe('sent'))
    await deliveries.close()
    expect(kept('b')).toMatchObject({ state: 'held' })
    expect(kept('c')).toMatchObject({ state: 'held' })
  })
})

describe('that it is over', () => {
  it('is told after that it fired', async () => {
    let tries = 0
    answer = async (_, { event }) =>
      event === 'fired' && ++tries < 3 ? { did: 'later', why: 'x' } : { did: 'sent', why: null }
    const deliveries = await open()
    const row = alert('a')
    deliveries.add([fires(row)])
    const over = ends(row)
    deliveries.changed([over.alert])
    deliveries.add([over])
    await vi.waitFor(() => expect(kept('a', 'ended')?.state).toBe('sent'), 5_000)
    expect(told.at(-1)).toBe('a hook ended over')
    expect(told.filter((one) => one.includes('fired'))).toHaveLength(3)
    expect(told.filter((one) => one.includes('ended'))).toHaveLength(1)
  })

  it('is not told to whom it was never told that it fired', async () => {
    answer = async () => ({ did: 'never', why: 'gone' })
    const deliveries = await open()
    deliveries.add([fires(alert('a'))])
    await vi.waitFor(() => expect(kept('a')?.state).toBe('failed'))
    deliveries.add([ends(alert('a'))])
    await vi.waitFor(() => expect(kept('a', 'ended')).toBeNull())
    expect(told).toEqual(['a hook fired'])
  })
})

it('is told no more once it was acknowledged', async () => {
  answer = async () => ({ did: 'later', why: 'x' })
  const deliveries = await open({ ...QUICK, firstWaitMs: 300, longestWaitMs: 400 })
  deliveries.add([fires(alert('a'))])
  await vi.waitFor(() => expect(kept('a')?.tries).toBe(1))
  deliveries.changed([{ ...alert('a'), acknowledgedAt: AT }])
  await vi.waitFor(
    () => expect(kept('a')).toMatchObject({ state: 'held', why: expect.stringContaining('acknowledged') }),
    5_000,
  )
  expect(told).toEqual(['a hook fired'])
})
