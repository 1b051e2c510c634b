import { expect, test } from 'vitest'
import { ago, sampleSession, SAMPLE_NOW } from '../testing/sample-series.ts'
import { gapOf, gapWords, leastCaptured } from './gap-words.ts'

const ended = { captured: 0.929, state: 'ended', endedAt: ago(60_000) } as const

test.each([
  ['ended with a gap', {}, '92 %'],
  ['nothing captured', { captured: 0 }, '0 %'],
  ['a single request missing of many is still a gap', { captured: 0.9999 }, '99 %'],
  ['between turns', { state: 'idle', endedAt: null }, '92 %'],
  ['all captured', { captured: 1 }, null],
  ['does not export', { captured: null }, null],
  ['within a turn', { state: 'busy', endedAt: null }, null],
  ['just ended: it may be on its way', { endedAt: ago(5_000) }, null],
] as const)('%s', (_name, over, percent) => {
  const context = { used: 1, window: 2, percent: 50, source: 'statusline', at: ago(20_000) } as const
  expect(gapOf(sampleSession(1, { context, ...ended, ...over }), SAMPLE_NOW)).toBe(percent)
})

test('in words', () => expect(gapWords('92 %')).toBe('Telemetry captured 92 % of requests'))

test('of the sessions of a series the one that telemetry told least of', () => {
  const views = [
    sampleSession(1, { ...ended, captured: 0.9 }),
    sampleSession(2, { ...ended, captured: 0.8, seriesId: 'A' }),
    sampleSession(3, { ...ended, captured: 0.7, seriesId: 'A' }),
    sampleSession(4, { ...ended, captured: 1, seriesId: 'B' }),
    sampleSession(5, { captured: 0.1, state: 'busy', seriesId: 'A' }),
    sampleSession(6, { ...ended, captured: 0.2, seriesId: null }),
  ]
  const sessions = new Map(views.map((view) => [view.sessionId, view]))
  const least = leastCaptured(sessions)
  expect([...least].map(([series, { captured }]) => [series, captured])).toEqual([
    [views[0]?.seriesId, 0.9],
    ['A', 0.7],
  ])
  expect(leastCaptured(sessions)).toBe(least)
})
