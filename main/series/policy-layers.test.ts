import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DEFAULT_POLICY } from '../../contract/policy.ts'
import { resolvePolicy } from './policy-layers.ts'

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
