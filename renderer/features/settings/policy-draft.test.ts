import { describe, expect, test } from 'vitest'
import { DEFAULT_POLICY, type Policy } from '../../../contract/policy.ts'
import { changedFlags, draftOfPolicy, layerOfDraft } from './policy-draft.ts'

const EMPTY = draftOfPolicy({})

describe('a layer from fields', () => {
  test('empty fields say nothing', () => expect(layerOfDraft(EMPTY)).toEqual({ layer: {}, errors: {} }))

  test('what a policy says comes back the same', () => {
    const policy: Policy = {
      ...DEFAULT_POLICY,
      maxSessions: 5,
      maxCostUsd: 12.5,
      maxDurationMs: 5_400_000,
      waitForHumanMs: 1_800_000,
      permissionMode: 'acceptEdits',
      model: 'opus',
      verify: 'npm test',
      shared: true,
    }
    const { perModel: _perModel, ...rest } = policy
    expect(layerOfDraft(draftOfPolicy(policy))).toEqual({ layer: rest, errors: {} })
  })

  test.each([
    ['thresholdPercent', 96, 'up to 95'],
    ['thresholdPercent', 0, 'above 0'],
    ['thresholdTokens', 1.5, 'whole number'],
    ['softPercentOfDue', 100, 'below 100'],
    ['maxSessions', 0, '1 or more'],
    ['maxCostUsd', -1, 'above 0'],
    ['maxDuration', '5', 'with its unit'],
    ['maxDuration', '0', 'with its unit'],
    ['waitForHuman', 'soon', 'with its unit'],
  ] as const)('%s %s is told at its field', (field, value, message) => {
    const { errors } = layerOfDraft({ ...EMPTY, [field]: value })
    expect(Object.keys(errors)).toEqual([field])
    expect(errors[field]).toContain(message)
  })

  test('no wait for a person at all is a value', () =>
    expect(layerOfDraft({ ...EMPTY, waitForHuman: '0' }).layer).toEqual({ waitForHumanMs: 0 }))
})

describe('flags of one series', () => {
  const draft = draftOfPolicy(DEFAULT_POLICY)

  test('nothing changed, nothing sent', () =>
    expect(changedFlags(draft, DEFAULT_POLICY)).toEqual({ flags: {}, errors: {} }))

  test('only what was changed is sent', () => {
    const changed = { ...draft, thresholdPercent: 60, model: 'opus', shared: true }
    expect(changedFlags(changed, DEFAULT_POLICY).flags).toEqual({ thresholdPercent: 60, model: 'opus', shared: true })
  })

  test('a wait can be made for ever, and sharing be taken back', () => {
    const base = { ...DEFAULT_POLICY, waitForHumanMs: 60_000, shared: true }
    const changed = { ...draftOfPolicy(base), waitForHuman: '', shared: false }
    expect(changedFlags(changed, base)).toEqual({ flags: { waitForHumanMs: null, shared: false }, errors: {} })
  })

  test('a limit of the settings cannot be taken away by leaving it empty', () => {
    const base = { ...DEFAULT_POLICY, maxSessions: 5 }
    const { errors } = changedFlags({ ...draftOfPolicy(base), maxSessions: null }, base)
    expect(errors.maxSessions).toContain('say 5')
  })
})
