import type { RunEvent, RunEventType } from '../../../contract/events.ts'
import { cleanLine } from '../../../contract/text.ts'
import { CHECKPOINT_REASONS } from '../../series/reasons.ts'
import { piece, type Line, type Tone } from './line.ts'
import { textWidth, wrapText } from './text-width.ts'
import { costNote, countText, durationText, exactClockText, percentText, tokenText } from './numbers.ts'

type EventOf<T extends RunEventType> = Extract<RunEvent, { type: T }>

/** What each event says to a person, without its time. The wording stands in docs/outcomes.md. */
export const HUMAN_LINES: { [T in RunEventType]: { tone: Tone; say: (event: EventOf<T>) => string } } = {
  'series.started': {
    tone: 'strong',
    say: (event) =>
      [
        `series ${event.series} ${event.resumed ? 'goes on' : 'started'}: ${text(event.task)} in ${text(event.project)}`,
        ...(event.adopted === undefined ? [] : [`going on with the session ${text(event.adopted)}`]),
      ].join(', '),
  },
  'policy.changed': { tone: 'quiet', say: (event) => `policy changed: ${changesText(event.changes)}` },
  'session.started': { tone: 'plain', say: (event) => `session ${event.n} started (pid ${event.pid})` },
  context: {
    tone: 'quiet',
    say: (event) => `context ${tokenText(event.used)} of ${tokenText(event.window)}, ${percentText(event.percent)}`,
  },
  nudge: {
    tone: 'quiet',
    say: (event) => `soft point passed: told the session it holds ${tokenText(event.used)} of ${tokenText(event.due)}`,
  },
  'checkpoint.requested': {
    tone: 'plain',
    say: (event) => `asked for a checkpoint: ${text(reasonText(event.reason))}`,
  },
  'checkpoint.rejected': {
    tone: 'warn',
    say: (event) => `checkpoint not safe yet: ${event.why.map((why) => text(why)).join('; ')}`,
  },
  'checkpoint.verified': {
    tone: 'good',
    say: (event) =>
      [
        `checkpoint ${event.n} kept${event.kind === 'mechanical' ? ', written mechanically' : ''}: ${countText(event.files.length, 'file')}`,
        ...event.notes.map((note) => text(note)),
      ].join('; '),
  },
  'session.ended': { tone: 'plain', say: (event) => `session ended${endText(event)}` },
  'session.resumed': { tone: 'plain', say: (event) => `session resumed where it was interrupted (pid ${event.pid})` },
  pickup: {
    tone: 'plain',
    say: (event) =>
      `${event.checkpoint === 0 ? 'dev-docs' : `checkpoint ${event.checkpoint}`} picked up: ${countText(event.files.length, 'file')} read`,
  },
  waiting: { tone: 'warn', say: (event) => `waiting: ${text(event.for)}` },
  'needs-attention': { tone: 'bad', say: (event) => `needs you: ${text(event.why)}` },
  'series.completed': { tone: 'good', say: (event) => `completed: ${summaryText(event)}` },
  'series.stopped': {
    tone: 'strong',
    say: (event) => `stopped, ${text(reasonText(event.reason))}: ${summaryText(event)}`,
  },
}

/** Ending a session takes moments, of which tenths are worth telling. */
const EXACT_BELOW_MS = 10_000
/** Columns that the words keep in the narrowest terminal. */
const SMALLEST_TEXT = 20
/** Longer than the widest reason that the cycler gives, so that the way out is never cut off. */
const LONGEST_TEXT = 600

/** A reason by its code in the words for people; any other is words already. */
function reasonText(reason: string): string {
  return Object.entries(CHECKPOINT_REASONS).find(([code]) => code === reason)?.[1] ?? reason
}

/** Agent-written text on one line, without what could steer a terminal. */
function text(value: string): string {
  return cleanLine(value, LONGEST_TEXT)
}

/** `08:41:31  session 2 started (pid 4711)` */
export function eventLine(event: RunEvent): Line {
  return [piece(exactClockText(event.at), 'quiet'), piece('  '), piece(eventText(event), HUMAN_LINES[event.type].tone)]
}

/** The same for a terminal of `columns`, words whole, further lines under the first. */
export function eventLines(event: RunEvent, columns: number): Line[] {
  const [time, gap, said] = eventLine(event)
  if (time === undefined || gap === undefined || said === undefined) return []
  const indent = textWidth(time.text) + textWidth(gap.text)
  const [first = '', ...more] = wrapText(said.text, Math.max(SMALLEST_TEXT, columns - indent))
  return [
    [time, gap, piece(first, said.tone)],
    ...more.map((line): Line => [piece(' '.repeat(indent)), piece(line, said.tone)]),
  ]
}

export function eventText(event: RunEvent): string {
  // The table's key and the event's type are one and the same, which the compiler cannot follow through the index.
  const { say } = HUMAN_LINES[event.type] as { say: (event: RunEvent) => string }
  return say(event)
}

function endText(event: EventOf<'session.ended'>): string {
  const how =
    event.signal === null ? (event.exitCode === null ? '' : `exit code ${event.exitCode}`) : text(event.signal)
  const took =
    event.ms > 0
      ? `after ${event.ms < EXACT_BELOW_MS ? `${(event.ms / 1000).toFixed(1)} s` : durationText(event.ms)}`
      : 'by itself'
  return how === '' ? ` ${took}` : ` ${took} (${how})`
}

function summaryText(event: EventOf<'series.completed' | 'series.stopped'>): string {
  const all = event.tasks.done + event.tasks.open
  return [
    `${event.tasks.done} of ${countText(all, 'task')} done`,
    countText(event.sessions, 'session'),
    countText(event.checkpoints, 'checkpoint'),
    costNote(event.costUsd, event.tokens),
  ].join(', ')
}

function changesText(changes: Record<string, unknown>): string {
  const said = Object.entries(changes).map(
    ([field, value]) => `${field} ${value === null ? 'none' : JSON.stringify(value)}`,
  )
  return said.length === 0 ? 'nothing' : text(said.join(', '))
}
