import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { addDays } from '../../main/usage/days.ts'
import type { TokenCounts } from '../../contract/usage.ts'
import { ccusageDaily } from './run.ts'

/** USD of so many tokens of each kind as ccusage prices them; null: it knows no price of the model. */
export type TheirPrice = (model: string, fast: boolean, kind: keyof TokenCounts, tokens: number) => number | null

const KINDS = ['input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h'] as const
/** Tokens above this of one kind in one response have another price with some models. Source: ccusage's cost.rs. */
const TIER_TOKENS = 200_000
const SMALL = 100_000
const LARGE = 1_000_000
/** Far from any transcript; each question has a day of its own. */
const FIRST_DAY = '2001-01-01'

/** Asks ccusage itself what it takes: a transcript with one answer of each model, kind and size. */
export async function theirPrices(
  executable: string,
  scratch: string,
  models: readonly { model: string; fast: boolean }[],
): Promise<TheirPrice> {
  const configDir = await mkdtemp(join(scratch, 'prices-'))
  const questions = KINDS.flatMap((kind) => [SMALL, LARGE].map((size) => ({ kind, size })))
  const lines = questions.flatMap(({ kind, size }, n) =>
    models.map(({ model, fast }) => answerLine(`${addDays(FIRST_DAY, n)}T12:00:00.000Z`, model, fast, kind, size)),
  )
  await mkdir(join(configDir, 'projects', '-p'), { recursive: true })
  await writeFile(join(configDir, 'projects', '-p', 's.jsonl'), `${lines.join('\n')}\n`)
  const told = new Map<string, number | null>()
  for (const { day, model, fast, usd, missing } of await ccusageDaily(executable, configDir, scratch))
    told.set(`${day} ${model} ${fast}`, missing ? null : usd)
  const asked = (model: string, fast: boolean, kind: keyof TokenCounts, size: number): number | null => {
    const n = questions.findIndex((one) => one.kind === kind && one.size === size)
    return told.get(`${addDays(FIRST_DAY, n)} ${model} ${fast}`) ?? null
  }
  return (model, fast, kind, tokens) => {
    const small = asked(model, fast, kind, SMALL)
    const large = asked(model, fast, kind, LARGE)
    if (small === null || large === null) return null
    const base = small / SMALL
    if (tokens <= TIER_TOKENS) return tokens * base
    const above = (large - TIER_TOKENS * base) / (LARGE - TIER_TOKENS)
    return TIER_TOKENS * base + (tokens - TIER_TOKENS) * above
  }
}

function answerLine(timestamp: string, model: string, fast: boolean, kind: keyof TokenCounts, size: number): string {
  const id = `${timestamp}-${model}-${fast}`
  const count = (of: keyof TokenCounts): number => (of === kind ? size : 0)
  const usage = {
    input_tokens: count('input'),
    output_tokens: count('output'),
    cache_read_input_tokens: count('cacheRead'),
    cache_creation_input_tokens: count('cacheWrite5m') + count('cacheWrite1h'),
    cache_creation: {
      ephemeral_5m_input_tokens: count('cacheWrite5m'),
      ephemeral_1h_input_tokens: count('cacheWrite1h'),
    },
    speed: fast ? 'fast' : 'standard',
  }
  const message = { id, type: 'message', role: 'assistant', model, usage }
  return JSON.stringify({ type: 'assistant', timestamp, sessionId: 's', requestId: id, message })
}
