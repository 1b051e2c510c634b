import { expect, it } from 'vitest'
import type { UsageFigures } from '../../../contract/ledger.ts'
import { paintLine } from './line.ts'
import picocolors from 'picocolors'
import { sourceLines, usageLines, usdText } from './usage-table.ts'

const figures = (change: Partial<UsageFigures> = {}): UsageFigures => ({
  requests: 1_891,
  errors: 0,
  turns: 586,
  tokens: { input: 9_000, output: 1_400_000, cacheRead: 350_000_000, cacheWrite5m: 9_900_000, cacheWrite1h: 0 },
  costUsd: 110.07,
  unpriced: 0,
  ...change,
})
const plain = picocolors.createColors(false)
const text = (lines: Parameters<typeof paintLine>[0][], columns: number) =>
  lines.map((line) => paintLine(line, plain, columns))
const LONG = { ...figures({ costUsd: 0, unpriced: 1_891 }), label: '/home/ada/a-project-with-a-long-name' }

it('has figures under each other, the sum last, and fits 80 columns', () => {
  const lines = text(usageLines('project', [{ ...figures(), label: '/srv/web' }, LONG], figures(), 0, 80), 80)
  expect(lines).toMatchInlineSnapshot(`
    [
      "project                     cost  requests  turns  in   out  cache read  written",
      "/srv/web                 $110.07     1,891    586  9k  1.4M        350M     9.9M",
      "/home/ada/a-project-wi…        –     1,891    586  9k  1.4M        350M     9.9M",
      "total                    $110.07     1,891    586  9k  1.4M        350M     9.9M",
    ]
  `)
})

it('leaves out what matters less where there is little room, and says that there is more', () => {
  const lines = text(usageLines('day', [{ ...figures(), label: '2026-11-22' }], figures(), 12, 40), 40)
  expect(lines[0]).toMatch(/^day +cost +requests/)
  expect(lines.at(-1)).toContain('total (12')
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(40)
})

it('writes money to the cent, and less than a cent as it is', () => {
  expect([1_234.5, 0, 0.004, 0.01, -2, null].map(usdText)).toEqual([
    '$1,234.50',
    '$0.00',
    '$0.0040',
    '$0.01',
    '-$2.00',
    '–',
  ])
})

it('says whose figures the costs are, what has none, and what nobody accounts for', () => {
  const sources = [
    { ...figures({ costUsd: 5.5 }), costSource: 'agent' as const },
    { ...figures({ costUsd: 3 }), costSource: 'list' as const },
    { ...figures({ costUsd: 0, unpriced: 1 }), costSource: 'none' as const },
  ]
  expect(text(sourceLines(sources, 0.5, 200), 200)).toEqual([
    "$5.00 is the agents' own figure.",
    '$3.00 is reckoned by list prices.',
    expect.stringMatching(/^\$0\.50 is unattributed: an agent itself says/),
    expect.stringMatching(/^1 request has no price/),
  ])
  expect(sourceLines([], 0, 80)).toEqual([])
})
