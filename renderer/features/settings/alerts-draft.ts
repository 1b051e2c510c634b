import { alertFlaws } from '../../../contract/alert-checks.ts'
import type { AlertFact, AlertRule, AlertWebhook } from '../../../contract/alerts.ts'
import type { Settings } from '../../../contract/settings.ts'

type Alerts = Settings['alerts']

/** A rule as it stands in its fields. */
export interface RuleDraft extends Omit<AlertRule, 'above' | 'forMinutes' | 'project'> {
  above: number | null
  forMinutes: number | null
  /** "": any. */
  project: string
}

export interface WebhookDraft extends Omit<AlertWebhook, 'secretFile'> {
  /** "": it is not signed. */
  secretFile: string
}

export interface CommandDraft {
  id: string
  /** A word a line, the program first. */
  words: string
}

export interface AlertsDraft {
  enabled: boolean
  rules: RuleDraft[]
  webhooks: WebhookDraft[]
  commands: CommandDraft[]
}

type Part = 'rules' | 'webhooks' | 'commands'
/** What is wrong, by its place: "alert rules 0 above". */
export type AlertErrors = { [place: `alert ${Part} ${number} ${string}`]: string }

export function draftOfAlerts({ enabled, rules, webhooks, commands }: Alerts): AlertsDraft {
  return {
    enabled,
    rules: rules.map((rule) => ({ ...rule, project: rule.project ?? '' })),
    webhooks: webhooks.map((webhook) => ({ ...webhook, secretFile: webhook.secretFile ?? '' })),
    commands: commands.map(({ id, argv }) => ({ id, words: argv.join('\n') })),
  }
}

/** What the draft says, not checked yet. */
export function alertsOfDraft({ enabled, rules, webhooks, commands }: AlertsDraft): unknown {
  return {
    enabled,
    rules: rules.map((rule) => ({
      ...rule,
      id: rule.id.trim(),
      project: textOrNull(rule.project.trim().replace(/(?<=.)[\\/]+$/, '')),
    })),
    webhooks: webhooks.map(({ id, url, secretFile }) => ({
      id: id.trim(),
      url: url.trim(),
      secretFile: textOrNull(secretFile),
    })),
    commands: commands.map(({ id, words }) => ({ id: id.trim(), argv: wordsOf(words) })),
  }
}

function wordsOf(words: string): string[] {
  return words.split('\n').filter((word) => word !== '')
}

function textOrNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim()
}

const MESSAGES: Record<string, string> = {
  id: 'Give a name of small letters, digits and hyphens, 40 at most',
  above: 'Give a figure above 0',
  below: 'Give a figure of 0 or more, or leave it empty',
  forMinutes: 'Give minutes from 0 to 1440, which is a day',
  channels: 'Choose at least one channel',
  url: 'Give an address like https://example.org/hook',
  argv: 'Give the program and its arguments, each on a line of its own',
}

/** The words for a field of the alerts that the schema does not take; nothing for any other. */
export function alertMessage([room, part, index, field = '']: readonly string[]): AlertErrors {
  if (room !== 'alerts' || part === undefined || index === undefined) return {}
  const message = MESSAGES[field] ?? 'This cannot be used'
  return { [`alert ${part as Part} ${Number(index)} ${field}`]: message }
}

/** What the schema takes and cannot work. */
export function alertErrors(alerts: Alerts): AlertErrors {
  return Object.fromEntries(
    alertFlaws(alerts).map(({ part, index, field, cause, remedy }) => [
      `alert ${part} ${index} ${field}`,
      `${cause.charAt(0).toUpperCase()}${cause.slice(1)}: ${remedy}`,
    ]),
  )
}

/** What stands in a rule that is new, or begins to look at another fact. */
export const USUAL_ABOVE: Record<AlertFact, number> = {
  context: 90,
  'context-of-due': 110,
  'cost-hour': 10,
  'cost-day': 50,
  'cost-series': 50,
  'spend-forecast-day': 100,
  stalled: 30,
  waiting: 10,
  errors: 10,
  'telemetry-gap': 20,
  limit: 90,
}

export function newRule(rules: readonly RuleDraft[]): RuleDraft {
  return {
    id: freeName('rule', rules),
    fact: 'cost-day',
    above: USUAL_ABOVE['cost-day'],
    below: null,
    forMinutes: 0,
    project: '',
    agent: null,
    channels: ['in-app', 'desktop'],
    urgent: false,
    enabled: true,
  }
}

/** The first of "rule-1", "rule-2" … that none of them has. */
export function freeName(stem: string, taken: readonly { id: string }[]): string {
  const ids = new Set(taken.map(({ id }) => id))
  let n = 1
  while (ids.has(`${stem}-${n}`)) n += 1
  return `${stem}-${n}`
}
