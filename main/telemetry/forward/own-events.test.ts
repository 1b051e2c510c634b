import { describe, expect, it } from 'vitest'
import { ownEvents } from './own-events.ts'
import { base, EVENTS, SECRET, sessionId } from './run-events-for-tests.ts'

const told = EVENTS.map((event) => ownEvents(event)).filter((event) => event !== null)
const attributesOf = (name: string) => told.find((event) => event.name === name)?.attributes

describe("events of Baton's own", () => {
  it('tell cycles, checkpoints and series, with their time', () => {
    expect(told.map(({ name }) => name)).toEqual([
      'baton.series.started',
      'baton.cycle.session_started',
      'baton.checkpoint.requested',
      'baton.checkpoint.rejected',
      'baton.checkpoint.verified',
      'baton.cycle.session_ended',
      'baton.cycle.session_resumed',
      'baton.cycle.picked_up',
      'baton.series.waiting',
      'baton.series.needs_attention',
      'baton.series.completed',
      'baton.series.stopped',
    ])
    for (const { at, attributes } of told) {
      expect(at).toBe(Date.parse(base.at))
      expect(attributes['baton.series']).toBe('01SERIES')
    }
  })

  it('hold no word of a person, an agent or a file system', () => {
    expect(JSON.stringify(told)).not.toContain(SECRET)
  })

  it('tell projects apart by a hash alone', () => {
    const hashed = attributesOf('baton.series.started')?.['baton.project']
    expect(hashed).toMatch(/^[0-9a-f]{12}$/)
    const [first] = EVENTS
    if (first?.type !== 'series.started') throw new Error('the first event has a project')
    expect(ownEvents({ ...first, project: '/other' })?.attributes['baton.project']).not.toBe(hashed)
  })

  it('tell how much and how long', () => {
    expect(attributesOf('baton.cycle.session_ended')).toMatchObject({
      'baton.duration_ms': 812,
      'baton.session.id': sessionId,
    })
    expect(attributesOf('baton.checkpoint.rejected')).toMatchObject({ 'baton.reasons': 2 })
    expect(attributesOf('baton.checkpoint.verified')).toMatchObject({
      'baton.checkpoint.number': 4,
      'baton.checkpoint.kind': 'agent',
      'baton.checkpoint.files': 3,
      'baton.checkpoint.snapshot': true,
    })
    expect(attributesOf('baton.series.waiting')).toMatchObject({ 'baton.kind': 'rate-limit' })
    expect(attributesOf('baton.series.completed')).toEqual({
      'baton.series': '01SERIES',
      'baton.status': 'completed',
      'baton.sessions': 3,
      'baton.checkpoints': 2,
      'baton.tasks.done': 8,
      'baton.tasks.open': 1,
      'baton.cost_usd': 1.25,
      'baton.tokens': 100,
    })
  })
})
