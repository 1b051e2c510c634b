import { expect, it } from 'vitest'
import type { SeriesView, SessionView } from '../../../contract/series.ts'
import { sampleBoard } from '../../testing/sample-board.ts'
import { sessionChoices } from './session-choices.ts'

function board(series: Partial<SeriesView>[]) {
  const sample = sampleBoard().series.find(({ session }) => session !== null)
  if (sample === undefined || sample.session === null) throw new Error('the samples have no series with a session')
  const present = sample.session
  const views = series.map((part, at): SeriesView => {
    const id = part.id ?? `series-${at}`
    const session = { ...present, sessionId: `${id}-2`, seriesId: id, n: 2, live: true, endedAt: null }
    return { ...sample, hold: null, status: 'running', ...part, id, session }
  })
  const sessions = views.flatMap(({ id, session }): SessionView[] => {
    if (session === null) return []
    const ended = { ...session, sessionId: `${id}-1`, n: 1, live: false, endedAt: '2026-11-22T09:00:00Z' }
    return [session, ended]
  })
  return {
    series: new Map(views.map((view) => [view.id, view])),
    sessions: new Map(sessions.map((session) => [session.sessionId, session])),
  }
}

const human = { kind: 'permission', since: '2026-11-22T10:00:00Z', until: null, human: true }

it('opens a live session by its series, so that it is followed, and an ended one by itself', () => {
  const { live, ended } = sessionChoices(board([{ id: 'a' }]))
  expect(live.map(({ target }) => target)).toEqual(['a'])
  expect(ended.map(({ target }) => target)).toEqual(['a-1'])
})

it('puts what needs a person first', () => {
  const { live } = sessionChoices(board([{ id: 'a' }, { id: 'b', status: 'waiting', hold: human }, { id: 'c' }]))
  expect(live[0]?.target).toBe('b')
})

it('finds by words of task, project and number', () => {
  const known = board([
    { id: 'a', task: 'port-parser' },
    { id: 'b', task: 'docs' },
  ])
  expect(sessionChoices(known, 'PARSER').live.map(({ target }) => target)).toEqual(['a'])
  expect(sessionChoices(known, 'docs session 1').ended.map(({ target }) => target)).toEqual(['b-1'])
  expect(sessionChoices(known, 'nothing')).toEqual({ live: [], ended: [] })
})

it('offers only the last of many ended ones', () => {
  const many = board(Array.from({ length: 30 }, (_, n) => ({ id: `s${n}` })))
  expect(sessionChoices(many).ended).toHaveLength(20)
})
