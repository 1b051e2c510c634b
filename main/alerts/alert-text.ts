import { ALERT_FACTS, alertFigure } from '../../contract/alert-words.ts'
import type { Alert, AlertMessage, AlertRule } from '../../contract/alerts.ts'
import type { Notice } from '../../contract/notice.ts'
import { cleanLine } from '../../contract/text.ts'
import type { Figure } from './evaluate.ts'

/** Names in a message are short; a task's name may be 80 characters. */
const SUBJECT_LENGTH = 100

/** What a person reads of a firing. `value`: known, else it would not have fired. */
export function alertText(rule: AlertRule, figure: Figure, value: number): Pick<Alert, 'title' | 'body' | 'subject'> {
  const { told, title } = ALERT_FACTS[rule.fact]
  const words = told(alertFigure(rule.fact, value))
  const subject = cleanLine(figure.subject, SUBJECT_LENGTH)
  return {
    subject,
    title: subject === '' ? words.charAt(0).toUpperCase() + words.slice(1) : `${subject}: ${words}`,
    body: `Rule ${rule.id}: ${title.toLowerCase()} at ${alertFigure(rule.fact, rule.above)} and above`,
  }
}

/** What webhooks and commands are told of an alert: the project by its folder's name alone. */
export function alertMessage(alert: Omit<Alert, 'deliveries'>): AlertMessage {
  const { id, ruleId, fact, subject, project, value, above, firedAt, endedAt } = alert
  return { id, rule: ruleId, fact, subject, project: folderName(project), value, above, firedAt, endedAt }
}

export function testMessage(id: string, at: string): AlertMessage {
  const figures = { fact: 'context', value: 91, above: 90 } as const
  return { id, rule: 'test', ...figures, subject: 'a test', project: null, firedAt: at, endedAt: null, test: true }
}

export function alertNotice(alert: Omit<Alert, 'deliveries'>, seen: boolean): Notice {
  const { id, seriesId, sessionId, project, title, body, urgent, firedAt } = alert
  return {
    id: noticeId(id),
    kind: 'alert',
    at: firedAt,
    seriesId,
    sessionId,
    project: folderName(project) ?? '',
    task: '',
    title,
    body,
    urgent,
    seen,
  }
}

export function noticeId(alertId: string): string {
  return `alert:${alertId}`
}

function folderName(project: string | null): string | null {
  if (project === null) return null
  return cleanLine(project.split(/[\\/]/).findLast((part) => part !== '') ?? '', SUBJECT_LENGTH)
}
