import { cleanLine } from '../../../contract/text.ts'
import { UNATTRIBUTED_SHOWN_USD, type SeriesReport, type SessionReport, type Wait } from '../../../contract/report.ts'
import type { z } from 'zod'
import { joined, piece, type Line, type Piece } from './line.ts'
import { spanText } from './lists.ts'
import {
  between,
  costNote,
  costText,
  countText,
  durationText,
  momentText,
  tokenSum,
  tokenText,
  UNKNOWN,
} from './numbers.ts'
import { labelled } from './series-view.ts'
import { statusPiece } from './status-words.ts'
import { wrapText } from './text-width.ts'

/** Columns of `22:03 – 23:41`. */
const SPAN = 13
const BLANK: Line = [piece('')]

/** The morning report: what a person wants to know before the first coffee, most important first. */
export function reportLines(report: SeriesReport, columns: number, now: number): Line[] {
  return [
    [statusPiece(report.status), piece('  '), piece(cleanLine(report.task), 'strong')],
    [piece('  '), piece(cleanLine(report.project), 'quiet')],
    [piece('  '), ...totals(report, now)],
    ...reasonLines(report, columns),
    BLANK,
    ...boxLines(report),
    ...report.sessions.flatMap((session) => [BLANK, ...sessionLines(session, now)]),
    ...waitLines(report.waits, now),
  ]
}

function totals(report: SeriesReport, now: number): Line {
  const checkpoints = report.sessions.filter((session) => session.checkpoint !== null).length
  return joined([
    piece(`${momentText(report.startedAt)} to ${report.endedAt === null ? 'now' : momentText(report.endedAt)}`),
    piece(durationText(between(report.startedAt, report.endedAt, now))),
    piece(countText(report.sessions.length, 'session')),
    piece(countText(checkpoints, 'checkpoint')),
    piece(costNote(report.costUsd, report.tokens), 'strong'),
    unattributed(report),
    piece(tokenSum(report.tokens) === 0 ? '' : `${tokenText(tokenSum(report.tokens))} tokens`),
  ])
}

/** What the agent counted and nothing told of. */
function unattributed({ unattributedUsd, tokens }: Pick<SessionReport, 'unattributedUsd' | 'tokens'>): Piece {
  const shown = unattributedUsd !== null && unattributedUsd > UNATTRIBUTED_SHOWN_USD
  return piece(shown ? `${costText(unattributedUsd, tokens)} unattributed` : '', 'warn')
}

function reasonLines(report: SeriesReport, columns: number): Line[] {
  if (report.why === null) return []
  const tone = report.status === 'needs-attention' || report.status === 'failed' ? 'bad' : 'warn'
  return wrapText(cleanLine(report.why, 600), Math.max(20, columns - 2)).map((line) => [piece('  '), piece(line, tone)])
}

function boxLines(report: SeriesReport): Line[] {
  const done = report.boxes.filter((box) => box.done).length
  if (report.boxes.length === 0) return [[piece('Boxes', 'strong'), piece(`  ${UNKNOWN}`)]]
  return [
    [piece('Boxes', 'strong'), piece(`  ${done} of ${report.boxes.length} done`)],
    ...report.boxes.map((box): Line => [
      piece(box.done ? '  ■ ' : '  □ ', box.done ? 'good' : 'quiet'),
      piece(`${String(box.number).padStart(2)} ${cleanLine(box.title)}`, box.done ? 'quiet' : 'plain'),
    ]),
  ]
}

function sessionLines(session: SessionReport, now: number): Line[] {
  const peak = session.peakContext === null ? UNKNOWN : `${tokenText(session.peakContext)}/${tokenText(session.window)}`
  const facts = joined([
    piece(spanText(session.startedAt, session.endedAt)),
    piece(durationText(between(session.startedAt, session.endedAt, now)), 'quiet'),
    piece(`peak ${peak}`),
    piece(costNote(session.costUsd, session.tokens)),
    unattributed(session),
  ])
  return [
    [piece(`Session ${session.n}`, 'strong'), piece('  '), ...facts],
    labelled('end', [piece(cleanLine(session.end))]),
    ...listed('done', session.boxesDone),
    ...listed('changed', session.changed),
    ...checkpointNotes(session.checkpoint),
  ]
}

function listed(label: string, values: string[]): Line[] {
  return values.map((value, index) => labelled(index === 0 ? label : '', [piece(cleanLine(value))]))
}

function checkpointNotes(checkpoint: SessionReport['checkpoint']): Line[] {
  if (checkpoint === null) return []
  const notes = [
    ...(checkpoint.kind === 'mechanical' ? ['the handover was written mechanically'] : []),
    ...(checkpoint.refProblem === null ? [] : [`files only, no work tree: ${checkpoint.refProblem}`]),
    ...(checkpoint.masked.length === 0 ? [] : [`a secret was masked in ${checkpoint.masked.join(', ')}`]),
    ...(checkpoint.skipped.length === 0
      ? []
      : [`${countText(checkpoint.skipped.length, 'file')} left out of the snapshot`]),
  ]
  return notes.map((note, index) => labelled(index === 0 ? 'note' : '', [piece(cleanLine(note), 'warn')]))
}

function waitLines(waits: z.infer<typeof Wait>[], now: number): Line[] {
  if (waits.length === 0) return []
  return [
    BLANK,
    [
      piece('Waits', 'strong'),
      piece(`  ${durationText(waits.reduce((sum, wait) => sum + between(wait.from, wait.to, now), 0))} in all`),
    ],
    ...waits.map((wait): Line => [
      piece(`  ${spanText(wait.from, wait.to).padEnd(SPAN)}  `, 'quiet'),
      piece(cleanLine(wait.for, 400)),
    ]),
  ]
}
