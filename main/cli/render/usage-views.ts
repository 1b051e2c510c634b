import type { Advice, AdviceExplained, Patterns } from '../../../contract/analytics.ts'
import type { PlanLimit, SpendForecast } from '../../../contract/forecast.ts'
import type { ModelComparison } from '../../../contract/ledger.ts'
import { cleanLine } from '../../../contract/text.ts'
import { costOf } from '../../usage/export-rows.ts'
import { piece, type Line, type Piece } from './line.ts'
import { countText, durationText, momentText, percentText, tokenText, UNKNOWN } from './numbers.ts'
import { tableLines } from './table.ts'
import { wrapText } from './text-width.ts'
import { usdText } from './usage-table.ts'

/** Longer lines are hard to read. */
const WIDEST_TEXT = 100
/** Letters of a paragraph that is ours. */
const LONGEST_TEXT = 2_000
/** Narrower terminals have no room for all figures beside a model's name. */
const WIDE_COLUMNS = 100
const BLANK: Line = [piece('')]
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

export function modelLines(models: readonly ModelComparison[], columns: number): Line[] {
  const shown = columns < WIDE_COLUMNS ? NARROW_MODEL_FIGURES : MODEL_HEAD.length
  const rows = models.map((one) =>
    [
      piece(cleanLine(one.model), 'accent'),
      piece(usdText(costOf(one)), 'strong'),
      piece(usdText(one.costPerTurn)),
      piece(usdText(one.costPerTask)),
      piece(percentText(one.cacheShare === null ? null : one.cacheShare * 100)),
      piece(one.agent, 'quiet'),
      piece(tokenText(one.tokensPerTurn)),
      piece(one.turns.toLocaleString('en')),
      piece(one.tasksDone === null ? UNKNOWN : one.tasksDone.toLocaleString('en')),
    ].slice(0, shown),
  )
  return tableLines(MODEL_HEAD.slice(0, shown), rows, 0, columns)
}

const MODEL_HEAD = ['model', 'cost', 'a turn', 'a task', 'cached', 'agent', 'tokens a turn', 'turns', 'tasks']
const NARROW_MODEL_FIGURES = 6

export function patternLines(patterns: Patterns, columns: number): Line[] {
  const { hours, waits } = patterns
  const facts = [
    ['turns for a task', patterns.turnsPerTask === null ? UNKNOWN : patterns.turnsPerTask.toFixed(1)],
    ['requests that failed', shareText(patterns.errorRate)],
    ['requests made again', shareText(patterns.retryRate)],
  ] as const
  return [
    ...hourLines(hours),
    BLANK,
    ...facts.map(([name, value]): Line => [piece(`${name}: `, 'quiet'), piece(value)]),
    ...(waits.length === 0 ? [] : [BLANK, [piece('longest waits for a person', 'strong')] as Line]),
    ...tableLines(
      ['time', 'since', 'task', 'for'],
      waits.map((wait) => [
        piece(durationText(wait.ms), 'strong'),
        piece(momentText(wait.from), 'quiet'),
        piece(cleanLine(wait.task), 'accent'),
        piece(cleanLine(wait.for)),
      ]),
      3,
      columns,
    ).slice(waits.length === 0 ? 1 : 0),
  ]
}

/** From nothing to the busiest hour. */
const SHADES = [' ', '░', '▒', '▓', '█']

/** A week by hours: how much it cost, the dearest hour darkest. */
function hourLines(hours: Patterns['hours']): Line[] {
  if (hours.length === 0) return [[piece('Nothing was done in this time.', 'quiet')]]
  const priced = hours.some(({ costUsd }) => costUsd > 0)
  const sizeOf = (cell: Patterns['hours'][number]): number => (priced ? cell.costUsd : cell.requests)
  const most = Math.max(...hours.map(sizeOf))
  const scale = Array.from({ length: 8 }, (_, n) =>
    String(n * 3)
      .padStart(2, '0')
      .padEnd(6),
  ).join('')
  const rows = WEEKDAYS.map((name, weekday): Line => {
    const ofDay = hours.filter((cell) => cell.weekday === weekday)
    const shades = Array.from({ length: 24 }, (_, hour) => {
      const cell = ofDay.find((one) => one.hour === hour)
      const size = cell === undefined ? 0 : sizeOf(cell)
      const shade = size === 0 || most === 0 ? 0 : Math.ceil((size / most) * (SHADES.length - 1))
      return (SHADES[shade] ?? '').repeat(2)
    })
    const sum = ofDay.reduce((total, cell) => total + sizeOf(cell), 0)
    return [piece(`${name}  `, 'quiet'), piece(shades.join(''), 'accent'), piece(`  ${priced ? usdText(sum) : sum}`)]
  })
  return [
    [piece(`${priced ? 'cost' : 'requests'} by weekday and hour`, 'strong')],
    [piece(`     ${scale}`, 'quiet')],
    ...rows,
  ]
}

