import type { PolicyLayer } from '../../../contract/policy.ts'
import { Settings } from '../../../contract/settings.ts'
import {
  alertErrors,
  alertMessage,
  alertsOfDraft,
  draftOfAlerts,
  type AlertErrors,
  type AlertsDraft,
} from './alerts-draft.ts'
import { draftOfPolicy, layerOfDraft, type PolicyDraft, type PolicyErrors } from './policy-draft.ts'
import {
  draftOfTelemetry,
  telemetryErrors,
  telemetryMessage,
  telemetryOfDraft,
  type TelemetryDraft,
  type TelemetryErrors,
} from './telemetry-draft.ts'
import {
  draftOfUsage,
  usageErrors,
  usageMessage,
  usageOfDraft,
  type UsageDraft,
  type UsageErrors,
} from './usage-draft.ts'

/** Thresholds of models whose id begins with `prefix`; null: as for all. */
export interface ModelRow {
  prefix: string
  percent: number | null
  tokens: number | null
}

/** The settings as they stand in the fields of the screen. */
export interface SettingsDraft {
  policy: PolicyDraft
  models: ModelRow[]
  notifications: {
    enabled: boolean
    kinds: Settings['notifications']['kinds']
    quiet: boolean
    from: string
    to: string
    urgentInQuietHours: boolean
  }
  appearance: { theme: Settings['appearance']['theme']; terminalFontSize: number | null }
  shortcuts: Record<string, string>
  telemetry: TelemetryDraft
  usage: UsageDraft
  alerts: AlertsDraft
  desktop: Settings['desktop']
}

/** What is wrong, by field of the policy, `model 0` for a row, or a name of the screen. */
export type SettingsErrors = PolicyErrors &
  TelemetryErrors &
  AlertErrors &
  UsageErrors & { from?: string; to?: string; terminalFontSize?: string } & { [row: `model ${number}`]: string }

/** Quiet hours that stand in the fields before any were set. */
const NIGHT = { from: '22:00', to: '07:00' }

export function draftOfSettings(settings: Settings): SettingsDraft {
  const { notifications, appearance, policy, shortcuts, telemetry, usage, alerts, desktop } = settings
  const { enabled, kinds, quietHours, urgentInQuietHours } = notifications
  return {
    policy: draftOfPolicy(policy),
    models: Object.entries(policy.perModel ?? {}).map(([prefix, { percent, tokens }]) => ({
      prefix,
      percent: percent ?? null,
      tokens: tokens ?? null,
    })),
    notifications: { enabled, kinds, quiet: quietHours !== null, ...(quietHours ?? NIGHT), urgentInQuietHours },
    appearance,
    shortcuts,
    telemetry: draftOfTelemetry(telemetry),
    usage: draftOfUsage(usage),
    alerts: draftOfAlerts(alerts),
    desktop,
  }
}

/** Fields of a policy that this screen does not show; they stay as they are. */
const KEPT = ['onEvent', 'recipe', 'checkpointRequest'] as const satisfies readonly (keyof PolicyLayer)[]

/** The settings that the draft says, over what it began with. Null where something is wrong. */
export function settingsOfDraft(
  draft: SettingsDraft,
  base: Settings,
): { settings: Settings | null; errors: SettingsErrors } {
  const { layer, errors: policyErrors } = layerOfDraft(draft.policy)
  const errors: SettingsErrors = {
    ...policyErrors,
    ...modelErrors(draft.models),
    ...telemetryErrors(draft.telemetry),
    ...usageErrors(draft.usage),
  }
  const { enabled, kinds, quiet, from, to, urgentInQuietHours } = draft.notifications
  const kept = Object.fromEntries(
    KEPT.flatMap((key) => (base.policy[key] === undefined ? [] : [[key, base.policy[key]]])),
  )
  const perModel = Object.fromEntries(
    draft.models.map(({ prefix, percent, tokens }) => [
      prefix.trim(),
      { ...(percent !== null && { percent }), ...(tokens !== null && { tokens }) },
    ]),
  )
  const parsed = Settings.safeParse({
    policy: { ...kept, ...layer, ...(draft.models.length > 0 && { perModel }) },
    projects: base.projects,
    notifications: { enabled, kinds, quietHours: quiet ? { from, to } : null, urgentInQuietHours },
    appearance: draft.appearance,
    shortcuts: draft.shortcuts,
    telemetry: telemetryOfDraft(draft.telemetry),
    usage: usageOfDraft(draft.usage),
    alerts: alertsOfDraft(draft.alerts),
    desktop: draft.desktop,
  })
  if (!parsed.success) {
    for (const { path } of parsed.error.issues) Object.assign(errors, messageFor(path.map(String)))
  }
  if (!parsed.success) return { settings: null, errors }
  const flaws = alertErrors(parsed.data.alerts)
  // What someone wrote into the file by hand is told at its field, and keeps nobody from changing something else.
  const asBefore = JSON.stringify(parsed.data.alerts) === JSON.stringify(base.alerts)
  const wrong = Object.keys(errors).length + (asBefore ? 0 : Object.keys(flaws).length)
  return { settings: wrong === 0 ? parsed.data : null, errors: { ...errors, ...flaws } }
}

function messageFor(path: string[]): Partial<SettingsErrors> {
  const field = path.at(-1)
  if (field === 'terminalFontSize') return { terminalFontSize: 'Give a whole number of pixels from 8 to 32' }
  if (path[0] === 'notifications' && field === 'from') return { from: 'Give a time as 22:00' }
  if (path[0] === 'notifications' && field === 'to') return { to: 'Give a time as 07:00' }
  return { ...telemetryMessage(path), ...usageMessage(path), ...alertMessage(path) }
}

function modelErrors(models: readonly ModelRow[]): SettingsErrors {
  const errors: SettingsErrors = {}
  for (const [index, { prefix, percent, tokens }] of models.entries()) {
    const name = prefix.trim()
    const twice = models.findIndex((other) => other.prefix.trim() === name) < index
    const wrong =
      (name === '' && 'Give the beginning of a model’s id, like claude-sonnet') ||
      (twice && 'This beginning stands above already') ||
      (percent === null && tokens === null && 'Give a percentage, tokens, or both') ||
      (percent !== null && !(percent > 0 && percent <= 95) && 'Give a percentage above 0 and up to 95') ||
      (tokens !== null && !(Number.isInteger(tokens) && tokens > 0) && 'Give a whole number of tokens, 1 or more')
    if (wrong) errors[`model ${index}`] = wrong
  }
  return errors
}
