import { expect, test } from 'vitest'
import { sampleAnswer, sampleLedger } from '../../testing/sample-usage.ts'
import { readAddress } from './address.ts'
import { chartData, chartDays, plotData, stackOf } from './chart-data.ts'
import { barWords } from './chart-legend.tsx'

const today = '2026-11-22'
const ledger = sampleLedger(60, Date.parse('2026-11-22T12:00:00Z'))

function chartOf(range: { from: string | null; until: string | null }) {
  const shown = chartDays(range)
  const [days, groups] = [['day'], ['day', 'model']].map((by) =>
    sampleAnswer(ledger, { ...shown, by: by as ['day', 'model'], order: 'cost' }),
  ) as [ReturnType<typeof sampleAnswer>, ReturnType<typeof sampleAnswer>]
  return chartData({ range, today, stack: 'model', metric: 'cost', days, groups, series: new Map() })
}

test('a single day stands among those before it, and alone is the range', () => {
  const data = chartOf({ from: today, until: today })
  expect(data.buckets).toHaveLength(14)
  expect(data.own).toEqual({ from: 13, until: 13 })
})

test('all time begins with the first request and ends today', () => {
  const data = chartOf({ from: null, until: null })
  const first = ledger.map(({ day }) => day).sort()[0]
  expect(data.buckets[0]?.from).toBe(first)
  expect(data.buckets.at(-1)?.until).toBe(today)
  expect(data.own.from).toBe(0)
})

test('what is long over ends with its last day', () => {
  const long = sampleAnswer(ledger, { by: ['day'], until: '2026-10-30' })
  const range = { from: null, until: null }
  const parts = { range, today, stack: 'model', metric: 'cost', days: long, groups: long, series: new Map() } as const
  expect(chartData(parts).buckets.at(-1)?.until).toBe(today)
  expect(chartData({ ...parts, past: true }).buckets.at(-1)?.until).toBe(long.rows.at(-1)?.day)
})

test('an empty ledger is one empty day', () => {
  const none = sampleAnswer([], { by: ['day'] })
  const range = { from: null, until: null }
  const data = chartData({ range, today, stack: 'model', metric: 'cost', days: none, groups: none, series: new Map() })
  expect(data).toMatchObject({ layers: [], buckets: [{ from: today }] })
  expect(plotData(data, 'cost', today)).toMatchObject({ heights: [], labels: ['22 Nov'] })
})

test('the rest has a colour of its own, whatever its place', () => {
  const few = sampleAnswer(ledger, { by: ['day', 'model'], order: 'cost', limit: 4 })
  const days = sampleAnswer(ledger, { by: ['day'] })
  const range = { from: '2026-11-01', until: today }
  const data = chartData({ range, today, stack: 'model', metric: 'cost', days, groups: few, series: new Map() })
  expect(data.layers.at(-1)).toMatchObject({ value: null, name: 'All others', colour: 6 })
})

test('a bar in words', () => {
  const data = chartOf({ from: '2026-11-10', until: today })
  const bar = data.all.figures.findIndex(({ costUsd }) => costUsd > 0)
  const words = barWords(data, 'cost', bar)
  expect(words).toContain(`${data.buckets[bar]?.name}: `)
  expect(words).toMatch(/\. (claude|gpt)\S+ \$\d/)
})

test('what is settled is not stacked by', () => {
  expect(stackOf(readAddress('overview', 'model=m&stack=model'))).toBe('agent')
  expect(stackOf(readAddress('overview', 'session=s&stack=project'))).toBe('model')
  expect(stackOf(readAddress('overview', 'project=p&stack=agent'))).toBe('agent')
})
