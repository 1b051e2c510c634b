import { describe, expect, it } from 'vitest'
import type { SeriesView } from '../../../contract/series.ts'
import { sampleSeries } from '../../testing/sample-series.ts'
import { loopControls, pendingWords, type LoopAction } from './loop-actions.ts'

const offered = (over: Partial<SeriesView>, canControl = true): LoopAction[] =>
  loopControls(sampleSeries(1, over), canControl).flatMap((one) => (one.why === null ? [one.action] : []))
const toggle = (over: Partial<SeriesView>) => loopControls(sampleSeries(1, over), true)[0]
const hold = (kind: string, human: boolean) => ({ kind, since: '2026-11-22T01:00:00.000Z', until: null, human })

describe('loop controls', () => {
  it('offer all while a session runs', () => {
    expect(offered({})).toEqual(['pause', 'checkpoint', 'cycle', 'stop', 'stop-now'])
  })

  it('offer nothing of a finished series or to one who may only look, and say why', () => {
    expect(offered({ status: 'completed' })).toEqual([])
    expect(offered({}, false)).toEqual([])
    expect(toggle({ status: 'stopped' })?.why).toBe('The series is stopped')
  })

  it('resume what a person paused or must look at', () => {
    expect(toggle({ status: 'paused', hold: hold('paused', true) })?.action).toBe('resume')
    expect(toggle({ status: 'needs-attention', hold: hold('futile', true) })?.action).toBe('resume')
    expect(toggle({ status: 'waiting', hold: hold('interrupted', true) })?.action).toBe('resume')
  })

  it('do not resume what only an answer in the terminal ends, nor what goes on by itself', () => {
    expect(toggle({ status: 'waiting', hold: hold('permission', true) })?.action).toBe('pause')
    expect(toggle({ status: 'waiting', hold: hold('limit', false) })?.action).toBe('pause')
  })

  it('show what is asked for and not there yet', () => {
    expect(toggle({ ending: 'pause' })).toMatchObject({ action: 'resume', pending: true })
    expect(pendingWords(sampleSeries(1, { ending: 'pause' }))).toBe('Pauses at the next turn end')
    const stopping = loopControls(sampleSeries(1, { ending: 'stop' }), true)
    expect(stopping.find((one) => one.action === 'stop')).toMatchObject({ pending: true, why: expect.any(String) })
    expect(offered({ ending: 'stop' })).toEqual(['checkpoint', 'stop-now'])
    expect(pendingWords(sampleSeries(1, { status: 'stopped', ending: 'stop' }))).toBeNull()
  })

  it('need a live session to hand over or to end', () => {
    expect(offered({ status: 'paused', session: null })).toEqual(['resume', 'checkpoint', 'stop'])
  })
})
