import { ulid } from 'ulid'
import { alertFlaws, BUILT_IN_CHANNELS, type AlertFlaw } from '../../contract/alert-checks.ts'
import type { AlertCommand, AlertDelivery, AlertMessage, AlertWebhook } from '../../contract/alerts.ts'
import type { Notice } from '../../contract/notice.ts'
import { failure, success, type Outcome } from '../../contract/problem.ts'
import type { Settings } from '../../contract/settings.ts'
import type { AlertRow, DeliveryRow } from '../store/alert-types.ts'
import { alertMessage, alertNotice, testMessage } from './alert-text.ts'
import { runCommand, type CommandParts } from './command.ts'
import type { Unsent } from './deliveries.ts'
import type { Sent } from './sent.ts'
import { isQuiet } from './telling.ts'
import { callWebhook, type WebhookParts } from './webhook.ts'

/** What telling a reader of a notice came to, as the notice desk says. */
export type ToldReader = 'told' | 'looked-at' | 'quiet' | 'off' | 'nobody'

export interface ChannelsParts {
  settings(): Pick<Settings, 'alerts' | 'notifications'>
  webhook: WebhookParts
  command: CommandParts
  /** Keeps a notice where clients see it. */
  keep(notice: Notice): void
  /** Tells one reader at most. */
  tell(notice: Notice): ToldReader
  /** Ms since the epoch. */
  now(): number
}

export interface Channels {
  /** Tells that an alert fired or is over, as the settings are now. */
  tell(alert: AlertRow, delivery: DeliveryRow, stop: AbortSignal): Promise<Sent | Unsent>
  /** Once, whatever the hour. Problems: `alert-channel-unknown`, `alert-channel-unfit`. */
  test(channel: string): Promise<Outcome<AlertDelivery>>
}

const QUIET = 'quiet hours'
const WHY_NOT: Record<'quiet' | 'off' | 'nobody', string> = {
  quiet: QUIET,
  off: 'notifications of alerts are switched off',
  nobody: 'no window or page of Baton is open',
}

export function createChannels(parts: ChannelsParts): Channels {
  const never = new AbortController().signal

  function tellReader(notice: Notice): Sent | Unsent {
    const told = parts.tell(notice)
    if (told === 'told') return { did: 'sent', why: null }
    if (told === 'looked-at') return { did: 'sent', why: 'you were looking at it' }
    return { did: 'hold', why: WHY_NOT[told] }
  }

  async function send(found: Found, message: AlertMessage, stop: AbortSignal): Promise<Sent> {
    return 'webhook' in found
      ? callWebhook(parts.webhook, found.webhook, message, stop)
      : runCommand(parts.command, found.command, message, stop)
  }

  return {
    async tell(alert, { channel }, stop) {
      if (channel === 'in-app') {
        parts.keep(alertNotice(alert, alert.acknowledgedAt !== null))
        return { did: 'sent', why: null }
      }
      if (channel === 'desktop') return tellReader(alertNotice(alert, alert.acknowledgedAt !== null))
      const { alerts, notifications } = parts.settings()
      const found = findChannel(alerts, channel)
      if (found === null) return { did: 'gone', why: 'the settings do not name this channel any more' }
      if (found.flaw !== null) return { did: 'gone', why: found.flaw.cause }
      if (!alert.urgent && isQuiet(notifications.quietHours, new Date(parts.now()))) return { did: 'hold', why: QUIET }
      return send(found, alertMessage(alert), stop)
    },
    async test(channel) {
      const id = ulid(parts.now())
      const at = new Date(parts.now()).toISOString()
      const message = testMessage(id, at)
      const delivery = (sent: Sent | Unsent): Outcome<AlertDelivery> => {
        const state = sent.did === 'sent' ? 'sent' : sent.did === 'hold' ? 'held' : 'failed'
        const told = { state, why: sent.why, tries: sent.did === 'hold' ? 0 : 1 } as const
        return success({ channel, event: 'test', ...told, at: new Date(parts.now()).toISOString() })
      }
      if (BUILT_IN_CHANNELS.includes(channel)) {
        const notice = testNotice(id, at)
        if (channel === 'desktop') return delivery(tellReader(notice))
        parts.keep(notice)
        return delivery({ did: 'sent', why: null })
      }
      const found = findChannel(parts.settings().alerts, channel)
      if (found === null) {
        const remedy = 'name in-app, desktop, or a webhook or a command of the settings'
        return failure('alert-channel-unknown', channel, 'there is no such channel', remedy)
      }
      if (found.flaw !== null) return failure('alert-channel-unfit', channel, found.flaw.cause, found.flaw.remedy)
      return delivery(await send(found, message, never))
    },
  }
}

type Found = ({ webhook: AlertWebhook } | { command: AlertCommand }) & { flaw: AlertFlaw | null }

function findChannel(settings: Settings['alerts'], channel: string): Found | null {
  const flawOf = (part: 'webhooks' | 'commands', index: number): AlertFlaw | null =>
    alertFlaws(settings).find((flaw) => flaw.part === part && flaw.index === index) ?? null
  const webhookAt = settings.webhooks.findIndex(({ id }) => id === channel)
  const webhook = settings.webhooks[webhookAt]
  if (webhook !== undefined) return { webhook, flaw: flawOf('webhooks', webhookAt) }
  const commandAt = settings.commands.findIndex(({ id }) => id === channel)
  const command = settings.commands[commandAt]
  return command === undefined ? null : { command, flaw: flawOf('commands', commandAt) }
}

function testNotice(id: string, at: string): Notice {
  const nothing = { seriesId: null, sessionId: null, project: '', task: '' }
  const words = { title: 'A test of your alerts', body: 'This is how an alert is told' }
  return { id: `alert:${id}`, kind: 'alert', at, ...nothing, ...words, urgent: false, seen: false }
}
