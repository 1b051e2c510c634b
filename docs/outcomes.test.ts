import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { RunEvent } from '../contract/events.ts'
import { NoticeKind, type Notice } from '../contract/notice.ts'
import { SeriesStatus } from '../contract/series.ts'
import { AlertRule } from '../contract/alerts.ts'
import { alertNotice, alertText } from '../main/alerts/alert-text.ts'
import { noticeOf, NOTHING } from '../main/alerts/notices.ts'
import { EXIT, EXIT_MEANING } from '../main/cli/exit-codes.ts'
import { eventText } from '../main/cli/render/event-line.ts'
import { SAMPLE_EVENTS } from '../main/cli/render/samples.ts'
import { STATUS_MEANING, STATUS_WORDS } from '../main/cli/render/status-words.ts'
import { ATTENTIONS, CHECKPOINT_REASONS, WAITS, fill } from '../main/series/reasons.ts'
import { TRANSITIONS } from '../main/series/transitions.ts'

const PAGE = fileURLToPath(new URL('outcomes.md', import.meta.url))

/** The tables of the page by their names: a heading row, then a row for each thing that the code knows. */
const TABLES: Record<string, string[][]> = {
  states: [
    ['state', 'shown as', 'what it means'],
    ...SeriesStatus.options.map((status) => {
      const { mark, word } = STATUS_WORDS[status]
      return [code(status), `${mark} ${word}`, STATUS_MEANING[status]]
    }),
  ],
  'exit codes': [['code', 'when'], ...Object.values(EXIT).map((number) => [code(number), EXIT_MEANING[number]])],
  events: [
    ['event', 'fields', 'for people'],
    ...RunEvent.options.map(({ shape }) => {
      const fields = Object.keys(shape).filter((field) => !['type', 'at', 'series'].includes(field))
      const event = SAMPLE_EVENTS[shape.type.value]
      return [code(event.type), fields.map(code).join(' '), eventText(event)]
    }),
  ],
  'checkpoint reasons': [['reason', 'said as'], ...sentences(CHECKPOINT_REASONS)],
  waits: [['wait', 'said as'], ...sentences(WAITS)],
  attentions: [['reason', 'said as'], ...sentences(ATTENTIONS)],
  notices: [
    ['notice', 'needs a person', 'title', 'text'],
    ...sampleNotices().map(({ kind, urgent, title, body }) => [code(kind), urgent ? 'yes' : '', title, body]),
  ],
  transitions: [['transition', 'what happened'], ...sentences(TRANSITIONS)],
}

/** One notice of each kind, made from events as they come in use. */
function sampleNotices(): Notice[] {
  const { waiting, context, nudge } = SAMPLE_EVENTS
  const events: RunEvent[] = [
    nudge,
    SAMPLE_EVENTS['checkpoint.requested'],
    SAMPLE_EVENTS['checkpoint.verified'],
    SAMPLE_EVENTS['session.started'],
    { ...waiting, kind: 'permission', for: fill(WAITS.permission, { tool: 'Bash: make test', id: waiting.series }) },
    waiting,
    context,
    SAMPLE_EVENTS['needs-attention'],
    SAMPLE_EVENTS['series.completed'],
  ]
  const about = { project: 'api', task: 'tidy-api', sessionId: null, hold: null }
  let memory = NOTHING
  const ofSeries = events.flatMap((event, seq) => {
    const { notice, after } = noticeOf({ seq, event }, about, memory)
    memory = after
    return notice === null ? [] : [notice]
  })
  return [...ofSeries, sampleAlert()]
}

function sampleAlert(): Notice {
  const rule = AlertRule.parse({ id: 'context-full', fact: 'context', above: 90, urgent: true })
  const { fact, above, urgent } = rule
  const about = { project: '/home/ann/api', seriesId: 'a', sessionId: 'b' }
  const figure = { fact, key: 'b', subject: 'tidy-api', value: 91, agent: 'claude', ...about } as const
  const times = { firedAt: SAMPLE_EVENTS.nudge.at, endedAt: null, acknowledgedAt: null }
  const words = alertText(rule, figure, figure.value)
  return alertNotice({ id: '1', ruleId: rule.id, fact, above, urgent, value: 91, ...about, ...words, ...times }, false)
}

function code(text: string | number): string {
  return `\`${text}\``
}

function sentences(words: Record<string, string>): string[][] {
  return Object.entries(words).map(([name, sentence]) => [code(name), sentence])
}

function tableText([head = [], ...rows]: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}

const TABLE = /<!-- table: (.+?) -->\n[\s\S]*?<!-- end -->/g

it('says what the code does', async () => {
  const written = readFileSync(PAGE, 'utf8')
  const page = written.replace(TABLE, (whole, name: string) => {
    const table = TABLES[name]
    return table === undefined ? whole : `<!-- table: ${name} -->\n${tableText(table)}\n<!-- end -->`
  })
  await expect(page).toMatchFileSnapshot(PAGE)
})

it('shows a notice of every kind', () => {
  expect(sampleNotices().map(({ kind }) => kind)).toEqual(expect.arrayContaining(NoticeKind.options))
})

it('has every table once', () => {
  const names = [...readFileSync(PAGE, 'utf8').matchAll(TABLE)].map((match) => match[1])
  expect(names.sort()).toEqual(Object.keys(TABLES).sort())
})
