import type { Notice } from '../../contract/notice.ts'
import type { Settings } from '../../contract/settings.ts'
import { clockTime } from './words.ts'

type Rules = Settings['notifications']

/** Whether a person wants to be told of this at this moment. `now` is read as local time. */
export function mayTell(rules: Rules, notice: Pick<Notice, 'kind' | 'urgent'>, now: Date): boolean {
  if (!rules.enabled || rules.kinds[notice.kind] === false) return false
  if (!isQuiet(rules.quietHours, now)) return true
  return notice.urgent && rules.urgentInQuietHours
}

/** Between two times of the day, the first included; over midnight when the first is the later one. */
export function isQuiet(hours: Rules['quietHours'], now: Date): boolean {
  if (hours === null) return false
  const time = clockTime(now)
  const { from, to } = hours
  return from <= to ? from <= time && time < to : from <= time || time < to
}
