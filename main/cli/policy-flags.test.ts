import { InvalidArgumentError } from 'commander'
import { describe, expect, it } from 'vitest'
import {
  dollarNumber,
  durationFlag,
  percentNumber,
  policyOfFlags,
  portNumber,
  tokenNumber,
  waitFlag,
  wholeNumber,
} from './policy-flags.ts'

describe('the policy layer of flags', () => {
  it('has a field for each flag given and none for the others', () => {
    expect(policyOfFlags({})).toEqual({ ok: true, value: {} })
    expect(
      policyOfFlags({
        maxDuration: 7_200_000,
        waitForHuman: null,
        claude: '/opt/claude',
        thresholdPercent: 60,
        shared: true,
      }),
    ).toEqual({
      ok: true,
      value: {
        maxDurationMs: 7_200_000,
        waitForHumanMs: null,
        claudePath: '/opt/claude',
        thresholdPercent: 60,
        shared: true,
      },
    })
  })

  it('names the flag that is wrong', () => {
    expect(policyOfFlags({ maxCostUsd: -1 })).toMatchObject({
      ok: false,
      problem: { code: 'usage', thing: '--max-cost-usd' },
    })
    expect(policyOfFlags({ maxDuration: 0 })).toMatchObject({ ok: false, problem: { thing: '--max-duration' } })
  })
})

it.each([
  [wholeNumber, '5', 5],
  [tokenNumber, '140000', 140_000],
  [tokenNumber, '140k', 140_000],
  [tokenNumber, '0.5M', 500_000],
  [percentNumber, '70', 70],
  [percentNumber, '70%', 70],
  [dollarNumber, '$12.50', 12.5],
  [durationFlag, '2h', 7_200_000],
  [waitFlag, '0', 0],
  [waitFlag, '30m', 1_800_000],
  [waitFlag, 'forever', null],
  [portNumber, '0', 0],
  [portNumber, '4319', 4319],
])('%o reads %s', (parse, text, value) => expect(parse(text)).toBe(value))

it.each([
  [wholeNumber, ['0', '-1', '1.5', 'x', '', '99999999999999999999']],
  [tokenNumber, ['0', '-5', 'k', '1kk', '']],
  [percentNumber, ['0', '96', '-1', 'x', '']],
  [dollarNumber, ['0', '-1', 'x', '', 'Infinity']],
  [durationFlag, ['0', '5', 'forever', '']],
  [waitFlag, ['5', 'never', '']],
  [portNumber, ['65536', '-1', 'x', '']],
] as const)('%o refuses what it cannot mean', (parse, texts) => {
  for (const text of texts) expect(() => parse(text)).toThrow(InvalidArgumentError)
})
