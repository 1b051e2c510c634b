import { ExponentialBackoff } from 'cockatiel'
import type { AlertRow, AlertStore, DeliveryRow, OpenDelivery } from '../store/alert-types.ts'
import type { Sent } from './sent.ts'

/** Tells what is to be told, each over its channel, until it is told or cannot be. What waits lies in the store. */
export interface Deliveries {
  /** These were stored: they are told now. */
  add(added: readonly OpenDelivery[]): void
  /** These alerts changed: what is still to be told of them is told as they are now. */
  changed(alerts: readonly AlertRow[]): void
  /** Looks at what waits for a time or for a person. */
  look(): void
  /** Lets what is under way end for a moment; what is cut off is told again at the next start. */
  close(): Promise<void>
}

/** What a channel says without having told anything. */
export type Unsent = { did: 'hold'; why: string } | { did: 'gone'; why: string }

export interface DeliveriesParts {
  store: Pick<AlertStore, 'openDeliveries' | 'delivery' | 'saveDelivery' | 'dropDelivery'>
  /** Tells one thing over one channel, as the settings are now. */
  tell(alert: AlertRow, delivery: DeliveryRow, stop: AbortSignal): Promise<Sent | Unsent>
  now(): number
  /** How an alert was told changed. */
  told(): void
  fault(error: unknown): void
  pace?: DeliveryPace
}

export interface DeliveryPace {
  /** Milliseconds, about: at random, so that many do not come at once. */
  firstWaitMs: number
  longestWaitMs: number
  /** How long one that is under way may still take at the end. */
  closeMs: number
}

/** About ten minutes for all tries. */
export const DELIVERY_PACE: DeliveryPace = { firstWaitMs: 15_000, longestWaitMs: 400_000, closeMs: 2_000 }
const TRIES = 5
/** Each wait is about so many times as long as the one before. */
const GROWTH = 3
/** Never at once. */
const LEAST_WAIT_MS = 100

