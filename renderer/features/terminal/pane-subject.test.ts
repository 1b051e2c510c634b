import { expect, it } from 'vitest'
import type { SeriesView, SessionView } from '../../../contract/series.ts'
import { sampleBoard } from '../../testing/sample-board.ts'
import { type Known, seriesInTabs } from './pane-subject.ts'

const [first, second] = sampleBoard().series as [SeriesView, SeriesView]
const [session] = sampleBoard().sessions as [SessionView]
const board: Known = {
  series: new Map([first, second].map((series) => [series.id, series])),
  sessions: new Map([
    ['of-first', { ...session, sessionId: 'of-first', seriesId: first.id }],
    ['of-none', { ...session, sessionId: 'of-none', seriesId: null }],
  ]),
}

it('names the series of all tabs, each once: by its own id and by that of a session', () => {
  const tabs = [{ target: 'of-first' }, { target: second.id }, { target: first.id }]
  expect(seriesInTabs(tabs, board)).toEqual([first.id, second.id])
})

it('names none for a session without a series, and for what is not known', () => {
  expect(seriesInTabs([{ target: 'of-none' }, { target: 'gone' }], board)).toEqual([])
})
