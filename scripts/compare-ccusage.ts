import { mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { compare, type Comparison } from './ccusage/compare.ts'

/** `npm run compare:ccusage -- [--config-dir DIR]`: the ledger beside ccusage on the same transcripts, each difference with its cause. */
const { values } = parseArgs({ options: { 'config-dir': { type: 'string' } } })
const configDir = resolve(values['config-dir'] ?? process.env['CLAUDE_CONFIG_DIR'] ?? join(homedir(), '.claude'))
const scratch = await mkdtemp(join(tmpdir(), 'baton-ccusage-'))
try {
  const comparison = await compare(configDir, scratch)
  console.log(report(comparison))
  process.exitCode = comparison.unexplained.length === 0 ? 0 : 1
} finally {
  await rm(scratch, { recursive: true, force: true })
}

function report({ ours, theirs, differences, causes, unexplained, problems }: Comparison): string {
  const lines = differences.flatMap((one) => [
    `${one.day}  ${one.model}`,
    `  Baton    ${figures(one.ours)}`,
    `  ccusage  ${figures(one.theirs)}`,
    ...one.parts.map((part) => `    ${figures(part)}  ${part.cause}`),
    ...(unexplained.includes(one) ? [`    ${figures(one.unexplained)}  UNEXPLAINED`] : []),
  ])
  return [
    ...lines,
    ...(lines.length === 0 ? [] : ['']),
    `Baton    ${figures(ours)}`,
    `ccusage  ${figures(theirs)}`,
    ...causes.map((part) => `  ${figures(part)}  ${part.cause}`),
    ...problems.map(({ path, why }) => `${path}: ${why}`),
    `unexplained: ${unexplained.length}`,
  ].join('\n')
}

function figures({ tokens, usd }: { tokens: number; usd: number }): string {
  return `${tokens.toLocaleString('en').padStart(16)} tokens  ${usd.toFixed(6).padStart(14)} USD`
}
