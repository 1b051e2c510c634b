import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, mkdtemp, readdir, readFile, rm, stat, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { executableCcusage, runCcusage, type CcusageTotals } from './ccusage.ts'
import { buildScanEntry } from './core.ts'
import { writeSession } from './corpus-session.ts'
import { corpus } from './corpus.ts'
import { loopDelayOf, watchLoop } from './loop-delay.ts'
import { randomSource } from './random.ts'
import { median, type BenchResult } from './result.ts'
import type { ScanTold } from './scan-entry.ts'

const MEGABYTE = 1024 * 1024
const CORPUS_MEGABYTES = 1024
const CORPUS_SEED = 1
/** So that 1 GB are about 2,000 files. */
const CORPUS_TURNS = 3
/** Of what is appended: none of it is in the corpus. */
const APPENDED_SEED = 4_242
const ROUNDS = 5
const ROUNDS_QUICK = 2
const APPENDS = 5
const FIRST_AIM = 1
const SECOND_AIM = 0.01
const MEMORY_AIM_MB = 150
const LOOP_AIM_MS = 20

/**
 * All transcripts into an empty store, as a process of its own, beside ccusage on the same files; then, in the process that runs,
 * 1 MB that was appended, beside ccusage again, which keeps nothing. Then how a whole core bears it.
 */
export async function run({ quick }: { quick: boolean }): Promise<BenchResult[]> {
  const { configDir, files, bytes } = await corpus(CORPUS_MEGABYTES, CORPUS_SEED, CORPUS_TURNS)
  const scratch = await mkdtemp(join(tmpdir(), 'baton-bench-'))
  const samples: Samples = { first: [], second: [], peerFirst: [], peerSecond: [], memory: [], loop: [], added: [] }
  try {
    const parts = { configDir, scratch, ccusage: await executableCcusage(scratch), entry: await buildScanEntry() }
    // The first round fills the page cache for both and is not counted.
    for (let round = 0; round <= (quick ? ROUNDS_QUICK : ROUNDS); round++) {
      const one = await oneRound(parts, round)
      if (round === 0) continue
      for (const key of Object.keys(samples) as (keyof Samples)[]) samples[key].push(...one[key])
    }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
  const what = `${(bytes / 1024 ** 3).toFixed(2)} GB in ${files} files`
  return [
    beside(`first scan of ${what} into the store`, samples.first, samples.peerFirst, FIRST_AIM),
    beside('second scan after 1 MB appended', samples.second, samples.peerSecond, SECOND_AIM),
    alone('memory at its most, first scan into the store', 'MB', samples.memory, MEMORY_AIM_MB),
    alone('memory that it adds to a core at its most', 'MB', samples.added, MEMORY_AIM_MB),
    alone('event-loop delay of the core, p99, first scan', 'ms', samples.loop, LOOP_AIM_MS),
  ]
}

type Samples = Record<'first' | 'second' | 'peerFirst' | 'peerSecond' | 'memory' | 'loop' | 'added', number[]>

interface Parts {
  configDir: string
  scratch: string
  ccusage: string
  entry: string
}

async function oneRound(parts: Parts, round: number): Promise<Samples> {
  const { configDir, scratch, ccusage } = parts
  const peer = (): ReturnType<typeof runCcusage> => runCcusage(ccusage, configDir, scratch)
  const dataDir = join(scratch, `data-${round}`)
  const file = await largest(configDir)
  const { size } = await stat(file)
  const start = performance.now()
  const core = await startReader(parts, dataDir, 'alone')
  try {
    const told = await look(core)
    const first = performance.now() - start
    const theirs = await peer()
    requireSameTokens(told, theirs.totals)
    const second: number[] = []
    let last = told
    for (let n = 0; n < APPENDS; n++) {
      await appendFile(file, appendedText(round * APPENDS + n))
      const asked = performance.now()
      last = await look(core)
      second.push(performance.now() - asked)
    }
    const again = await peer()
    requireSameTokens(last, again.totals)
    const memory = [told.peak / MEGABYTE]
    const whole = await inCore(parts, `${dataDir}-core`)
    return { first: [first], second, peerFirst: [theirs.ms], peerSecond: [again.ms], memory, ...whole }
  } finally {
    await quit(core, dataDir)
    await truncate(file, size)
  }
}

/** A first scan in a core with its server and its telemetry. */
async function inCore(parts: Parts, dataDir: string): Promise<Pick<Samples, 'loop' | 'added'>> {
  const core = await startReader(parts, dataDir, 'core')
  try {
    const before = await residentBytes(core)
    watchLoop(core)
    const { peak } = await look(core)
    return { loop: [await loopDelayOf(core)], added: [(peak - before) / MEGABYTE] }
  } finally {
    await quit(core, dataDir)
  }
}

async function residentBytes({ pid }: ChildProcess): Promise<number> {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes ?? Number.NaN) * 1024
}

async function quit(core: ChildProcess, dataDir: string): Promise<void> {
  const gone = once(core, 'exit')
  core.send('quit')
  await gone
  await rm(dataDir, { recursive: true, force: true })
}

async function startReader(
  { configDir, scratch, entry }: Parts,
  dataDir: string,
  what: 'alone' | 'core',
): Promise<ChildProcess> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: scratch, CLAUDE_CONFIG_DIR: configDir }
  const core = spawn(process.execPath, [entry, dataDir, what], { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  await once(core, 'message')
  return core
}

async function look(core: ChildProcess): Promise<ScanTold> {
  core.send('look')
  const [told] = (await once(core, 'message')) as [ScanTold]
  return told
}

/** About 1 MB of lines that no file has yet. */
function appendedText(n: number): string {
  const { main } = writeSession(randomSource(APPENDED_SEED + n), n)
  const text = main.repeat(Math.ceil(MEGABYTE / main.length))
  return text.slice(0, text.lastIndexOf('\n', MEGABYTE) + 1)
}

async function largest(configDir: string): Promise<string> {
  const root = join(configDir, 'projects')
  const names = (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.jsonl'))
  const sizes = await Promise.all(names.map(async (name) => ({ name, size: (await stat(join(root, name))).size })))
  const [first] = sizes.toSorted((a, b) => b.size - a.size)
  return join(root, first?.name ?? '')
}

function requireSameTokens({ total }: ScanTold, theirs: CcusageTotals): void {
  const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = total.tokens
  const [a, b] = [{ input, output, cacheRead, cacheWrite: cacheWrite5m + cacheWrite1h }, theirs].map((one) =>
    JSON.stringify(one),
  )
  if (a !== b || output === 0) throw new Error(`token totals differ: ours ${a}, ccusage ${b}`)
}

function beside(name: string, ours: number[], peer: number[], most: number): BenchResult {
  const value = median(ours) / median(peer)
  return { name, unit: 'ms', ours, peer, aim: `<= ${most} x ccusage`, value, met: value <= most }
}

function alone(name: string, unit: string, ours: number[], most: number): BenchResult {
  const value = median(ours)
  return { name, unit, ours, peer: null, aim: `<= ${most} ${unit}`, value, met: value <= most }
}
