import { describe, expect, it } from 'vitest'
import { failure, success } from '../../contract/problem.ts'
import type { SeriesStatus } from '../../contract/series.ts'
import { fakeCore, SAID, type Answers } from './fake-core.ts'
import { followSeries } from './follower.ts'
import { SAMPLE_EVENTS, SAMPLE_VIEW, SERIES_ID } from './render/samples.ts'
import type { Screen } from './screens.ts'

function follow(answers: Answers = {}, more: { watchOnly?: boolean; until?: 'series.started'; since?: string } = {}) {
  const core = fakeCore(answers)
  const said: string[] = []
  const notes: string[] = []
  let closed = 0
  const screen: Screen = {
    event: (event) => said.push(event.type),
    view: (view) => said.push(`view ${view.status}`),
    note: (text) => notes.push(text),
    close: () => (closed += 1),
  }
  const listeners = new Set<() => void>()
  const code = followSeries({
    client: core.client,
    seriesId: SERIES_ID,
    afterSeq: 0,
    screen,
    onInterrupt(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    ...more,
  })
  const interrupt = () => [...listeners].forEach((listener) => listener())
  const view = (status: SeriesStatus) => core.view({ ...SAMPLE_VIEW, status })
  return { core, code, said, notes, interrupt, listeners, view, closed: () => closed }
}

describe('how it ends', () => {
  it('shows everything and ends with 0 when the series is completed, leaving nothing open', async () => {
    const { core, code, said, listeners, view, closed } = follow()
    core.event(SAMPLE_EVENTS['series.started'])
    view('running')
    core.event(SAMPLE_EVENTS.context)
    core.event(SAMPLE_EVENTS['series.completed'])
    expect(await code).toBe(0)
    expect(said).toEqual(['series.started', 'view running', 'context', 'series.completed'])
    expect([core.followers.length, listeners.size, closed()]).toEqual([0, 0, 1])
  })

  it.each([
    ['the limit of time is reached', 'stopped', 3],
    ['you stopped the series', 'stopped', 130],
    ['the agent would not start', 'failed', 1],
  ] as const)('after a stop (%s, %s) with %i', async (reason, status, expected) => {
    const { core, code } = follow({ 'series.get': () => success({ ...SAMPLE_VIEW, status }) })
    core.event({ ...SAMPLE_EVENTS['series.stopped'], reason })
    expect(await code).toBe(expected)
  })

  it('goes by the last view when the core is gone before it can be asked', async () => {
    const { core, code, view } = follow({ 'series.get': () => failure('core-gone', 'core', 'it is gone', 'start it') })
    view('failed')
    core.event({ ...SAMPLE_EVENTS['series.stopped'], reason: 'x' })
    core.gone('ended')
    expect(await code).toBe(1)
  })

  it('with 4 when it needs a person', async () => {
    const { core, code } = follow()
    core.event(SAMPLE_EVENTS.waiting)
    core.event(SAMPLE_EVENTS['needs-attention'])
    expect(await code).toBe(4)
  })
})

describe('a lost core', () => {
  it('is said, with the way on, and ends with 1', async () => {
    const { core, code, notes, view } = follow()
    view('running')
    core.gone('connection closed')
    expect(await code).toBe(1)
    expect(notes.join()).toMatch(/core is gone.*type the same command to go on\. \(connection closed\)/)
  })

  it.each([
    ['completed', 0],
    ['paused', 130],
    ['needs-attention', 4],
  ] as const)('is no loss once the series is %s', async (status, expected) => {
    const { core, code, notes, view } = follow()
    view(status)
    core.gone('ended')
    expect(await code).toBe(expected)
    expect(notes).toEqual([])
  })
})

describe('Ctrl-C', () => {
  it('asks for a checkpoint and a pause, and follows until it is paused', async () => {
    const { core, code, said, notes, interrupt, view } = follow({ 'series.interrupt': () => SAID })
    view('running')
    interrupt()
    expect(core.calls).toEqual([{ method: 'series.interrupt', params: { id: SERIES_ID, now: false } }])
    expect(notes.join()).toContain('checkpoint first')
    core.event(SAMPLE_EVENTS['checkpoint.verified'])
    view('paused')
    expect(await code).toBe(130)
    expect(said).toContain('checkpoint.verified')
  })

  it('twice stops it now; a third time leaves it to the core', async () => {
    const { core, code, interrupt } = follow({ 'series.interrupt': () => SAID })
    interrupt()
    interrupt()
    expect(core.calls.map((call) => call.params)).toEqual([
      { id: SERIES_ID, now: false },
      { id: SERIES_ID, now: true },
    ])
    interrupt()
    expect(await code).toBe(130)
    expect(core.calls).toHaveLength(2)
  })

  it('does not end a follower of a series that another terminal paused', async () => {
    const { core, code, view, interrupt } = follow({ 'series.interrupt': () => SAID })
    view('paused')
    view('running')
    core.event(SAMPLE_EVENTS['session.started'])
    expect(core.followers).toHaveLength(1)
    interrupt()
    view('paused')
    expect(await code).toBe(130)
  })

  it('says why it cannot be done and goes on', async () => {
    const refused = failure('core-gone', 'core', 'it does not answer', 'wait')
    const { core, code, notes, interrupt } = follow({ 'series.interrupt': () => refused })
    interrupt()
    await expect.poll(() => notes.join()).toContain('it does not answer')
    core.event(SAMPLE_EVENTS['series.completed'])
    expect(await code).toBe(0)
  })

  it('only leaves when watching', async () => {
    const { core, code, interrupt } = follow({}, { watchOnly: true })
    core.event(SAMPLE_EVENTS['needs-attention'])
    expect(core.followers).toHaveLength(1)
    interrupt()
    expect(await code).toBe(0)
    expect(core.calls).toEqual([])
  })
})

it('leaves at the event that it was told to', async () => {
  const { core, code } = follow({}, { until: 'series.started' })
  core.event(SAMPLE_EVENTS['series.started'])
  expect(await code).toBe(0)
})

it('watches on when another terminal pauses the series, and ends when it is stopped for good', async () => {
  let status: SeriesStatus = 'paused'
  const { core, code } = follow({ 'series.get': () => success({ ...SAMPLE_VIEW, status }) }, { watchOnly: true })
  core.event({ ...SAMPLE_EVENTS['series.stopped'], reason: 'you interrupted the run' })
  await expect.poll(() => core.calls.length).toBe(1)
  expect(core.followers).toHaveLength(1)
  status = 'stopped'
  core.event({ ...SAMPLE_EVENTS['series.stopped'], reason: 'you stopped the series' })
  expect(await code).toBe(130)
})

it('does not tell again what happened before', async () => {
  const { core, code, said } = follow({}, { since: '2026-11-22T09:00:00.000Z' })
  core.event(SAMPLE_EVENTS['series.completed'])
  core.event({ ...SAMPLE_EVENTS['series.completed'], at: '2026-11-22T09:00:00.000Z' })
  expect(await code).toBe(0)
  expect(said).toEqual(['series.completed'])
})
