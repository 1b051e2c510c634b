import { createHash } from 'node:crypto'
import { AdviceKind } from '../../contract/analytics.ts'
import { Day } from '../../contract/ledger.ts'

const HASH_LETTERS = 8
/** An advice that was dismissed stays away so long, also over days that come after. */
const DISMISSED_DAYS = 30
const DAY_MS = 24 * 3_600_000

export interface AdviceRef {
  kind: AdviceKind
  /** First and last day of local time. */
  from: string
  until: string
  /** Of the variant. */
  variant: string
}

/**
 * `kind.from.until.variant.sessions`: the last two are hashes. The same for the same advice over the same sessions; it says what is to
 * be reckoned anew.
 */
export function adviceId(ref: Omit<AdviceRef, 'variant'>, variant: string, sessionIds: readonly string[]): string {
  return [ref.kind, ref.from, ref.until, hash(variant), hash([...sessionIds].sort().join('\n'))].join('.')
}

/** What an id says; null: it is none. */
export function parseAdviceId(id: string): AdviceRef | null {
  const [kind, from, until, variant = '', sessions, ...rest] = id.split('.')
  const [known, first, last] = [AdviceKind.safeParse(kind), Day.safeParse(from), Day.safeParse(until)]
  if (!known.success || !first.success || !last.success || sessions === undefined || rest.length > 0) return null
  return { kind: known.data, from: first.data, until: last.data, variant }
}

/** Whether one that was dismissed keeps another away: the same kind and variant, told again within a month. */
export function dismisses(dismissed: string, id: string): boolean {
  if (dismissed === id) return true
  const [one, other] = [parseAdviceId(dismissed), parseAdviceId(id)]
  if (one === null || other === null || one.kind !== other.kind || one.variant !== other.variant) return false
  const apart = Date.parse(other.until) - Date.parse(one.until)
  return apart >= 0 && apart <= DISMISSED_DAYS * DAY_MS
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_LETTERS)
}
