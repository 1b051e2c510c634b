import picocolors from 'picocolors'
import { describe, expect, it } from 'vitest'
import type { Advice } from '../../../contract/analytics.ts'
import { paintLine, type Line } from './line.ts'
import { adviceLines, explainedLines, limitLines, modelLines, patternLines, spendLines } from './usage-views.ts'

const plain = picocolors.createColors(false)
const text = (lines: Line[], columns = 80) => lines.map((line) => paintLine(line, plain, columns))

const ADVICE: Advice = {
  id: 'cache-misses.2026-10-24.2026-11-22.aaaaaaaa.bbbbbbbb',
  kind: 'cache-misses',
  title: 'Pauses that outlast the cache',
  body: 'Hand over before a long pause.',
  assumption: 'As if the pause had been shorter.',
  savedUsd: 1.5,
  savedShare: 0.25,
  from: '2026-10-24',
  until: '2026-11-22',
  evidence: ['a', 'b', 'c', 'd'].map((sessionId) => ({
    agent: 'claude',
    sessionId,
    project: '/p',
    seen: '100,000 tokens written again',
    requests: 9,
    costUsd: 2,
    savedUsd: 0.375,
  })),
  sessions: 5,
  dismissed: false,
}

describe('advice', () => {
  it('says what it would have saved on which sessions, and what it takes for granted', () => {
    const lines = text(adviceLines([ADVICE], 80))
    expect(lines.slice(0, 5)).toEqual([
      'Pauses that outlast the cache',
      '  would have saved $1.50 (25 %) of 5 sessions, 2026-10-24 to 2026-11-22',
      '  Hand over before a long pause.',
      '  a  $0.38 of $2.00  /p',
      '            100,000 tokens written again',
    ])
    expect(lines).toContain('  and 2 more sessions')
    expect(lines.at(-1)).toBe(`  baton usage --explain ${ADVICE.id}`)
    expect(text(adviceLines([ADVICE, ADVICE], 80)).at(-1)).toMatch(/does not add up/)
  })

  it('is explained row by row', () => {
    const row = {
      sessionId: 's',
      id: 'm',
      at: '2026-11-22T10:00:00Z',
      model: 'm',
      costSource: 'list' as const,
      why: 'so',
    }
    const rows = [{ ...row, costUsd: 2, insteadUsd: 0.5 }]
    const lines = text(explainedLines({ advice: ADVICE, rows }, 120), 120)
    expect(lines.at(-2)).toMatch(/^s +2026-11-22 \d\d:00 +m +\$2\.00 +list +\$0\.50 +\$1\.50 +so$/)
    expect(lines.at(-1)).toBe('1 row; the differences add up to $1.50.')
  })
})

it('models keep their names in 80 columns', () => {
  const tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 }
  const one = {
    agent: 'claude' as const,
    model: 'claude-haiku-4-5-20251001',
    requests: 3,
    errors: 0,
    turns: 2,
    tokens,
    costUsd: 0,
    unpriced: 3,
    cacheShare: null,
    costPerTurn: null,
    tokensPerTurn: 1_500,
    tasksDone: null,
    costPerTask: null,
  }
  expect(text(modelLines([one], 80))[1]).toBe('claude-haiku-4-5-20251001  –     –       –       –       claude')
  expect(text(modelLines([one], 160), 160)[1]).toMatch(/claude +2k +2 +–$/)
})

it('patterns shade each hour by its part of the dearest', () => {
  const cell = { weekday: 6, hour: 23, requests: 1, errors: 0, turns: 1, costUsd: 4 }
  const lines = text(
    patternLines(
      {
        from: '2026-11-01',
        until: '2026-11-22',
        hours: [cell, { ...cell, hour: 0, costUsd: 1 }],
        turnsPerTask: 2.5,
        errorRate: 0.125,
        retryRate: null,
        waits: [{ seriesId: 's', task: 'api', for: 'the agent asks', from: '2026-11-22T10:00:00Z', ms: 5_400_000 }],
      },
      80,
    ),
  )
  expect(lines[8]).toBe(`Sun  ░░${' '.repeat(44)}██  $5.00`)
  expect(lines).toContain('turns for a task: 2.5')
  expect(lines).toContain('requests that failed: 12.5 %')
  expect(lines).toContain('requests made again: –')
  expect(lines.at(-1)).toMatch(/^1 h 30 min +2026-11-22 \d\d:00 +api +the agent asks$/)
})

it('limits and spending say when, and nothing where nothing is known', () => {
  const limit = {
    agent: 'claude' as const,
    name: 'five_hour',
    windowMinutes: 300,
    usedPercent: 42,
    source: 'statusline' as const,
  }
  const at = '2026-11-22T10:00:00Z'
  const [, past, unknown] = text(
    limitLines(
      [
        { ...limit, resetsAt: at, at },
        { ...limit, resetsAt: null, at },
      ],
      100,
      Date.parse(at) + 1,
    ),
    100,
  )
  expect(past).toMatch(/^claude +five_hour +42 % +since 2026-11-22/)
  expect(unknown).toMatch(/42 % +– +statusline/)
  const spend = { span: 'week' as const, project: null, from: '2026-11-16', soFar: 12, basisDays: 3 }
  expect(text(spendLines([{ ...spend, atEnd: null }], 100))[1]).toMatch(
    /^this week +\$12\.00 +– +– +3 days +all projects$/,
  )
  expect(text(spendLines([{ ...spend, atEnd: { low: 15, mid: 20, high: 31 } }], 100))[1]).toMatch(
    /\$20\.00 +\$15\.00 to \$31\.00/,
  )
})
