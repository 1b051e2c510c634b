import { describe, expect, it } from 'vitest'
import type { SeriesView } from '../../../contract/series.ts'
import type { Connection } from '../../client/types.ts'
import { sampleBoard } from '../../testing/sample-board.ts'
import type { AttachmentView } from './pane-attachment.ts'
import { subjectOf } from './pane-subject.ts'
import { missingWords, paneNote, stateOf } from './pane-words.ts'

const open: Connection = { status: 'open', role: 'control', version: '1' }
const looking: Connection = { ...open, role: 'view' }
const live: AttachmentView = {
  phase: 'live',
  sessionId: 'one',
  title: '',
  why: '',
  handover: null,
  size: { columns: 80, rows: 24 },
  theirs: false,
}
const sample = sampleBoard().series.find(({ session }) => session !== null)

function held(kind: string | null, status: SeriesView['status'] = 'waiting'): SeriesView {
  if (sample === undefined || sample.session === null) throw new Error('the samples have no series with a session')
  const hold = kind === null ? null : { kind, since: '2026-11-22T10:00:00Z', until: null, human: true }
  return { ...sample, status, hold, why: kind && 'the reason', session: { ...sample.session, n: 3 } }
}

/** Of the tab of a series. */
function noteOf(view: AttachmentView, series: SeriesView | null, present: boolean, connection: Connection) {
  return paneNote(view, { series, present, follows: series !== null }, connection)
}

describe('the line over the status line', () => {
  it('is not there while all goes well', () => {
    expect(noteOf(live, held(null, 'running'), true, open)).toBeNull()
  })

  it('asks for an answer where one is waited for, to those who may give it', () => {
    const why = 'the agent wants to use Bash. Allow or deny it in `baton attach 01X`'
    expect(noteOf(live, { ...held('permission'), why }, true, open)?.text).toBe('The agent wants to use Bash')
    const note = noteOf(live, { ...held('permission'), why: null }, true, open)
    expect(note).toEqual({
      kind: 'waits',
      text: 'The agent asks for permission',
      action: { label: 'Answer here', do: 'focus' },
    })
    expect(noteOf(live, held('permission'), true, looking)?.action).toBeNull()
  })

  it('says that typing holds the loop and what ends that', () => {
    expect(noteOf(live, held('draft'), true, open)?.text).toContain('Send it, or clear it with Ctrl+C')
  })

  it('says why a series needs attention, as data', () => {
    const series = { ...held('no-progress', 'needs-attention'), why: 'no \u202eprogress' }
    expect(noteOf(live, series, true, open)?.text).toBe('No progress')
  })

  it('says nothing of the loop beside a session that is not the present one', () => {
    expect(noteOf(live, held('permission'), false, open)).toBeNull()
  })

  it('tells one who may not type', () => {
    expect(noteOf(live, held(null, 'running'), true, looking)?.text).toMatch(/typing needs control/)
  })

  it('offers to take a terminal of another window’s size over', () => {
    expect(noteOf({ ...live, theirs: true }, null, false, open)?.action?.do).toBe('take-over')
  })

  it('says how it came to this session', () => {
    const view = { ...live, handover: 'Session 2 handed over at checkpoint 2' }
    expect(noteOf(view, held(null, 'running'), true, open)?.text).toBe(
      'Session 2 handed over at checkpoint 2. This is session 3',
    )
  })

  it('marks what an ended session left, and what will follow it', () => {
    const ended = { ...live, phase: 'ended' as const, why: 'the session ended.' }
    expect(noteOf(ended, held(null, 'completed'), true, open)?.text).toBe(
      'Ended – what was last on its screen (the session ended)',
    )
    expect(noteOf(ended, held(null, 'running'), true, open)?.text).toMatch(/next one starts here/)
  })

  it('says first that the connection is gone', () => {
    const lost: Connection = { status: 'lost', why: 'gone', retryAt: 0 }
    expect(noteOf(live, held('permission'), true, lost)?.text).toMatch(/^Reconnecting/)
  })
})

it('says why there is no terminal without what is for the command line', () => {
  const why = '01KB0SAMPLE000000000000007: it has had no session yet. See its checkpoints for what it left.'
  expect(missingWords(why)).toBe('It has had no session yet. See its checkpoints for what it left.')
  const unknown = '5e551011-0000-4000-8000-000000000001: there is no such series or session here. See `baton sessions`.'
  expect(missingWords(unknown)).toBe('There is no such series or session here.')
  expect(missingWords('')).toBe('There is no terminal to show.')
})

it('says a moment as a person does', () => {
  const why = `the session ended at ${new Date(2026, 0, 2, 14, 5).toISOString()}: it exited with code 0`
  expect(noteOf({ ...live, phase: 'ended', why }, null, false, open)?.text).toMatch(
    /\(the session ended at 2 Jan( 2026)? 14:05: it exited with code 0\)$/,
  )
})

it('calls a terminal that is over ended, whatever the board still says', () => {
  const session = held(null).session && { ...held(null).session, state: 'busy' as const }
  expect(stateOf(session as SeriesView['session'], live).words).toBe('Working')
  expect(stateOf(session as SeriesView['session'], { ...live, phase: 'ended' }).words).toBe('Ended')
  expect(stateOf(null, live).words).toBe('Unknown')
})

describe('what a tab is about', () => {
  const series = held(null, 'running')
  const now = series.session
  if (now === null) throw new Error('the samples have no series with a session')
  const former = { ...now, sessionId: 'former', n: 1, live: false, seriesId: series.id }
  const board = {
    series: new Map([[series.id, series]]),
    sessions: new Map([
      [now.sessionId, now],
      ['former', former],
    ]),
  }

  it('can be steered while no session is there, until the series is finished', () => {
    const of = (status: SeriesView['status'], target = series.id) => {
      const resting = { ...series, status, session: null }
      return subjectOf(target, 'former', { ...board, series: new Map([[series.id, resting]]) }).present
    }
    expect([of('paused'), of('needs-attention'), of('completed'), of('paused', 'former')]).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  it('is the present session of a series', () => {
    expect(subjectOf(series.id, null, board)).toMatchObject({ session: now, present: true, label: series.task })
  })

  it('is the one on the screen while the next has not come', () => {
    expect(subjectOf(series.id, 'former', board)).toMatchObject({ session: former, present: false })
  })

  it('is one session by its number', () => {
    expect(subjectOf('former', 'former', board).label).toBe(`${series.task} · session 1`)
  })

  it('is an id where nothing is known', () => {
    expect(subjectOf('01J0000000000000ABCDEFGH', null, board)).toMatchObject({ label: '…ABCDEFGH', series: null })
  })
})
