import { ALERT_FACTS, alertBelow, alertFigure } from '../../../contract/alert-words.ts'
import type { Alert, AlertDelivery, AlertRuleState } from '../../../contract/alerts.ts'
import { cleanLine } from '../../../contract/text.ts'
import { piece, type Line, type Piece } from './line.ts'
import { shortId } from './lists.ts'
import { between, durationText, momentText, UNKNOWN } from './numbers.ts'
import { tableLines } from './table.ts'

export function alertTable(alerts: readonly Alert[], columns: number, now: number): Line[] {
  const rows = alerts.map((alert) => [
    stateOf(alert),
    piece(shortId(alert.id), 'accent'),
    piece(cleanLine(alert.title), 'strong'),
    piece(momentText(alert.firedAt), 'quiet'),
    piece(durationText(between(alert.firedAt, alert.endedAt, now))),
    deliveriesOf(alert.deliveries),
    piece(alert.ruleId, 'quiet'),
  ])
  return tableLines(['state', 'alert', 'what', 'fired', 'stood', 'told', 'rule'], rows, 2, columns)
}

function stateOf({ endedAt, acknowledgedAt, urgent }: Alert): Piece {
  if (endedAt !== null) return piece('over', 'quiet')
  if (acknowledgedAt !== null) return piece('known')
  return urgent ? piece('urgent', 'bad') : piece('stands', 'warn')
}

/** Each channel with how telling it that the alert fired went. */
function deliveriesOf(deliveries: readonly AlertDelivery[]): Piece {
  const fired = deliveries.filter(({ event }) => event === 'fired')
  const words = fired.map(({ channel, state }) => (state === 'sent' ? channel : `${channel} ${state}`))
  const tone = fired.some(({ state }) => state === 'failed') ? 'bad' : 'plain'
  return piece(words.length === 0 ? UNKNOWN : words.join(', '), tone)
}

export function ruleTable(rules: readonly AlertRuleState[], columns: number): Line[] {
  const rows = rules.map(({ rule, problem, firing }) => [
    problem !== null ? piece('broken', 'bad') : rule.enabled ? piece('on', 'good') : piece('off', 'quiet'),
    piece(rule.id, 'accent'),
    piece(ALERT_FACTS[rule.fact].title, 'strong'),
    piece(alertFigure(rule.fact, rule.above)),
    piece(alertFigure(rule.fact, alertBelow(rule))),
    piece(rule.forMinutes === 0 ? 'at once' : `after ${rule.forMinutes} min`),
    piece(firing === 0 ? UNKNOWN : String(firing), firing === 0 ? 'plain' : 'warn'),
    piece(rule.channels.join(', ')),
    piece(cleanLine([rule.agent ?? '', rule.project ?? ''].filter((part) => part !== '').join(' ')), 'quiet'),
  ])
  const heads = ['', 'rule', 'fact', 'fires at', 'is over below', 'fires', 'stands', 'told over', 'only']
  const broken = rules.flatMap(({ rule, problem }) =>
    problem === null ? [] : [[piece(`${rule.id}: ${cleanLine(problem)}`, 'bad')]],
  )
  return [...tableLines(heads, rows, 2, columns), ...broken]
}

export function deliveryText({ channel, state, why }: AlertDelivery): string {
  const words = state === 'sent' ? 'was told' : state === 'held' ? 'was not told' : 'could not be told'
  return why === null ? `${channel} ${words}.` : `${channel} ${words}: ${cleanLine(why, 1_000)}.`
}
