import { execFile } from 'node:child_process'
import { appendFile, chmod, copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { z } from 'zod'
import { followTranscript } from '../main/agents/claude/transcript/follow.ts'
import { bundle } from './bundle.ts'
import { corpus } from './corpus.ts'
import { median, quantile, type BenchResult } from './result.ts'

const WORKER = 'main/agents/claude/transcript/read-all-worker.ts'
const ROUNDS = 9
const APPENDS = 300
/** Between appends, so that each is seen alone. Milliseconds. */
const APPEND_APART_MS = 20
const READ_RATIO_AIM = 1
const APPEND_AIM_MS = 50

const execute = promisify(execFile)

/** Cold reading of a corpus beside ccusage, both as processes of their own; then how late an appended line is a fact. */
export async function run(): Promise<BenchResult[]> {
  return [await coldRead(), await appendToFact()]
}

async function coldRead(): Promise<BenchResult> {
  const { configDir } = await corpus()
  const scratch = await mkdtemp(join(tmpdir(), 'baton-bench-'))
  try {
    const ccusage = await executableCcusage(scratch)
    const env = { PATH: process.env['PATH'] ?? '', HOME: scratch, CLAUDE_CONFIG_DIR: configDir }
    const built = join(scratch, 'built')
    await bundle({ 'read-corpus': 'bench/read-corpus.ts', 'corpus-worker': WORKER }, built)
    const readOurs = () => timed(process.execPath, [join(built, 'read-corpus.js'), join(configDir, 'projects')], env)
    const readPeer = () => timed(ccusage, ['daily', '--offline', '--json'], env)
    const ours: number[] = []
    const peer: number[] = []
    // The first round fills the page cache for both and is not counted.
    for (let round = 0; round <= ROUNDS; round++) {
      const [mine, theirs] = [await readOurs(), await readPeer()]
      requireSameTokens(mine.output, theirs.output)
      if (round === 0) continue
      ours.push(mine.ms)
      peer.push(theirs.ms)
    }
    const value = median(ours) / median(peer)
    const aim = `<= ${READ_RATIO_AIM.toFixed(1)} x ccusage`
    return {
      name: 'cold read of 200 MB of transcripts',
      unit: 'ms',
      ours,
      peer,
      aim,
      value,
      met: value <= READ_RATIO_AIM,
    }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** ccusage's own program, without its launcher in Node. npm may have left it without leave to run, hence the copy. */
async function executableCcusage(folder: string): Promise<string> {
  const fromCcusage = createRequire(createRequire(import.meta.url).resolve('ccusage/package.json'))
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const path = fromCcusage.resolve(`@ccusage/ccusage-${process.platform}-${process.arch}/bin/ccusage${suffix}`)
  const copy = join(folder, `ccusage${suffix}`)
  await copyFile(path, copy)
  await chmod(copy, 0o755)
  return copy
}

async function timed(file: string, args: string[], env: NodeJS.ProcessEnv): Promise<{ ms: number; output: string }> {
  const start = performance.now()
  const { stdout } = await execute(file, args, { env, maxBuffer: 64 * 1024 * 1024 })
  return { ms: performance.now() - start, output: stdout }
}

const Ours = z.object({ input: z.number(), output: z.number(), cacheRead: z.number(), cacheWrite: z.number() })
const Theirs = z
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

function requireSameTokens(ours: string, theirs: string): void {
  const [mine, peers] = [Ours.parse(JSON.parse(ours)), Theirs.parse(JSON.parse(theirs))]
  const [a, b] = [JSON.stringify(mine), JSON.stringify(peers)]
  if (a !== b || mine.output === 0) throw new Error(`token totals differ: ours ${a}, ccusage ${b}`)
}

async function appendToFact(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'baton-bench-'))
  const path = join(folder, 'projects', '-p', 's.jsonl')
  const seen = new Map<string, () => void>()
  const problems: string[] = []
  const follower = followTranscript({
    path,
    cursor: async () => null,
    onFacts: async ({ usages }) => {
      for (const { messageId } of usages) seen.get(messageId)?.()
    },
    onProblem: ({ cause }) => problems.push(cause),
  })
  const ours: number[] = []
  try {
    await mkdir(dirname(path), { recursive: true })
    for (let n = 0; n < APPENDS; n++) {
      const fact = new Promise<void>((resolve) => seen.set(`msg_${n}`, resolve))
      const start = performance.now()
      await appendFile(path, `${JSON.stringify(responseLine(`msg_${n}`))}\n`)
      await fact
      ours.push(performance.now() - start)
      await delay(APPEND_APART_MS)
    }
  } finally {
    await follower.close()
    await rm(folder, { recursive: true, force: true })
  }
  if (problems.length > 0) throw new Error(problems.join('; '))
  const value = quantile(ours, 0.99)
  const aim = `p99 <= ${APPEND_AIM_MS} ms`
  return { name: 'append to fact', unit: 'ms', ours, peer: null, aim, value, met: value <= APPEND_AIM_MS }
}

function responseLine(id: string): object {
  const usage = { input_tokens: 3, output_tokens: 50, cache_creation_input_tokens: 9, cache_read_input_tokens: 70_000 }
  const content = [{ type: 'text', text: 'words '.repeat(200) }]
  const message = { id, type: 'message', role: 'assistant', model: 'claude-opus-5-5', content, usage }
  return { parentUuid: null, isSidechain: false, message, requestId: `r${id}`, type: 'assistant', sessionId: 's' }
}
