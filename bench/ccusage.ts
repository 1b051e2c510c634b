import { execFile } from 'node:child_process'
import { chmod, copyFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'

const execute = promisify(execFile)

/** Token totals, as ccusage names them. */
const Totals = z
  .object({
    totals: z.object({
      inputTokens: z.number(),
      outputTokens: z.number(),
      cacheReadTokens: z.number(),
      cacheCreationTokens: z.number(),
    }),
  })
  .transform(({ totals }) => ({
    input: totals.inputTokens,
    output: totals.outputTokens,
    cacheRead: totals.cacheReadTokens,
    cacheWrite: totals.cacheCreationTokens,
  }))
export type CcusageTotals = z.infer<typeof Totals>

/** ccusage's own program, without its launcher in Node. npm may have left it without leave to run, hence the copy into `folder`. */
export async function executableCcusage(folder: string): Promise<string> {
  const fromCcusage = createRequire(createRequire(import.meta.url).resolve('ccusage/package.json'))
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const path = fromCcusage.resolve(`@ccusage/ccusage-${process.platform}-${process.arch}/bin/ccusage${suffix}`)
  const copy = join(folder, `ccusage${suffix}`)
  await copyFile(path, copy)
  await chmod(copy, 0o755)
  return copy
}

/** Runs it once over a configuration folder. Wall time in ms, from the start of the process to its end. */
export async function runCcusage(
  program: string,
  configDir: string,
  home: string,
): Promise<{ ms: number; totals: CcusageTotals }> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, CLAUDE_CONFIG_DIR: configDir }
  const start = performance.now()
  const { stdout } = await execute(program, ['daily', '--offline', '--json'], { env, maxBuffer: 64 * 1024 * 1024 })
  return { ms: performance.now() - start, totals: Totals.parse(JSON.parse(stdout)) }
}
