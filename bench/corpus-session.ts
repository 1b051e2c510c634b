import type { RandomSource } from './random.ts'

export interface SessionText {
  sessionId: string
  main: string
  subagents: Map<string, string>
}

type Line = Record<string, unknown>

const START = Date.UTC(2026, 9, 1)
const SESSION_APART_MS = 40 * 60 * 1000
/** Of a long session. */
export const MOST_TURNS = 12
const MODELS = ['claude-opus-5-5', 'claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-4-5-20251001'] as const

/** Sizes in bytes, as measured in transcripts of Claude Code 2.1.330. */
const SHAPE_BYTES = 43_000
const PROMPT_SNAPSHOT_BYTES = 64_000
const FIRST_SNAPSHOT_BYTES = 7_900
const LISTING_BYTES = 13_700
const FIRST_BLOB_BYTES = 10_700
const TOOL_RESULT_BYTES = { from: 200, most: 40_000 }

const WORDS =
  'const export function return await import type interface string number \t"quoted" \'single\' {brace} [list] \\n => // why é 🙂 error: expected path/to/file.ts line test npm run build git status'.split(
    ' ',
  )

let pool = ''

/** Text that compresses and escapes like source and logs. */
function filler(random: RandomSource, bytes: number): string {
  while (pool.length < 200_000) {
    pool += WORDS[random.between(0, WORDS.length - 1)] + (random.next() < 0.08 ? '\n' : ' ')
  }
  const start = random.between(0, pool.length - 100_000)
  // Half a surrogate pair is no text to ccusage, which passes over its whole line.
  return pool.slice(start, start + bytes).toWellFormed()
}

/** One session with its subagents; now and then it is compacted. */
export function writeSession(random: RandomSource, n: number, mostTurns = MOST_TURNS): SessionText {
  const sessionId = random.uuid()
  const writer = threadWriter(random, { sessionId, agentId: null, start: START + n * SESSION_APART_MS })
  const subagents = new Map<string, string>()
  writer.opening()
  const turns = random.between(2, mostTurns)
  for (let turn = 0; turn < turns; turn++) {
    writer.prompt()
    writer.responses(random.between(3, 18))
    if (turn === 0) writer.snapshot(PROMPT_SNAPSHOT_BYTES)
    if (random.next() < 0.12) {
      const agentId = random.id('a').slice(0, 17)
      const side = threadWriter(random, { sessionId, agentId, start: writer.now() })
      side.opening()
      side.prompt()
      side.responses(random.between(3, 14))
      subagents.set(agentId, side.text())
    }
    writer.turnEnd()
    if (random.next() < 0.06) writer.compact()
  }
  writer.closing()
  return { sessionId, main: writer.text(), subagents }
}

interface Thread {
  sessionId: string
  agentId: string | null
  start: number
}

