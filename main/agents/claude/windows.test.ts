import { expect, it } from 'vitest'
import { windowOf } from './windows.ts'

it('knows the windows of the models in use', () => {
  expect(windowOf('claude-opus-5-5')).toBe(1_000_000)
  expect(windowOf('claude-sonnet-5-5-20260901')).toBe(1_000_000)
  expect(windowOf('claude-haiku-4-5-20251001')).toBe(200_000)
  expect(windowOf('claude-opus-4-1')).toBe(200_000)
})

it('opens the large window of older models only for the suffix, which is on the requested id', () => {
  expect(windowOf('claude-sonnet-4-5', 'claude-sonnet-4-5')).toBe(200_000)
  expect(windowOf('claude-sonnet-4-5', 'claude-sonnet-4-5[1m]')).toBe(1_000_000)
  expect(windowOf('claude-opus-4-6[1m]')).toBe(1_000_000)
  expect(windowOf('claude-opus-4-1', 'claude-opus-4-1[1m]')).toBe(200_000)
})

it('says that it does not know rather than guess', () => {
  expect(windowOf('my-gateway-alias')).toBeNull()
})

it("follows the session's environment", () => {
  expect(windowOf('claude-opus-5-5', null, { CLAUDE_CODE_DISABLE_1M_CONTEXT: '1' })).toBe(200_000)
  expect(windowOf('my-gateway-alias', null, { CLAUDE_CODE_MAX_CONTEXT_TOKENS: '128000' })).toBe(128_000)
  expect(windowOf('claude-opus-5-5', null, { CLAUDE_CODE_MAX_CONTEXT_TOKENS: '128000' })).toBe(1_000_000)
  expect(windowOf('claude-opus-5-5', null, { CLAUDE_CODE_MAX_CONTEXT_TOKENS: '128000', DISABLE_COMPACT: '1' })).toBe(
    128_000,
  )
})
