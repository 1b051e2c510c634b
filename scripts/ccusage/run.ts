import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { z } from 'zod'
import { groupOf } from './types.ts'

const execute = promisify(execFile)
const MOST_OUTPUT_BYTES = 256 * 1024 * 1024
const FAST = '-fast'

/** What ccusage says of a day and a model. */
export interface TheirGroup {
  day: string
  model: string
  fast: boolean
  input: number
  output: number
  cacheRead: number
  cacheWrite: number
  usd: number
  /** It knows no price of the model. */
  missing: boolean
}

const Daily = z.object({
  daily: z.array(
    z.object({
      date: z.string(),
      modelBreakdowns: z.array(
        z.object({
          modelName: z.string(),
          inputTokens: z.number(),
          outputTokens: z.number(),
          cacheReadTokens: z.number(),
          cacheCreationTokens: z.number(),
          cost: z.number(),
          missingPricing: z.boolean().default(false),
        }),
      ),
    }),
  ),
})

/** Days and models of a configuration folder, in this machine's time zone. `home`: an empty folder. */
export async function ccusageDaily(executable: string, configDir: string, home: string): Promise<TheirGroup[]> {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const args = ['claude', 'daily', '--offline', '--json', '--breakdown', '--timezone', zone]
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, CLAUDE_CONFIG_DIR: configDir }
  const { stdout } = await execute(executable, args, { env, maxBuffer: MOST_OUTPUT_BYTES })
  const { daily } = Daily.parse(JSON.parse(stdout))
  return daily.flatMap(({ date, modelBreakdowns }) =>
    modelBreakdowns.map((of) => ({
      day: date,
      ...nameOf(of.modelName),
      input: of.inputTokens,
      output: of.outputTokens,
      cacheRead: of.cacheReadTokens,
      cacheWrite: of.cacheCreationTokens,
      usd: of.cost,
      missing: of.missingPricing,
    })),
  )
}

/** It names fast mode with the model; the ledger does not. */
function nameOf(name: string): { model: string; fast: boolean } {
  return name.endsWith(FAST) ? { model: name.slice(0, -FAST.length), fast: true } : { model: name, fast: false }
}

/** Its sums by day and model as the ledger names them. */
export function bySum(groups: readonly TheirGroup[]): Map<string, { tokens: number; usd: number }> {
  const sums = new Map<string, { tokens: number; usd: number }>()
  for (const one of groups) {
    const sum = sums.get(groupOf(one)) ?? { tokens: 0, usd: 0 }
    sum.tokens += one.input + one.output + one.cacheRead + one.cacheWrite
    sum.usd += one.usd
    sums.set(groupOf(one), sum)
  }
  return sums
}
