import { parseDuration, writeDuration } from '../../../contract/duration.ts'
import { PolicyLayer } from '../../../contract/policy.ts'

/** A policy as it stands in fields. Null and "" are empty: nothing is said, and the layer below holds. */
export interface PolicyDraft {
  thresholdPercent: number | null
  thresholdTokens: number | null
  softPercentOfDue: number | null
  maxSessions: number | null
  maxCostUsd: number | null
  /** "2h", "1h30m". */
  maxDuration: string
  /** "" is for ever. */
  waitForHuman: string
  permissionMode: string
  model: string
  allowedTools: string
  verify: string
  claudePath: string
  shared: boolean
}

export type PolicyField = keyof PolicyDraft
export type PolicyErrors = Partial<Record<PolicyField, string>>

export function draftOfPolicy(policy: PolicyLayer): PolicyDraft {
  return {
    thresholdPercent: policy.thresholdPercent ?? null,
    thresholdTokens: policy.thresholdTokens ?? null,
    softPercentOfDue: policy.softPercentOfDue ?? null,
    maxSessions: policy.maxSessions ?? null,
    maxCostUsd: policy.maxCostUsd ?? null,
    maxDuration: policy.maxDurationMs === undefined ? '' : writeDuration(policy.maxDurationMs),
    waitForHuman: typeof policy.waitForHumanMs === 'number' ? writeDuration(policy.waitForHumanMs) : '',
    permissionMode: policy.permissionMode ?? '',
    model: policy.model ?? '',
    allowedTools: policy.allowedTools ?? '',
    verify: policy.verify ?? '',
    claudePath: policy.claudePath ?? '',
    shared: policy.shared ?? false,
  }
}

const DURATION_HINT = 'Give a time with its unit, such as 90s, 45m, 2h or 1h30m'

const MESSAGES: Record<string, { field: PolicyField; text: string }> = {
  thresholdPercent: { field: 'thresholdPercent', text: 'Give a percentage above 0 and up to 95' },
  thresholdTokens: { field: 'thresholdTokens', text: 'Give a whole number of tokens, 1 or more' },
  softPercentOfDue: { field: 'softPercentOfDue', text: 'Give a percentage above 0 and below 100' },
  maxSessions: { field: 'maxSessions', text: 'Give a whole number of 1 or more' },
  maxCostUsd: { field: 'maxCostUsd', text: 'Give an amount in US dollars above 0' },
  maxDurationMs: { field: 'maxDuration', text: DURATION_HINT },
  waitForHumanMs: { field: 'waitForHuman', text: DURATION_HINT },
}

/** What the fields say, as a layer of policy; what is empty is left out of it. */
export function layerOfDraft(draft: PolicyDraft): { layer: PolicyLayer; errors: PolicyErrors } {
  const errors: PolicyErrors = {}
  const maxDurationMs = parseDuration(draft.maxDuration)
  if (draft.maxDuration.trim() !== '' && !maxDurationMs) errors.maxDuration = DURATION_HINT
  const waitForHumanMs = parseDuration(draft.waitForHuman)
  if (draft.waitForHuman.trim() !== '' && waitForHumanMs === null) errors.waitForHuman = DURATION_HINT
  const layer = withoutEmpty({
    thresholdPercent: draft.thresholdPercent,
    thresholdTokens: draft.thresholdTokens,
    softPercentOfDue: draft.softPercentOfDue,
    maxSessions: draft.maxSessions,
    maxCostUsd: draft.maxCostUsd,
    maxDurationMs: maxDurationMs === 0 ? null : maxDurationMs,
    waitForHumanMs,
    permissionMode: draft.permissionMode.trim(),
    model: draft.model.trim(),
    allowedTools: draft.allowedTools.trim(),
    verify: draft.verify.trim(),
    claudePath: draft.claudePath.trim(),
    shared: draft.shared ? true : null,
  })
  const parsed = PolicyLayer.safeParse(layer)
  if (parsed.success) return { layer: parsed.data, errors }
  for (const { path } of parsed.error.issues) {
    const message = MESSAGES[String(path[0])]
    if (message !== undefined) errors[message.field] ??= message.text
  }
  return { layer: {}, errors }
}

/**
 * What a person changed, as flags of one series: only fields that differ from what holds without them. A limit that holds
 * below cannot be taken away by a flag; that is an error of its field.
 */
export function changedFlags(draft: PolicyDraft, base: PolicyLayer): { flags: PolicyLayer; errors: PolicyErrors } {
  const { layer, errors } = layerOfDraft(draft)
  const baseDraft = draftOfPolicy(base)
  const before = layerOfDraft(baseDraft).layer
  const flags: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(layer)) {
    if (value !== before[key as keyof PolicyLayer]) flags[key] = value
  }
  if (base.shared === true && !draft.shared) flags['shared'] = false
  // For ever is a value of its own: it can be set over a time.
  if (draft.waitForHuman.trim() === '' && baseDraft.waitForHuman !== '') flags['waitForHumanMs'] = null
  for (const field of NOT_CLEARED) {
    const empty = draft[field] === null || draft[field] === ''
    if (empty && baseDraft[field] !== null && baseDraft[field] !== '') {
      errors[field] ??= `Your settings say ${String(baseDraft[field])}: give another value here, or change the settings`
    }
  }
  return { flags: flags as PolicyLayer, errors }
}

const NOT_CLEARED = [
  'thresholdPercent',
  'thresholdTokens',
  'softPercentOfDue',
  'maxSessions',
  'maxCostUsd',
  'maxDuration',
  'permissionMode',
  'model',
  'allowedTools',
  'verify',
  'claudePath',
] as const satisfies readonly PolicyField[]

function withoutEmpty(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ''))
}
