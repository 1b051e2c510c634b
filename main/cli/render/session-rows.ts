import type { ObservedSession } from '../../../contract/observed.ts'
import type { SessionState, SessionView } from '../../../contract/series.ts'
import { turnsWords } from '../../../contract/forecast-words.ts'
import { cleanLine } from '../../../contract/text.ts'
import { contextBar } from './context-bar.ts'
import { piece, type Line, type Piece, type Tone } from './line.ts'
import { shortId } from './lists.ts'
import { between, costText, durationText, tokenText } from './numbers.ts'
import { tableLines } from './table.ts'

/** Columns of the bar of one row. */
const BAR_CELLS = 8

/** A session of this machine, hosted here or found by its transcript. */
export type SessionRow = { hosted: SessionView; observed: null } | { hosted: null; observed: ObservedSession }

const STATES: Record<SessionState, { mark: string; word: string; tone: Tone; rank: number }> = {
  waiting: { mark: '▲', word: 'waits for you', tone: 'warn', rank: 0 },
  busy: { mark: '●', word: 'busy', tone: 'good', rank: 1 },
  idle: { mark: '◐', word: 'idle', tone: 'plain', rank: 1 },
  unknown: { mark: '?', word: 'unknown', tone: 'quiet', rank: 1 },
  ended: { mark: '■', word: 'ended', tone: 'quiet', rank: 2 },
}

/** Each session once: the hosted ones as their series knows them. What waits for a person first, then the living, the latest first. */
export function sessionRows(hosted: readonly SessionView[], observed: readonly ObservedSession[]): SessionRow[] {
  const bySession = new Map<string, SessionView>()
  // A session that was resumed has two launches: the later one tells how it is.
  for (const view of hosted.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt))) {
    if (view.live || bySession.get(view.sessionId)?.live !== true) bySession.set(view.sessionId, view)
  }
  // One that ended here may live in another terminal by now.
  const elsewhere = observed.filter(({ sessionId, state }) => {
    const own = bySession.get(sessionId)
    if (own === undefined || (!own.live && state !== 'ended')) bySession.delete(sessionId)
    return !bySession.has(sessionId)
  })
  const rows: SessionRow[] = [
    ...[...bySession.values()].map((view) => ({ hosted: view, observed: null })),
    ...elsewhere.map((view) => ({ hosted: null, observed: view })),
  ]
  return rows.sort((a, b) => STATES[stateOf(a)].rank - STATES[stateOf(b)].rank || lastOf(b).localeCompare(lastOf(a)))
}

export function sessionTable(rows: readonly SessionRow[], columns: number, now: number): Line[] {
  const cells = rows.map((row) => {
    const view = row.hosted ?? row.observed
    const { forecast, costUsd, tokens, model, project } = view
    return [
      statePiece(row),
      piece(view.sessionId.slice(0, 8), 'accent'),
      piece(row.observed?.agent ?? 'claude'),
      contextPiece(row),
      piece(project === null ? '–' : cleanLine(project), 'quiet'),
      piece(costText(costUsd, tokens)),
      piece(`${durationText(between(lastOf(row), null, now))} ago`, 'quiet'),
      seriesPiece(row),
      piece(forecast === null ? '–' : turnsWords(forecast.turns)),
      piece(model === null ? '–' : cleanLine(model.replace(/^claude-/, ''))),
    ]
  })
  const heads = ['state', 'session', 'agent', 'context', 'project', 'cost', 'last sign', 'series', 'due in', 'model']
  return tableLines(heads, cells, heads.indexOf('project'), columns)
}

/** Says it, where several live in one folder: they may write over each other. */
export function parallelNotes(rows: readonly SessionRow[]): Line[] {
  const living = rows.filter((row) => stateOf(row) !== 'ended')
  const folders = Map.groupBy(living, (row) => (row.hosted ?? row.observed).project)
  return [...folders].flatMap(([project, inIt]) =>
    project === null || inIt.length < 2
      ? []
      : [[piece(`${inIt.length} sessions live in ${cleanLine(project)}: they may write over each other.`, 'warn')]],
  )
}

function stateOf({ hosted, observed }: SessionRow): SessionState {
  return hosted === null ? observed.state : hosted.live ? hosted.state : 'ended'
}

function statePiece(row: SessionRow): Piece {
  const { mark, word, tone } = STATES[stateOf(row)]
  return piece(`${mark} ${word}`, tone)
}

function seriesPiece({ hosted, observed }: SessionRow): Piece {
  const id = hosted === null ? observed.seriesId : hosted.seriesId
  if (id === null) return piece('–')
  return piece(hosted === null ? shortId(id) : `${shortId(id)} #${hosted.n}`)
}

function contextPiece({ hosted, observed }: SessionRow): Piece {
  const { context, forecast } = hosted ?? observed
  if (context === null) return piece('–')
  const bar = contextBar({ context, due: forecast?.due ?? null, soft: null }, BAR_CELLS)
  const tone = bar.find((part) => part.tone === 'bad' || part.tone === 'warn')?.tone ?? 'plain'
  const text = bar.map((part) => part.text).join('')
  return piece(`${text} ${tokenText(context.used)}/${tokenText(context.window)}`, tone)
}

/** When it was last heard of. */
function lastOf({ hosted, observed }: SessionRow): string {
  if (hosted === null) return observed.lastAt
  return hosted.endedAt ?? hosted.context?.at ?? hosted.startedAt
}
