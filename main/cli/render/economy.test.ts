import { expect, it } from 'vitest'
import type { SeriesEconomy } from '../../../contract/analytics.ts'
import { economyLines } from './economy.ts'
import { paintLine } from './line.ts'
import { PLAIN, SAMPLE_ECONOMY } from './samples.ts'

process.env.TZ = 'UTC'
const text = (economy: SeriesEconomy): string =>
  economyLines(economy, 90)
    .map((line) => paintLine(line, PLAIN, 90))
    .join('\n')

it('says what each handover took and saved', () => {
  expect(text(SAMPLE_ECONOMY)).toMatchInlineSnapshot(`
    "
    Handing over
      2 handovers took $0.61 and saved $1.09: the series cost $8.40, where one context would
      have cost $8.88.
      In one context, each would have carried what was left behind.
      n  at                checkpoint  pickup      saved
      1  2026-11-22 01:12  283k $0.32  50k $0.09   2.2M $1.10
      2  2026-11-22 03:12  150k $0.20  40k <$0.01  −20k −$0.01"
  `)
})

it('says nothing before the first one', () => expect(text({ ...SAMPLE_ECONOMY, cycles: [] })).toBe(''))
