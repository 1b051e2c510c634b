import { expect, test } from 'vitest'
import { sampleBoard } from '../testing/sample-board.ts'
import { sampleId, sampleSeries, sampleSession } from '../testing/sample-series.ts'
import { boardArrived, boardChanged, EMPTY_BOARD } from './board-state.ts'

const board = sampleBoard()

test('a board replaces all that was known', () => {
  const before = boardArrived(board, 1)
  const after = boardArrived({ ...board, series: board.series.slice(0, 1), sessions: [] }, 2)
  expect([before.series.size, before.sessions.size]).toEqual([board.series.length, board.sessions.length])
  expect([after.series.size, after.sessions.size]).toEqual([1, 0])
  expect(after).toMatchObject({ ready: true, heardAt: 2 })
})

test('a change replaces what had the same id and leaves the rest as it was', () => {
  const before = boardArrived(board, 1)
  const view = sampleSeries(1, { status: 'paused' })
  const after = boardChanged(before, { kind: 'series', view }, 5)
  expect(after.series.get(view.id)?.status).toBe('paused')
  expect(before.series.get(view.id)?.status).toBe('running')
  expect(after.series.get(sampleId(2))).toBe(before.series.get(sampleId(2)))
  expect(after.sessions).toBe(before.sessions)
  expect(after.heardAt).toBe(5)
})

test('a session and settings change, too', () => {
  const session = sampleSession(90, { state: 'busy' })
  const state = boardChanged(boardArrived(board, 1), { kind: 'session', view: session }, 2)
  expect(state.sessions.get(session.sessionId)?.state).toBe('busy')
  const settings = { ...board.settings, revision: 'r2' }
  expect(boardChanged(state, { kind: 'settings', settings }, 3).settings?.revision).toBe('r2')
})

test('notices stay newest first, each once', () => {
  const [first] = board.notices
  if (first === undefined) throw new Error('the sample has notices')
  const state = boardArrived(board, 1)
  const seen = boardChanged(state, { kind: 'notice', notice: { ...first, seen: true } }, 2)
  expect(seen.notices).toHaveLength(board.notices.length)
  expect(seen.notices[0]).toMatchObject({ id: first.id, seen: true })
  const newer = { ...first, id: 'newer', at: '2026-11-22T13:00:00Z' }
  const older = { ...first, id: 'older', at: '2026-11-20T13:00:00Z' }
  const both = [newer, older].reduce((now, notice) => boardChanged(now, { kind: 'notice', notice }, 3), seen)
  expect([both.notices[0]?.id, both.notices.at(-1)?.id]).toEqual(['newer', 'older'])
})

test('before the first board nothing is known', () => {
  expect(EMPTY_BOARD).toMatchObject({ ready: false, settings: null, heardAt: 0 })
})
