import { ulid } from 'ulid'
import type { AlertCount } from '../../contract/alerts.ts'
import type { Settings } from '../../contract/settings.ts'
import { alertNotice, alertText, noticeId } from '../alerts/alert-text.ts'
import { createChannels, type Channels } from '../alerts/channels.ts'
import { COMMAND_LIMIT_MS } from '../alerts/command.ts'
import { openDeliveries, toldOverTheWire, type DeliveryPace } from '../alerts/deliveries.ts'
import { evaluate, stateKey, type AlertStates, type Evaluated, type Facts } from '../alerts/evaluate.ts'
import { rulesInForce } from '../alerts/rules.ts'
import { WEBHOOK_TIMEOUT_MS } from '../alerts/webhook.ts'
import type { AlertRule } from '../../contract/alerts.ts'
import { version } from '../package/files.ts'
import type { AlertChange, AlertRow, AlertStore, DeliveryRow, OpenDelivery } from '../store/alert-types.ts'
import type { NoticeDesk } from './notice-desk.ts'

/** Facts are looked at so often though nothing was said to change: minutes pass, and hours roll. Milliseconds. */
const LOOK_EVERY_MS = 10_000
/** And so seldom however much changes. */
const LOOK_PAUSE_MS = 2_000
/** What ended is let go of at the start and then so often. */
const PRUNE_EVERY_MS = 3_600_000
const KEEP_MS = 90 * 24 * 3_600_000
const KEEP_ALERTS = 10_000

export interface AlertDeskParts {
  store: AlertStore
  /** Where commands run. */
  dataDir: string
  env: Readonly<Record<string, string>>
  settings(): Settings
  notices: Pick<NoticeDesk, 'keep' | 'tell' | 'seen'>
  /** All facts that these rules look at, as they are now. */
  facts(rules: readonly AlertRule[], now: number): Promise<Facts>
  /** The count is another. */
  changed(): void
  fault(error: unknown): void
  /** Ms since the epoch. */
  now?(): number
  pace?: DeliveryPace
  lookEveryMs?: number
  lookPauseMs?: number
}

export interface AlertDesk {
  /** Looks from now on; what waited to be told is told. */
  begin(): void
  count(): AlertCount
  /** How many stand of each rule, by its id. */
  firing(ruleId: string): number
  /** Something that a rule may look at changed, or the rules did. */
  changed(): void
  /** The machine slept: what stood before it is to stand anew. */
  woke(): void
  /** How many were not acknowledged before. */
  acknowledge(ids: readonly string[]): Promise<number>
  test: Channels['test']
  close(): Promise<void>
}