function threadWriter(random: RandomSource, thread: Thread) {
  const { sessionId, agentId } = thread
  const lines: string[] = []
  const model = random.pick(MODELS)
  let at = thread.start
  let parentUuid: string | null = null
  let promptId = random.uuid()
  let context = 20_000

  const put = (line: Line): void => void lines.push(JSON.stringify(line))
  const bare = (line: Line): void => put({ ...line, sessionId })
  const stamp = (): string => new Date((at += random.between(20, 4_000))).toISOString()

  function chained(line: Line): void {
    const uuid = random.uuid()
    const side = agentId === null ? { isSidechain: false } : { isSidechain: true, agentId }
    put({
      parentUuid,
      ...side,
      ...line,
      uuid,
      timestamp: stamp(),
      session_id: sessionId,
      userType: 'external',
      entrypoint: 'cli',
      cwd: '/home/dev/project',
      sessionId,
      version: '2.1.330',
      gitBranch: 'main',
    })
    parentUuid = uuid
  }

  const attachment = (type: string, bytes: number): void =>
    chained({ attachment: { type, content: filler(random, bytes) }, type: 'attachment' })
  const blob = (bytes: number): void =>
    bare({
      type: 'api-request-blob',
      hash: random.id('h'),
      message: { role: 'user', content: [{ type: 'text', text: filler(random, bytes) }] },
    })

  function response(): void {
    const usage = usageOf()
    const message = { id: random.id('msg_01'), type: 'message', role: 'assistant', model }
    const requestId = random.id('req_01')
    const requestRef = random.uuid()
    bare({ type: 'api-request', id: requestRef, timestamp: stamp(), params: { model, system: filler(random, 900) } })
    const command = { command: filler(random, random.skewed(20, 600)), description: 'Run it' }
    const toolUse = { type: 'tool_use', id: random.id('toolu_'), name: 'Bash', input: command }
    const blocks: Line[] = [{ type: 'text', text: filler(random, random.skewed(30, 3_000)) }, toolUse]
    if (random.next() < 0.5) blocks.unshift({ type: 'thinking', thinking: filler(random, 800), signature: 'c2ln' })
    for (const [apiBlockIndex, block] of blocks.entries()) {
      chained({
        message: {
          ...message,
          content: [block],
          stop_reason: 'tool_use',
          stop_sequence: null,
          usage,
          stop_details: null,
        },
        apiBlockIndex,
        requestId,
        requestRef,
        requestedModel: model,
        promptCacheRequested: '5m',
        type: 'assistant',
      })
    }
    const size = random.skewed(TOOL_RESULT_BYTES.from, TOOL_RESULT_BYTES.most)
    const output = filler(random, size)
    chained({
      promptId,
      type: 'user',
      message: { role: 'user', content: [{ tool_use_id: toolUse.id, type: 'tool_result', content: output }] },
      toolUseResult: { stdout: output, stderr: '', interrupted: false },
    })
    blob(size)
    context += Math.ceil(size / 4) + usage.output_tokens
  }

  function usageOf() {
    const written = random.between(200, 4_000)
    const hour = random.next() < 0.3 ? written : 0
    return {
      input_tokens: random.between(1, 12),
      cache_creation_input_tokens: written,
      cache_read_input_tokens: context,
      output_tokens: random.between(20, 2_000),
      output_tokens_details: { thinking_tokens: 0 },
      server_tool_use: { web_search_requests: 0, web_fetch_requests: 0 },
      service_tier: 'standard',
      cache_creation: { ephemeral_1h_input_tokens: hour, ephemeral_5m_input_tokens: written - hour },
      inference_geo: '',
      iterations: [],
      speed: 'standard',
    }
  }

  return {
    now: () => at,
    text: () => `${lines.join('\n')}\n`,
    opening() {
      if (agentId === null) bare({ type: 'mode', mode: 'normal' })
      attachment('agent_listing_delta', LISTING_BYTES / 2)
      attachment('skill_listing', LISTING_BYTES)
      attachment('prompt_snapshot', FIRST_SNAPSHOT_BYTES)
      bare({ type: 'api-request-shape', shapeHash: random.id('h'), shape: { system: filler(random, SHAPE_BYTES) } })
      blob(FIRST_BLOB_BYTES)
    },
    prompt() {
      promptId = random.uuid()
      const content = filler(random, random.skewed(10, 4_000))
      chained({ promptId, type: 'user', message: { role: 'user', content }, origin: { kind: 'human' } })
      bare({ type: 'file-history-snapshot', messageId: random.uuid(), snapshot: { trackedFileBackups: {} } })
    },
    responses(count: number) {
      for (let n = 0; n < count; n++) response()
    },
    snapshot: (bytes: number) => attachment('prompt_snapshot', bytes),
    turnEnd() {
      chained({ type: 'system', subtype: 'turn_duration', durationMs: random.between(100, 90_000) })
      bare({ type: 'last-prompt', lastPrompt: filler(random, 60) })
    },
    compact() {
      chained({ type: 'system', subtype: 'compact_boundary', compactMetadata: { trigger: 'auto', preTokens: context } })
      chained({ type: 'user', message: { role: 'user', content: filler(random, 6_000) }, isCompactSummary: true })
      context = 24_000
    },
    closing: () =>
      bare({ type: 'cost-state', totalCostUSD: 1.5, totalDuration: at - thread.start, startTime: thread.start }),
  }
}
