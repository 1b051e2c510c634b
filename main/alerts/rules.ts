import { alertFlaws, ruleProblem, type AlertFlaw } from '../../contract/alert-checks.ts'
import type { AlertRule } from '../../contract/alerts.ts'
import { failure, success, type Outcome } from '../../contract/problem.ts'
import type { Settings } from '../../contract/settings.ts'

type AlertSettings = Settings['alerts']

export interface CheckedRule {
  rule: AlertRule
  /** Why it cannot work; null: it can. */
  problem: string | null
}

/** Each rule with what is wrong with it or with one of its channels. */
export function checkRules(settings: AlertSettings): CheckedRule[] {
  const flaws = alertFlaws(settings)
  return settings.rules.map((rule) => ({ rule, problem: ruleProblem(rule, settings, flaws) }))
}

/** Those that may fire. */
export function rulesInForce(settings: AlertSettings): AlertRule[] {
  if (!settings.enabled) return []
  return checkRules(settings).flatMap(({ rule, problem }) => (problem === null && rule.enabled ? [rule] : []))
}

/**
 * Problem `alert-rules`: something of them cannot work; the first is told, with how many there are. Those that stand in the
 * file already are told elsewhere, and keep nobody from changing other settings.
 */
export function refuseBadRules(settings: AlertSettings, present: AlertSettings | null = null): Outcome<null> {
  if (JSON.stringify(settings) === JSON.stringify(present)) return success(null)
  const flaws = alertFlaws(settings)
  const [first] = flaws
  if (first === undefined) return success(null)
  const more = flaws.length > 1 ? ` (and ${flaws.length - 1} more)` : ''
  return failure('alert-rules', nameOf(first, settings), `${first.cause}${more}`, first.remedy)
}

function nameOf({ part, index, field }: AlertFlaw, settings: AlertSettings): string {
  const what = { rules: 'alert rule', webhooks: 'webhook', commands: 'command' }[part]
  return `${what} "${settings[part][index]?.id ?? index + 1}", ${field}`
}
