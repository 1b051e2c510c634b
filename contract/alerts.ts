import { z } from 'zod'
import { AgentName } from './telemetry.ts'

/**
 * What a rule looks at, and in which unit. context: percent of the window; context-of-due: percent of the due point; cost-*:
 * USD; stalled, waiting: minutes; errors: failed requests in the last hour; telemetry-gap: percent of a hosted session's requests
 * that telemetry did not tell of; limit: percent used of a plan's limit; spend-forecast-day: USD by the end of the day.
 */
export const AlertFact = z.enum([
  'context',
  'context-of-due',
  'cost-hour',
  'cost-day',
  'cost-series',
  'spend-forecast-day',
  'stalled',
  'waiting',
  'errors',
  'telemetry-gap',
  'limit',
])
export type AlertFact = z.infer<typeof AlertFact>

const Id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'use small letters, digits and hyphens, 40 at most')

export const AlertRule = z.strictObject({
  id: Id,
  fact: AlertFact,
  /** It fires at this figure and above. */
  above: z.number().positive(),
  /** It is over below this figure; null: nine tenths of `above`. */
  below: z.number().nonnegative().nullable().default(null),
  /** The figure must stand so long first. */
  forMinutes: z.number().min(0).max(1_440).default(0),
  /** Real path; null: any. */
  project: z.string().nullable().default(null),
  agent: AgentName.nullable().default(null),
  /** `in-app`, `desktop`, or the id of a webhook or a command. */
  channels: z.array(z.string()).min(1).default(['in-app', 'desktop']),
  /** Told in quiet hours, too. */
  urgent: z.boolean().default(false),
  enabled: z.boolean().default(true),
})
export type AlertRule = z.infer<typeof AlertRule>

export const AlertWebhook = z.strictObject({
  id: Id,
  /** https, or http to this machine itself. */
  url: z.url({ protocol: /^https?$/ }),
  /** A file that only you may read (0600) with the secret that signs each call; null: it is not signed. */
  secretFile: z.string().nullable().default(null),
})
export type AlertWebhook = z.infer<typeof AlertWebhook>

export const AlertCommand = z.strictObject({
  id: Id,
  /** Program and arguments, run without a shell; the alert is in BATON_ALERT as JSON. */
  argv: z.array(z.string().min(1)).min(1),
})
export type AlertCommand = z.infer<typeof AlertCommand>

/** What a rule fires for when nobody chose otherwise. */
export const DEFAULT_ALERT_RULES: z.input<typeof AlertRule>[] = [
  { id: 'context-full', fact: 'context', above: 90, urgent: true },
  { id: 'waiting', fact: 'waiting', above: 10, urgent: true },
  { id: 'stalled', fact: 'stalled', above: 30 },
  { id: 'errors', fact: 'errors', above: 10 },
  { id: 'limit-near', fact: 'limit', above: 90 },
  { id: 'telemetry-gap', fact: 'telemetry-gap', above: 20, forMinutes: 10, channels: ['in-app'] },
]

/** How telling it over one channel went. */
export const AlertDelivery = z.object({
  channel: z.string(),
  /** What was told: that it fired, that it is over, or a test. */
  event: z.enum(['fired', 'ended', 'test']),
  state: z.enum(['sent', 'held', 'retrying', 'failed']),
  /** Why it was held or failed; null: it was not. */
  why: z.string().nullable(),
  tries: z.number().int(),
  at: z.string(),
})
export type AlertDelivery = z.infer<typeof AlertDelivery>

/** One firing of a rule, kept. */
export const Alert = z.object({
  id: z.string(),
  ruleId: z.string(),
  fact: AlertFact,
  /** What it is about: a session, a series, a project, a limit; "" for the machine. */
  subject: z.string(),
  project: z.string().nullable(),
  seriesId: z.string().nullable(),
  sessionId: z.string().nullable(),
  title: z.string(),
  body: z.string(),
  /** Figure that it fired at, and the rule's own, in the fact's unit. */
  value: z.number(),
  above: z.number(),
  urgent: z.boolean(),
  firedAt: z.string(),
  /** Null: it stands. */
  endedAt: z.string().nullable(),
  /** Null: nobody did. */
  acknowledgedAt: z.string().nullable(),
  deliveries: z.array(AlertDelivery),
})
export type Alert = z.infer<typeof Alert>

/** A rule with what is wrong with it, if anything; a rule that cannot work is not in force. */
export const AlertRuleState = z.object({
  rule: AlertRule,
  problem: z.string().nullable(),
  /** Subjects that it stands for now. */
  firing: z.number().int(),
})
export type AlertRuleState = z.infer<typeof AlertRuleState>

/** How many alerts stand, for a badge. `at`: when any alert changed last; null: none has since the core started. */
export const AlertCount = z.object({
  standing: z.number().int(),
  unacknowledged: z.number().int(),
  at: z.string().nullable(),
})
export type AlertCount = z.infer<typeof AlertCount>

export const NO_ALERTS: AlertCount = { standing: 0, unacknowledged: 0, at: null }

/** What webhooks and commands are told: names, figures and times, no text that a person or an agent wrote, no path. */
export const AlertMessage = z.object({
  /** Of the alert; the same each time that it is told. */
  id: z.string(),
  rule: z.string(),
  fact: AlertFact,
  subject: z.string(),
  /** Name of the project's folder. */
  project: z.string().nullable(),
  value: z.number(),
  above: z.number(),
  firedAt: z.string(),
  endedAt: z.string().nullable(),
  /** Only in a test. */
  test: z.literal(true).optional(),
})
export type AlertMessage = z.infer<typeof AlertMessage>
