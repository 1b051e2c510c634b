import { describe, expect, it } from 'vitest'
import type { SeriesView, SessionView } from '../../../contract/series.ts'
import { sampleBoard } from '../../testing/sample-board.ts'
import { handoverWords, nextProcess, seenSession } from './follow-series.ts'

const sample = sampleBoard().series.find(({ session }) => session !== null)

function series(session: Partial<SessionView> | null, checkpoints = 2): SeriesView {
  if (sample === undefined || sample.session === null) throw new Error('the samples have no series with a session')
  return { ...sample, checkpoints, session: session && { ...sample.session, live: true, ...session } }
}

const seen = { sessionId: 'two', n: 2, pid: 20 }

describe('the next process', () => {
  it('is that of the next live session', () => {
    expect(nextProcess(seen, series({ sessionId: 'three', n: 3, pid: 30 }))).toBe(30)
    expect(nextProcess(null, series({ sessionId: 'one', n: 1, pid: 10 }))).toBe(10)
  })

  it('is not the one that just ended and that the board still calls live', () => {
    expect(nextProcess(seen, series({ sessionId: 'two', pid: 20 }))).toBeNull()
  })

  it('is another process of the same session when it was resumed', () => {
    expect(nextProcess(seen, series({ sessionId: 'two', pid: 21 }))).toBe(21)
    expect(nextProcess({ ...seen, pid: null }, series({ sessionId: 'two', pid: 21 }))).toBe(21)
  })

  it('is none while nothing lives', () => {
    expect(nextProcess(seen, series({ sessionId: 'three', pid: null, live: false }))).toBeNull()
    expect(nextProcess(seen, series(null))).toBeNull()
    expect(nextProcess(seen, null)).toBeNull()
  })
})

describe('the words of a handover', () => {
  it('name the session that ended and the checkpoint', () => {
    expect(handoverWords(seen, series({ n: 3, pid: 30 }))).toBe('Session 2 handed over at checkpoint 2')
  })

  it('name all that ended while nobody looked', () => {
    expect(handoverWords(seen, series({ n: 5, pid: 50 }, 4))).toBe(
      'Sessions 2 to 4 handed over, the last at checkpoint 4',
    )
  })

  it('tell a resumed session from a handover', () => {
    expect(handoverWords(seen, series({ n: 2, pid: 21 }))).toBe('Session 2 was resumed')
  })

  it('are none for the same process: only its conversation was cleared', () => {
    expect(handoverWords(seen, series({ sessionId: 'after the clear', n: 2, pid: 20 }))).toBeNull()
  })

  it('are none where it is not known', () => {
    expect(handoverWords({ ...seen, n: null }, series({ n: 3 }))).toBeNull()
    expect(handoverWords(null, series({ n: 3 }))).toBeNull()
    expect(handoverWords(seen, series({ n: 3 }, 0))).toBeNull()
  })
})

it('takes the process of a live session only', () => {
  const { session } = series({ sessionId: 'x', n: 4, pid: 40 })
  expect(seenSession('x', session)).toEqual({ sessionId: 'x', n: 4, pid: 40 })
  expect(seenSession('x', session && { ...session, live: false })).toEqual({ sessionId: 'x', n: 4, pid: null })
  expect(seenSession('x', null)).toEqual({ sessionId: 'x', n: null, pid: null })
})
