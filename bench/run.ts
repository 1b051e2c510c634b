import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { removeBuild } from './core.ts'
import { median, printResults, quantile, type BenchResult } from './result.ts'

/** `npm run bench [-- NAME … --quick]`: all benches or those named; quick ones have too few samples to quote. */
const BENCHES: Record<string, (options: { quick: boolean }) => Promise<BenchResult[]>> = {
  echo: async (options) => (await import('./echo.ts')).run(options),
  'flood-memory': async (options) => (await import('./flood-memory.ts')).run(options),
  handover: async (options) => (await import('./handover.ts')).run(options),
  hooks: async (options) => (await import('./hooks.ts')).run(options),
  memory: async (options) => (await import('./memory.ts')).run(options),
  otlp: async (options) => (await import('./otlp.ts')).run(options),
  'otlp-exact': async (options) => (await import('./otlp-exact.ts')).run(options),
  'otlp-kills': async (options) => (await import('./otlp-kills.ts')).run(options),
  'otlp-load': async (options) => (await import('./otlp-load.ts')).run(options),
  'page-load': async (options) => (await import('./page-load.ts')).run(options),
  sessions: async (options) => (await import('./sessions.ts')).run(options),
  'telemetry-queries': async (options) => (await import('./telemetry-queries.ts')).run(options),
  'telemetry-writes': async (options) => (await import('./telemetry-writes.ts')).run(options),
  throughput: async (options) => (await import('./throughput.ts')).run(options),
  timeline: async (options) => (await import('./timeline.ts')).run(options),
  transcript: async () => (await import('./transcript.ts')).run(),
  'usage-queries': async (options) => (await import('./usage-queries.ts')).run(options),
  'usage-scan': async (options) => (await import('./usage-scan.ts')).run(options),
}

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const unknown = positionals.filter((name) => !(name in BENCHES))
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}.`)
  process.exit(2)
}

const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: availableParallelism(), node: process.versions.node }
const loadBefore = loadavg()
const startedAt = new Date()
const results: BenchResult[] = []
try {
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue
    console.error(`${name} …`)
    results.push(...(await bench({ quick: values.quick })))
  }
} finally {
  await removeBuild()
}

const figures = results.map((result) => ({
  ...result,
  median: median(result.ours),
  p90: quantile(result.ours, 0.9),
  peerMedian: result.peer === null ? null : median(result.peer),
  peerP90: result.peer === null ? null : quantile(result.peer, 0.9),
}))
const load = { before: loadBefore, after: loadavg() }
const folder = join(import.meta.dirname, 'results')
const file = join(folder, `${startedAt.toISOString().replaceAll(':', '-')}.json`)
mkdirSync(folder, { recursive: true })
writeFileSync(
  file,
  `${JSON.stringify({ startedAt, commit: commit(), machine, load, quick: values.quick, results: figures }, null, 2)}\n`,
)

printResults(results)
const words = (averages: number[]): string => averages.map((one) => one.toFixed(2)).join(' ')
console.log(
  `\nload ${words(load.before)} before, ${words(load.after)} after; ${machine.cores} cores (${machine.cpu}); Node ${machine.node}`,
)
console.log(`written to ${file}`)

function commit(): string {
  return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: import.meta.dirname })
    .toString()
    .trim()
}
