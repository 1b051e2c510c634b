import { expect, test } from 'vitest'
import { ago, sampleSession, SAMPLE_NOW } from '../testing/sample-series.ts'
import { gapOf, gapWords } from './gap-words.ts'

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
