import { appendFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { followTranscript } from '../main/agents/claude/transcript/follow.ts'
import { quantile, type BenchResult } from './result.ts'

const APPENDS = 300
/** Between appends, so that each is seen alone. Milliseconds. */
const APPEND_APART_MS = 20
const APPEND_AIM_MS = 50

/** How late an appended line of a hosted session is a fact. */
export async function run(): Promise<BenchResult[]> {
  return [await appendToFact()]
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
