import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { randomSource, type RandomSource } from '../../bench/random.ts'

const MODELS = [
  'claude-opus-4-6',
  'claude-sonnet-4-6',
  'claude-opus-4-8',
  'claude-haiku-4-5-20251001',
  'claude-nobody-1',
] as const
const NO_USAGE = { input_tokens: 0, output_tokens: 0, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 }
/** 1 October 2026 UTC; lines follow each other by minutes, over midnight in any time zone. */
const START = Date.UTC(2026, 9, 1)
const MINUTE_MS = 60_000

type Line = Record<string, unknown>
interface Response extends Line {
  message: Line & { usage: Line }
}

/**
 * Transcripts with all that ccusage and the ledger are known to take differently: writes for an hour, fast mode, web searches, the
 * agent's own costs, unknown models, advisors, copies, forks, side threads, missing and odd fields. The same for the same seed. For tests.
 */
export async function oddTranscripts(configDir: string, seed: number, sessions = 12): Promise<void> {
  const random = randomSource(seed)
  const project = join(configDir, 'projects', '-p')
  await mkdir(project, { recursive: true })
  let at = START
  const now = (): string => new Date((at += random.between(1, 90) * MINUTE_MS)).toISOString()
  for (let n = 0; n < sessions; n++) {
    const sessionId = random.uuid()
    const responses = Array.from({ length: random.between(3, 25) }, () => response(random, sessionId, now()))
    const lines = responses.flatMap((one) => copies(random, one, now))
    await write(join(project, `${sessionId}.jsonl`), lines)
    if (random.next() < 0.3) await write(join(project, `${random.uuid()}.jsonl`), forked(lines))
    const side = responses.filter(() => random.next() < 0.2).map((one) => replayed(random, one, now()))
    const own = Array.from({ length: random.between(0, 4) }, () => sidechain(response(random, sessionId, now())))
    await mkdir(join(project, sessionId, 'subagents'), { recursive: true })
    await write(join(project, sessionId, 'subagents', `agent-${random.id('a').slice(0, 17)}.jsonl`), [...side, ...own])
  }
}

async function write(path: string, lines: readonly (Line | string)[]): Promise<void> {
  const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
  await writeFile(path, texts.map((text) => `${text}\n`).join(''))
}

function response(random: RandomSource, sessionId: string, timestamp: string): Response {
  const written = random.between(0, 9_000)
  const hour = random.next() < 0.4 ? random.between(0, written) : 0
  const often = (share: number): boolean => random.next() < share
  const split = { ephemeral_5m_input_tokens: written - hour, ephemeral_1h_input_tokens: hour }
  const usage: Line = {
    input_tokens: random.between(0, 5_000),
    output_tokens: random.between(1, 3_000),
    cache_creation_input_tokens: written,
    cache_read_input_tokens: random.skewed(1, 600_000),
    ...(often(0.8) ? { cache_creation: often(0.1) ? { ephemeral_5m_input_tokens: 1 } : split } : {}),
    ...(often(0.6) ? { speed: often(0.2) ? 'fast' : 'standard' } : {}),
    ...(often(0.2) ? { server_tool_use: { web_search_requests: random.between(0, 5) } } : {}),
    ...(often(0.1) ? { iterations: [{ type: 'message', ...NO_USAGE }, advisor(random)] } : {}),
  }
  const message: Response['message'] = {
    id: random.id('msg_'),
    type: 'message',
    role: 'assistant',
    model: random.pick(MODELS),
    content: [{ type: 'text', text: 'words' }],
    stop_reason: 'end_turn',
    usage,
  }
  const line: Response = {
    type: 'assistant',
    isSidechain: false,
    timestamp,
    sessionId,
    requestId: random.id('req_'),
    uuid: random.uuid(),
    cwd: '/p',
    version: '2.1.330',
    message,
  }
  return odd(random, line)
}

/** Another model that was asked meanwhile. Its tokens are not among those of the answer. */
function advisor(random: RandomSource): Line {
  const tokens = { input_tokens: random.between(0, 9_000), output_tokens: random.between(1, 900) }
  return { type: 'advisor_message', model: random.pick(MODELS), ...NO_USAGE, ...tokens }
}

/** Now and then something about a line is not as it should be. */
function odd(random: RandomSource, line: Response): Response {
  const { message } = line
  switch (random.between(0, 24)) {
    case 0:
      return { ...line, costUSD: random.between(1, 90) / 100 }
    case 1:
      return { ...line, cwd: null }
    case 2:
      return { ...line, version: 'dev' }
    case 3:
      return { ...line, message: { ...message, usage: { ...message.usage, speed: 'unheard-of' } } }
    case 4: {
      const { requestId: _none, ...rest } = line
      return rest as Response
    }
    case 5: {
      const { id: _none, ...rest } = message
      return { ...line, message: rest as Response['message'] }
    }
    case 6:
      return { ...line, isApiErrorMessage: true }
    case 7:
      return { ...line, message: { ...message, model: '<synthetic>' } }
    default:
      return line
  }
}

/** One line for each block of content: the same usage again, or one that grew; now and then half a line, or half a letter. */
function copies(random: RandomSource, line: Response, now: () => string): (Line | string)[] {
  const again = Array.from({ length: random.between(0, 2) }, () => ({ ...line, uuid: random.uuid(), timestamp: now() }))
  const usage = line.message.usage
  const early = { ...line, message: { ...line.message, usage: { ...usage, output_tokens: 1 } } }
  const first = random.next() < 0.2 ? early : line
  const broken = random.next() < 0.05 ? [JSON.stringify(line).slice(0, 200)] : []
  const halved = random.next() < 0.05 ? [JSON.stringify(line).replace('words', '\\ud83d cut')] : []
  return [...halved, first, ...again, ...broken, ...(first === early ? [line] : [])]
}

function forked(lines: readonly (Line | string)[]): (Line | string)[] {
  return lines.map((line) => (typeof line === 'string' ? line : { ...line, sessionId: 'forked' }))
}

function replayed(random: RandomSource, line: Response, timestamp: string): Line {
  return sidechain({ ...line, requestId: random.id('req_'), uuid: random.uuid(), timestamp })
}

function sidechain(line: Response): Response {
  return { ...line, isSidechain: true }
}