/** What is still to be told is read from the store first. */
export async function openDeliveries(parts: DeliveriesParts): Promise<Deliveries> {
  const { store, pace = DELIVERY_PACE } = parts
  const open = new Map<string, OpenDelivery>()
  /** One thing at a time over one channel. */
  const busy = new Map<string, Promise<void>>()
  const stop = new AbortController()
  const closing = new AbortController()
  let timer: NodeJS.Timeout | null = null

  function keep(one: OpenDelivery): void {
    open.set(keyOf(one.delivery), one)
  }

  async function save(alert: AlertRow, delivery: DeliveryRow): Promise<void> {
    if (delivery.state === 'sent' || delivery.state === 'failed') open.delete(keyOf(delivery))
    else keep({ alert: open.get(keyOf(delivery))?.alert ?? alert, delivery })
    await store.saveDelivery(delivery)
    parts.told()
  }

  async function forget({ alertId, channel, event }: DeliveryRow): Promise<void> {
    open.delete(keyOf({ alertId, channel, event }))
    await store.dropDelivery(alertId, channel, event)
  }

  /** That it is over is told to those alone who were told that it fired. */
  async function mayTellEnd({ alert, delivery }: OpenDelivery): Promise<boolean> {
    const fired = await store.delivery(delivery.alertId, delivery.channel, 'fired')
    if (fired?.state === 'sent') return true
    if (fired?.state !== 'retrying') await forget(delivery)
    else keep({ alert, delivery: { ...delivery, dueAt: Math.max(fired.dueAt ?? 0, parts.now()) + LEAST_WAIT_MS } })
    return false
  }

  async function attempt(one: OpenDelivery): Promise<void> {
    const { delivery } = one
    if (delivery.event === 'ended' && !(await mayTellEnd(one))) return
    const { alert } = one
    if (delivery.event === 'fired' && alert.acknowledgedAt !== null) {
      open.delete(keyOf(delivery))
      const why = 'it was acknowledged before it was told'
      await store.saveDelivery({ ...delivery, state: 'held', why, dueAt: null })
      return parts.told()
    }
    const sent = await parts.tell(alert, delivery, stop.signal)
    // Cut off at the end: as if it had not been tried.
    if (stop.signal.aborted && sent.did !== 'sent') return
    const after = settled(delivery, sent, parts.now(), pace)
    if (JSON.stringify(after) !== JSON.stringify(delivery)) await save(alert, after)
  }

  async function work(channel: string): Promise<void> {
    const tried = new Set<string>()
    while (!closing.signal.aborted) {
      const next = dueOn(channel).find(({ delivery }) => !tried.has(keyOf(delivery)))
      if (next === undefined) return
      tried.add(keyOf(next.delivery))
      try {
        // oxlint-disable-next-line no-await-in-loop -- one after the other, as they came
        await attempt(next)
      } catch (error) {
        parts.fault(error)
      }
    }
  }

  function dueOn(channel: string): OpenDelivery[] {
    const now = parts.now()
    const mine = [...open.values()].filter(({ delivery }) => delivery.channel === channel)
    return mine.filter(({ delivery: { state, dueAt } }) => state === 'held' || (dueAt ?? 0) <= now)
  }

  function look(): void {
    if (closing.signal.aborted) return
    for (const channel of new Set([...open.values()].map(({ delivery }) => delivery.channel))) {
      if (busy.has(channel) || dueOn(channel).length === 0) continue
      busy.set(
        channel,
        work(channel).finally(() => {
          busy.delete(channel)
          wait()
        }),
      )
    }
    wait()
  }

  /** Until the next one is due. Those that are held are looked at when the caller looks. */
  function wait(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (closing.signal.aborted) return
    const times = [...open.values()].flatMap(({ delivery: { state, channel, dueAt } }) =>
      state === 'held' || busy.has(channel) ? [] : [dueAt ?? 0],
    )
    if (times.length === 0) return
    timer = setTimeout(look, Math.max(Math.min(...times) - parts.now(), LEAST_WAIT_MS)).unref()
  }

  for (const one of await store.openDeliveries()) keep(one)
  return {
    add(added) {
      for (const one of added) keep(one)
      look()
    },
    changed(alerts) {
      const byId = new Map(alerts.map((alert) => [alert.id, alert]))
      for (const one of open.values()) {
        const { delivery } = one
        const alert = byId.get(delivery.alertId)
        if (alert === undefined) continue
        const untold = delivery.state === 'held' && delivery.event === 'fired' && !mayStillBeTold(alert)
        if (untold) open.delete(keyOf(delivery))
        else keep({ ...one, alert })
      }
      look()
    },
    look,
    async close() {
      closing.abort()
      if (timer !== null) clearTimeout(timer)
      const late = setTimeout(() => stop.abort(), pace.closeMs)
      await Promise.all(busy.values())
      clearTimeout(late)
    },
  }
}

function keyOf({ alertId, channel, event }: Pick<DeliveryRow, 'alertId' | 'channel' | 'event'>): string {
  return `${alertId} ${channel} ${event}`
}

function mayStillBeTold({ endedAt, acknowledgedAt }: AlertRow): boolean {
  return endedAt === null && acknowledgedAt === null
}

function settled(delivery: DeliveryRow, sent: Sent | Unsent, now: number, pace: DeliveryPace): DeliveryRow {
  const { why } = sent
  // Nothing was tried: only the reason may be another.
  if (sent.did === 'hold') {
    if (delivery.state === 'held' && delivery.why === why) return delivery
    return { ...delivery, state: 'held', why, dueAt: null, at: new Date(now).toISOString() }
  }
  const told = { ...delivery, why, dueAt: null, at: new Date(now).toISOString() }
  if (sent.did === 'gone') return { ...told, state: 'failed' }
  const tries = delivery.tries + 1
  if (sent.did === 'sent') return { ...told, state: 'sent', tries }
  if (sent.did === 'never' || tries >= TRIES) return { ...told, state: 'failed', tries }
  return { ...told, state: 'retrying', tries, dueAt: now + waitAfter(tries, pace) }
}

/** How long to wait after so many tries, ms; the same after a restart. */
function waitAfter(tries: number, { firstWaitMs, longestWaitMs }: DeliveryPace): number {
  let wait = new ExponentialBackoff({
    initialDelay: firstWaitMs,
    maxDelay: longestWaitMs,
    exponent: GROWTH,
  }).next()
  for (let tried = 1; tried < tries; tried += 1) wait = wait.next(undefined)
  return Math.max(wait.duration, LEAST_WAIT_MS)
}

/** What channels with an address or a program are told, of all that a rule may name. */
export function toldOverTheWire(channel: string): boolean {
  return channel !== 'in-app' && channel !== 'desktop'
}
