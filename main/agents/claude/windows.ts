import { bareModelId } from './model-id.ts'

const STANDARD_TOKENS = 200_000
const LARGE_TOKENS = 1_000_000

/** Models whose window is the large one by itself. Source: Claude Code 2.1.330, `modelUsage[].contextWindow`. */
const LARGE = new Set([
  'claude-opus-5-5',
  'claude-sonnet-5-5',
  'claude-haiku-5-5',
  'claude-fable-5-2',
  'claude-opus-5',
  'claude-opus-4-8',
  'claude-opus-4-7',
  'claude-sonnet-5',
  'claude-fable-5',
  'claude-fable-5-1',
])

/** Models that have the large window only when asked for by the suffix `[1m]`. */
const LARGE_ON_REQUEST = new Set([
  'claude-opus-4-6',
  'claude-sonnet-4-6',
  'claude-sonnet-4-5',
  'claude-sonnet-4-0',
  'claude-sonnet-4',
])

const STANDARD = new Set(['claude-opus-4-5', 'claude-opus-4-1', 'claude-opus-4-0', 'claude-opus-4', 'claude-haiku-4-5'])

/**
 * Size of a model's context window in tokens; the statusline's figure, where there is one, goes first.
 * `requestedModel` is the id as asked for, which alone carries `[1m]`. `env` is the environment of the session.
 * Null: a model this table does not know.
 */
export function windowOf(
  model: string,
  requestedModel?: string | null,
  env: Record<string, string | undefined> = {},
): number | null {
  const known = knownWindow(bareModelId(model), /\[1m\]$/i.test(requestedModel ?? model))
  const override = Number(env['CLAUDE_CODE_MAX_CONTEXT_TOKENS'])
  const overridable = known === null || isOn(env['DISABLE_COMPACT'])
  if (overridable && Number.isInteger(override) && override > 0) return override
  if (known !== null && isOn(env['CLAUDE_CODE_DISABLE_1M_CONTEXT'])) return Math.min(known, STANDARD_TOKENS)
  return known
}

function knownWindow(id: string, asksForLarge: boolean): number | null {
  if (LARGE.has(id)) return LARGE_TOKENS
  if (LARGE_ON_REQUEST.has(id)) return asksForLarge ? LARGE_TOKENS : STANDARD_TOKENS
  return STANDARD.has(id) ? STANDARD_TOKENS : null
}

function isOn(value: string | undefined): boolean {
  return value === '1' || value?.toLowerCase() === 'true'
}