function shareText(share: number | null): string {
  return share === null ? UNKNOWN : `${(share * 100).toFixed(1)} %`
}

export function adviceLines(advice: readonly Advice[], columns: number): Line[] {
  const width = Math.min(columns, WIDEST_TEXT)
  const overlap = 'They overlap: what they save does not add up.'
  const told = advice.flatMap((one, n): Line[] => [
    ...(n === 0 ? [] : [BLANK]),
    ...adviceHead(one),
    ...indented(one.body, width, 'plain'),
    ...one.evidence
      .slice(0, 3)
      .flatMap((session) => [
        [
          piece(`  ${session.sessionId.slice(0, 8)}`, 'accent'),
          piece(`  ${usdText(session.savedUsd)} of ${usdText(session.costUsd)}`),
          piece(`  ${cleanLine(session.project ?? '')}`, 'quiet'),
        ],
        ...indented(session.seen, width, 'quiet', '            '),
      ]),
    ...(one.sessions > 3 ? [[piece(`  and ${countText(one.sessions - 3, 'more session')}`, 'quiet')] as Line] : []),
    ...indented(`Taken for granted: ${one.assumption}`, width, 'quiet'),
    [piece('  baton usage --explain ', 'quiet'), piece(one.id, 'quiet')],
  ])
  return advice.length < 2 ? told : [...told, BLANK, [piece(overlap, 'quiet')]]
}

function adviceHead(one: Advice): Line[] {
  const saved = `would have saved ${usdText(one.savedUsd)} (${percentText(one.savedShare * 100)})`
  const of = `of ${countText(one.sessions, 'session')}, ${one.from} to ${one.until}`
  return [[piece(one.title, 'strong')], [piece(`  ${saved}`, 'good'), piece(` ${of}`, 'quiet')]]
}

function indented(text: string, columns: number, tone: Piece['tone'], indent = '  '): Line[] {
  return wrapText(cleanLine(text, LONGEST_TEXT), columns - indent.length).map((line) => [
    piece(`${indent}${line}`, tone),
  ])
}

/** An advice with each row of the ledger that it was reckoned from; the differences add up to what it saves. */
export function explainedLines({ advice, rows }: AdviceExplained, columns: number): Line[] {
  const width = Math.min(columns, WIDEST_TEXT)
  return [
    ...adviceHead(advice),
    ...indented(advice.body, width, 'plain'),
    ...indented(`Taken for granted: ${advice.assumption}`, width, 'quiet'),
    BLANK,
    ...tableLines(
      ['session', 'when', 'model', 'cost', 'source', 'instead', 'difference', 'why'],
      rows.map((row) => [
        piece(row.sessionId.slice(0, 8), 'accent'),
        piece(momentText(row.at), 'quiet'),
        piece(cleanLine(row.model)),
        piece(usdText(row.costUsd)),
        piece(row.costSource),
        piece(usdText(row.insteadUsd)),
        piece(row.costUsd === null || row.insteadUsd === null ? UNKNOWN : usdText(row.costUsd - row.insteadUsd)),
        piece(cleanLine(row.why), 'quiet'),
      ]),
      2,
      columns,
    ),
    [piece(`${countText(rows.length, 'row')}; the differences add up to ${usdText(advice.savedUsd)}.`, 'strong')],
  ]
}

export function limitLines(limits: readonly PlanLimit[], columns: number, now: number): Line[] {
  const rows = limits.map((limit) => [
    piece(limit.agent, 'accent'),
    piece(limit.name),
    piece(percentText(limit.usedPercent), 'strong'),
    piece(resetText(limit.resetsAt, now)),
    piece(`${limit.source}, ${momentText(limit.at)}`, 'quiet'),
  ])
  return tableLines(['agent', 'limit', 'used', 'begins anew', 'read in'], rows, 1, columns)
}

function resetText(at: string | null, now: number): string {
  if (at === null) return UNKNOWN
  return Date.parse(at) < now ? `since ${momentText(at)}` : momentText(at)
}

export function spendLines(spend: readonly SpendForecast[], columns: number): Line[] {
  const rows = spend.map((one) => [
    piece(one.span === 'day' ? 'today' : 'this week', 'accent'),
    piece(usdText(one.soFar)),
    piece(one.atEnd === null ? UNKNOWN : usdText(one.atEnd.mid), 'strong'),
    piece(one.atEnd === null ? UNKNOWN : `${usdText(one.atEnd.low)} to ${usdText(one.atEnd.high)}`),
    piece(countText(one.basisDays, 'day'), 'quiet'),
    piece(one.project === null ? 'all projects' : cleanLine(one.project)),
  ])
  return tableLines(['span', 'so far', 'at its end', 'four times of five', 'rests on', 'project'], rows, 5, columns)
}
