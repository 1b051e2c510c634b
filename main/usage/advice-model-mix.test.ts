import { describe, expect, it } from 'vitest'
import { modelMix } from './advice-model-mix.ts'
import { answer, found, savedBy, sessionOf, testContext } from './advice-testing.ts'

const small = (minutes: number, change = {}) =>
  answer(minutes, { cacheRead: 20_000, cacheWrite5m: 1_000, output: 400 }, { endsTurn: true, ...change })

describe('small turns on a dear model', () => {
  it('are reckoned on the cheaper model, whose cache has to be written first', () => {
    const [finding, ...others] = found(modelMix, sessionOf([small(0), small(1)]))
    expect(others).toEqual([])
    expect(finding?.variant).toBe('dear → cheap')
    // Each cost 20,000 × $1 + 1,000 × $12.5 + 400 × $50 a million.
    expect(finding?.rows.map(({ request }) => request.costUsd)).toEqual([0.0525, 0.0525])
    // The first writes all 21,000 for $1.25 a million, the second reads 20,000 for $0.1; 400 for $5 each.
    expect(finding?.rows.map(({ insteadUsd }) => insteadUsd)).toEqual([
      expect.closeTo(0.02825, 9),
      expect.closeTo(0.00525, 9),
    ])
    expect(savedBy(finding)).toBe(0.0715)
    expect(finding?.seen).toBe('2 small turns on dear that cheap takes, too')
  })

  it('pay for what their model has to write when it goes on', () => {
    const large = answer(2, { cacheRead: 22_000, output: 9_000 }, { endsTurn: true })
    const [finding] = found(modelMix, sessionOf([small(0), large]))
    // 1,000 tokens that the small turn had written: $12.5 to write instead of $1 to read, a million.
    expect(finding?.rows.map(({ request, insteadUsd }) => [request.id, insteadUsd - request.costUsd])).toEqual([
      ['m0', expect.closeTo(0.02825 - 0.0525, 9)],
      ['m2', expect.closeTo(0.0115, 9)],
    ])
  })

  it('are left where writing the other cache costs more than is saved', () => {
    const deep = answer(0, { cacheRead: 500_000, output: 10 }, { endsTurn: true })
    // 500,000 × $1 against 500,000 × $1.25.
    expect(found(modelMix, sessionOf([deep]))).toEqual([])
  })

  it('have little output, and no tool call unless their context is small', () => {
    const called = (context: number) => [
      answer(0, { cacheWrite5m: context, output: 100 }),
      answer(1, { cacheRead: context, cacheWrite5m: 100, output: 100 }, { endsTurn: true }),
    ]
    expect(found(modelMix, sessionOf(called(30_000)))).toHaveLength(1)
    expect(found(modelMix, sessionOf(called(60_000)))).toEqual([])
    expect(found(modelMix, sessionOf([small(0, { tokens: { ...small(0).tokens, output: 1_501 } })]))).toEqual([])
    // A turn that goes on may become any.
    expect(found(modelMix, sessionOf([small(0, { endsTurn: false })]))).toEqual([])
  })

  it('are no advice without prices, nor with models that the person does not use', () => {
    expect(found(modelMix, sessionOf([small(0, { costUsd: null, costSource: 'none' })]))).toEqual([])
    expect(found(modelMix, sessionOf([small(0)]), testContext({ models: new Map([['claude', ['dear']]]) }))).toEqual([])
    const unknown = testContext({ models: new Map([['claude', ['dear', 'nobody-knows']]]) })
    expect(found(modelMix, sessionOf([small(0)]), unknown)).toEqual([])
    expect(found(modelMix, sessionOf([small(0, { model: 'cheap' })]))).toEqual([])
  })

  it('count only in the time that is looked at', () => {
    const late = testContext({ from: small(1).at })
    expect(found(modelMix, sessionOf([small(0), small(1)]), late)[0]?.rows.map(({ request }) => request.id)).toEqual([
      'm1',
    ])
  })
})
