import { describe, expect, test } from 'vitest'
import { sampleObserved, sampleObservedOfAllKinds } from '../../testing/sample-observed.ts'
import { sampleSeries } from '../../testing/sample-series.ts'
import { type BoardFilter, boardGroups, boardProjects, NO_FILTER } from './board-groups.ts'
import { observedTitle, observedWords, parallelWords, scanWords, sourceWords } from './observed-words.ts'

const observed = sampleObservedOfAllKinds()
const series = [sampleSeries(1, { project: '/home/ann/work/letters' })]
const board = { series, sessions: [], observed }

const named = (filter: Partial<BoardFilter> = {}) =>
  Object.fromEntries(
    boardGroups(board, { ...NO_FILTER, ...filter }).map(({ name, rows }) => [name, rows.map(({ id }) => id)]),
  )
const ids = (...numbers: number[]) => numbers.map((n) => sampleObserved(n).sessionId)

describe('sessions that Baton does not host', () => {
  test('stand with what needs a person, below what runs here, or with what is over', () => {
    expect(named()).toEqual({
      needs: ids(3),
      running: [series[0]?.id],
      elsewhere: ids(1, 2, 4, 5),
      past: ids(6),
    })
  })

  test('can be looked at by themselves, or not at all', () => {
    expect(Object.keys(named({ host: 'observed' }))).toEqual(['needs', 'elsewhere', 'past'])
    expect(Object.keys(named({ host: 'hosted' }))).toEqual(['running'])
  })

  test('are found by title, agent and what they wait for', () => {
    expect(named({ text: 'new index' })).toEqual({ past: ids(6) })
    expect(named({ text: 'codex' })).toEqual({ elsewhere: ids(4) })
    expect(named({ text: 'permission' })).toEqual({ needs: ids(3) })
    expect(named({ project: '/home/ann/work/site' })).toEqual({ needs: ids(3) })
    expect(boardProjects(board)).toContain('/home/ann/work/site')
  })

  test('are counted with the series that lives in their folder', () => {
    const rows = boardGroups(board).flatMap((group) => group.rows)
    // The series, three that live with it; the one that ended counts for none.
    expect(rows.find((row) => row.series !== null)?.parallel).toBe(4)
    expect(rows.find(({ id }) => id === ids(1)[0])?.parallel).toBe(1)
    const still = sampleSeries(1, { project: '/home/ann/work/letters', session: null })
    expect(boardGroups({ ...board, series: [still] }).find(({ name }) => name === 'running')?.rows[0]?.parallel).toBe(0)
  })
})

describe('words', () => {
  test('of what a session does', () => {
    expect(observed.map(observedWords)).toEqual([
      'Works in its own terminal',
      'Rests in its own terminal',
      'Waits for you in its own terminal: permission prompt',
      'Works in its own terminal',
      'Its process lives; what it does is not known',
      'Has ended',
    ])
    expect(observedWords({ state: 'idle', waitingFor: null, requests: 0 })).toBe('Rests; nothing was said in it yet')
  })

  test('of its name, and of where that is known from', () => {
    expect(observedTitle({ title: null, sessionId: '0b5e0001-7a1c' })).toBe('Session 0b5e0001')
    expect(observedTitle({ title: 'A\u202Eb\u0007', sessionId: 'x' })).toBe('Ab')
    expect(sourceWords({ stateSource: 'registry', pid: 7 })).toContain('process 7')
    expect(sourceWords({ stateSource: 'process', pid: null })).toBe('Known by the process table')
  })

  test('of folders and of the first reading', () => {
    expect(parallelWords(2)).toBe('3 sessions in this folder')
    const scan = { files: { done: 1204, total: 2000 }, bytes: { done: 612e6, total: 1e9 } }
    expect(scanWords(scan)).toMatch(/^Reading transcripts: 1,204 of 2,000 files, 6\d\d MB of /)
  })
})
