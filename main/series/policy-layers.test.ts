import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import { policyChange, resolvePolicy } from './policy-layers.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'baton-policy-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const settings = (value: unknown): void =>
  writeFileSync(path.join(dir, 'settings.json'), typeof value === 'string' ? value : JSON.stringify(value))

it('is the default where nothing is said', async () => {
  expect(await resolvePolicy(dir, '/p', {})).toEqual({ ok: true, value: DEFAULT_POLICY })
})

it('lays flags over the project over the global settings over the default', async () => {
  settings({
    policy: { thresholdPercent: 50, thresholdTokens: 1_000, maxSessions: 5 },
    projects: { '/p': { thresholdTokens: 2_000, maxSessions: 6 }, '/q': { thresholdTokens: 9 } },
  })
  const found = await resolvePolicy(dir, '/p', { maxSessions: 7, maxCostUsd: undefined })
  const expected = { thresholdPercent: 50, thresholdTokens: 2_000, maxSessions: 7 }
  expect(found).toEqual({ ok: true, value: { ...DEFAULT_POLICY, ...expected } })
})

it.each([
  ['no JSON', '{'],
  ['an unknown layer', { polciy: {} }],
  ['an unknown field', { policy: { maxSesions: 3 } }],
  ['a model past its window', { policy: { perModel: { opus: { percent: 120 } } } }],
  ['a soft point at due', { policy: { softPercentOfDue: 100 } }],
  ['a threshold past the window', { projects: { '/p': { thresholdPercent: 120 } } }],
])('refuses %s and names the file', async (_, value) => {
  settings(value)
  const found = await resolvePolicy(dir, '/p', {})
  expect(found).toMatchObject({
    ok: false,
    problem: { code: 'settings-malformed', thing: path.join(dir, 'settings.json') },
  })
})

describe('a change of the settings', () => {
  const layers = (policy: object, projects: Record<string, object> = {}) => ({ policy, projects })

  it('is followed by a field that had the value of the settings', () => {
    const present = { ...DEFAULT_POLICY, thresholdPercent: 50 }
    expect(policyChange(layers({ thresholdPercent: 50 }), layers({ thresholdPercent: 60 }), '/p', present)).toEqual({
      set: { thresholdPercent: 60 },
      unset: [],
    })
  })

  it('is not followed by a field that a flag gave another value', () => {
    const present = { ...DEFAULT_POLICY, thresholdPercent: 40 }
    const change = policyChange(layers({ thresholdPercent: 50 }), layers({ thresholdPercent: 60 }), '/p', present)
    expect(change).toEqual({ set: {}, unset: [] })
  })

  it('is none where the project says otherwise, before and after', () => {
    const project = { '/p': { maxSessions: 2 } }
    const present = { ...DEFAULT_POLICY, maxSessions: 2 }
    const [before, after] = [layers({ maxSessions: 5 }, project), layers({ maxSessions: 6 }, project)]
    expect(policyChange(before, after, '/p', present)).toEqual({ set: {}, unset: [] })
    expect(policyChange(before, after, '/q', { ...present, maxSessions: 5 }).set).toEqual({ maxSessions: 6 })
    expect(policyChange(before, layers({ maxSessions: 6 }), '/p', present).set).toEqual({ maxSessions: 6 })
  })

  it('takes a limit away that was set, and sets one that was not', () => {
    const present = { ...DEFAULT_POLICY, maxCostUsd: 5 }
    const change = policyChange(layers({ maxCostUsd: 5 }), layers({ maxSessions: 3, perModel: {} }), '/p', present)
    expect(change).toEqual({ set: { maxSessions: 3 }, unset: ['maxCostUsd'] })
  })

  it('compares by value', () => {
    const perModel = () => ({ opus: { percent: 60, tokens: 1 } })
    const present = { ...DEFAULT_POLICY, perModel: { opus: { tokens: 1, percent: 60 } } }
    expect(policyChange(layers({ perModel: perModel() }), layers({ perModel: {} }), '/p', present).set).toEqual({
      perModel: {},
    })
  })
})