/** Looks at the facts by the rules, keeps what fires and what is over, and has it told. */
export async function openAlertDesk(parts: AlertDeskParts): Promise<AlertDesk> {
  const { store, settings, notices, fault, now = Date.now } = parts
  const standing = new Map<string, AlertRow>()
  for (const row of await store.standingAlerts()) standing.set(stateKey(row.ruleId, row.key), row)
  let pending: AlertStates['pending'] = new Map()
  let changedAt: string | null = null
  let looking: Promise<void> | null = null
  let again = false
  let closed = false
  /** By the clock that never jumps. */
  let lookedAt = Number.NEGATIVE_INFINITY
  let pause: NodeJS.Timeout | null = null
  let timer: NodeJS.Timeout | null = null
  let prunedAt = Number.NEGATIVE_INFINITY

  const tellChange = (): void => {
    changedAt = new Date(now()).toISOString()
    parts.changed()
  }
  const channels = createChannels({
    settings,
    webhook: { version: version(), fetch, now, timeoutMs: WEBHOOK_TIMEOUT_MS },
    command: { folder: parts.dataDir, env: parts.env, limitMs: COMMAND_LIMIT_MS },
    keep: notices.keep,
    tell: notices.tell,
    now,
  })
  const deliveries = await openDeliveries({
    store,
    tell: channels.tell,
    now,
    told: tellChange,
    fault,
    ...(parts.pace !== undefined && { pace: parts.pace }),
  })

  async function look(): Promise<void> {
    const time = now()
    const rules = rulesInForce(settings().alerts)
    const facts = await parts.facts(rules, time)
    if (closed) return
    const evaluated = evaluate({ standing: new Set(standing.keys()), pending }, facts, rules, time)
    const { fired, ended } = evaluated
    ;({ pending } = evaluated.states)
    if (fired.length > 0 || ended.length > 0) await record(evaluated, new Date(time).toISOString())
    deliveries.look()
    if (time - prunedAt < PRUNE_EVERY_MS) return
    prunedAt = time
    await store.pruneAlerts(new Date(time - KEEP_MS).toISOString(), KEEP_ALERTS)
  }

  async function record({ fired, ended }: Evaluated, at: string): Promise<void> {
    const born = fired.map(({ rule, figure }) => rowOf(rule, figure, at))
    const over = ended.flatMap((key) => standing.get(key) ?? []).map((row) => ({ ...row, endedAt: at }))
    const added: OpenDelivery[] = [
      ...born.flatMap((alert) =>
        alert.channels.map((channel) => ({ alert, delivery: toTell(alert, channel, 'fired', at) })),
      ),
      ...over.flatMap((alert) =>
        alert.channels
          .filter(toldOverTheWire)
          .map((channel) => ({ alert, delivery: toTell(alert, channel, 'ended', at) })),
      ),
    ]
    const change: AlertChange = {
      fired: born,
      ended: over.map(({ id }) => ({ id, at })),
      deliveries: added.map(({ delivery }) => delivery),
    }
    await store.recordAlerts(change)
    for (const key of ended) standing.delete(key)
    for (const row of born) standing.set(stateKey(row.ruleId, row.key), row)
    tellChange()
    deliveries.changed(over)
    deliveries.add(added)
  }

  function run(): void {
    if (closed) return
    if (pause !== null) clearTimeout(pause)
    pause = null
    again = false
    looking = look()
      .catch(fault)
      .finally(() => {
        looking = null
        lookedAt = performance.now()
        if (again) soon()
      })
  }

  /** At the end of the pause, if one is on; amid a look, after it. */
  function soon(): void {
    if (looking !== null) again = true
    else if (timer !== null && !closed)
      pause ??= setTimeout(
        run,
        Math.max((parts.lookPauseMs ?? LOOK_PAUSE_MS) - (performance.now() - lookedAt), 0),
      ).unref()
  }

  return {
    begin() {
      // What stood before a restart is on the board again, told to nobody.
      for (const row of standing.values()) {
        if (row.channels.includes('in-app')) notices.keep(alertNotice(row, row.acknowledgedAt !== null))
      }
      timer = setInterval(soon, parts.lookEveryMs ?? LOOK_EVERY_MS).unref()
      soon()
    },
    count: () => {
      const unacknowledged = [...standing.values()].filter(({ acknowledgedAt }) => acknowledgedAt === null)
      return { standing: standing.size, unacknowledged: unacknowledged.length, at: changedAt }
    },
    firing: (ruleId) => [...standing.values()].filter((row) => row.ruleId === ruleId).length,
    changed: soon,
    woke() {
      pending = new Map()
      soon()
    },
    async acknowledge(ids) {
      const at = new Date(now()).toISOString()
      const fresh = await store.acknowledgeAlerts([...ids], at)
      const acknowledged: AlertRow[] = []
      for (const [key, row] of standing) {
        if (!fresh.includes(row.id)) continue
        const known = { ...row, acknowledgedAt: at }
        standing.set(key, known)
        acknowledged.push(known)
      }
      notices.seen(ids.map(noticeId))
      deliveries.changed(acknowledged)
      if (fresh.length > 0) tellChange()
      return fresh.length
    },
    test: channels.test,
    async close() {
      closed = true
      if (timer !== null) clearInterval(timer)
      if (pause !== null) clearTimeout(pause)
      await looking
      await deliveries.close()
    },
  }
}

function rowOf(rule: AlertRule, figure: Facts['figures'][number], at: string): AlertRow {
  const { key, project, seriesId, sessionId } = figure
  // A figure that is not known fires nothing.
  const value = figure.value ?? 0
  return {
    id: ulid(Date.parse(at)),
    ruleId: rule.id,
    fact: rule.fact,
    key,
    ...alertText(rule, figure, value),
    project,
    seriesId,
    sessionId,
    value,
    above: rule.above,
    urgent: rule.urgent,
    firedAt: at,
    endedAt: null,
    acknowledgedAt: null,
    channels: rule.channels,
  }
}

/** Not tried yet. */
function toTell(alert: AlertRow, channel: string, event: DeliveryRow['event'], at: string): DeliveryRow {
  const nothing = { state: 'retrying', why: null, tries: 0 } as const
  return { alertId: alert.id, channel, event, ...nothing, at, dueAt: Date.parse(at) }
}
