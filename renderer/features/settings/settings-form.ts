import type { SettingsState } from '../../../contract/settings.ts'
import { draftOfSettings, type SettingsDraft } from './settings-draft.ts'

/** What a person edits, and what it began with. */
export interface SettingsForm {
  base: SettingsState
  draft: SettingsDraft
}

export function startForm(base: SettingsState): SettingsForm {
  return { base, draft: draftOfSettings(base.settings) }
}

export function isDirty({ base, draft }: SettingsForm): boolean {
  return !same(draft, draftOfSettings(base.settings))
}

/** The settings changed in the core: they are taken where nothing was edited; else the person is asked. */
export function settingsArrived(form: SettingsForm | null, now: SettingsState): SettingsForm {
  if (form === null || !isDirty(form)) return startForm(now)
  // An own save came back, or another one made the same change.
  return same(form.draft, draftOfSettings(now.settings)) ? startForm(now) : form
}

/** Someone else changed them since the form began. */
export function isBehind({ base }: SettingsForm, now: SettingsState): boolean {
  return base.revision !== now.revision
}

/** The person's own edits over the settings as they are now: what they did not touch is taken as it is now. */
export function keepMine({ base, draft }: SettingsForm, now: SettingsState): SettingsForm {
  const merged = merge(draftOfSettings(base.settings), draft, draftOfSettings(now.settings))
  return { base: now, draft: merged as SettingsDraft }
}

function merge(before: unknown, mine: unknown, now: unknown): unknown {
  if (same(before, mine)) return now
  if (!isRecord(before) || !isRecord(mine) || !isRecord(now)) return mine
  const keys = new Set([...Object.keys(mine), ...Object.keys(now)])
  const entries = [...keys].map((key) => [key, merge(before[key], mine[key], now[key])] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** By content; the order of keys does not matter, an absent key is `undefined`. */
function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((each, index) => same(each, b[index]))
  if (!isRecord(a) || !isRecord(b)) return false
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => same(a[key], b[key]))
}
