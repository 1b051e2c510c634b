import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { release } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { spawn } from 'node-pty'
import { call, say, type Character } from '../../assets/scripted-model/reply.ts'
import { startScriptedModel } from '../../assets/scripted-model/server.ts'
import { decode } from '../../main/otlp/decode.ts'
import { startCapture, type Captured } from '../../main/otlp/oracle-capture.ts'
import type { Signal } from '../../main/otlp/points.ts'
import { CLAUDE, makeWorld, REPOSITORY, type World } from './world.ts'

/**
 * Records what the real CLI exports, once with each protocol, as the fixtures of `main/otlp`: one tool call and one answer
 * of a scripted model. Run: `npx node e2e/support/record-otlp.ts`. Ids of this machine are replaced by others of the same
 * length, so that the bytes stay what a protobuf reader expects.
 */

const TO = join(REPOSITORY, 'main/otlp/fixtures')
const PROTOCOLS = ['http/json', 'http/protobuf', 'grpc'] as const
/** The names that one request of each signal has to hold; the smallest that does is kept. */
const WANTED: Record<Signal, readonly string[]> = {
  logs: ['user_prompt', 'api_request', 'tool_decision', 'tool_result', 'assistant_response'],
  metrics: ['claude_code.session.count', 'claude_code.token.usage', 'claude_code.cost.usage'],
  traces: ['claude_code.interaction', 'claude_code.llm_request', 'claude_code.tool', 'claude_code.tool.execution'],
}
const PATIENCE_MS = 60_000

const character: Character = ({ replies }) =>
  replies === 0 ? call('Bash', { command: 'true', description: 'Do nothing' }) : say('Done, schön.')

async function record(protocol: (typeof PROTOCOLS)[number]): Promise<void> {
  const model = await startScriptedModel({ character })
  const capture = await startCapture()
  const world = makeWorld({ modelUrl: model.url, env: exporting(protocol, capture.grpcUrl, capture.httpUrl) })
  try {
    const project = world.project({ boxes: ['One'] })
    const sessionId = '11111111-2222-4333-8444-555555555555'
    const args = ['--session-id', sessionId, '--permission-mode', 'acceptEdits', '--allowedTools', 'Bash(*)']
    const pty = spawn(CLAUDE, [...args, '--', 'Do nothing, grün.'], { cwd: project.path, env: world.env })
    const exited = new Promise((resolve) => pty.onExit(resolve))
    const until = Date.now() + PATIENCE_MS
    while (!complete(capture.requests)) {
      if (Date.now() > until) throw new Error(`${protocol}: ${capture.requests.length} requests do not hold it all`)
      await setTimeout(100)
    }
    pty.kill('SIGTERM')
    await exited
    keep(protocol, capture.requests, world)
  } finally {
    await world.close()
    await capture.close()
    await model.close()
  }
}

function exporting(protocol: string, grpcUrl: string, httpUrl: string): Record<string, string> {
  const otlp = ['METRICS', 'LOGS', 'TRACES'].map((signal) => [`OTEL_${signal}_EXPORTER`, 'otlp'])
  return {
    ...(Object.fromEntries(otlp) as Record<string, string>),
    CLAUDE_CODE_ENABLE_TELEMETRY: '1',
    CLAUDE_CODE_ENHANCED_TELEMETRY_BETA: '1',
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    OTEL_EXPORTER_OTLP_ENDPOINT: protocol === 'grpc' ? grpcUrl : httpUrl,
    // Long enough for the whole conversation to come in one request.
    OTEL_METRIC_EXPORT_INTERVAL: '8000',
    OTEL_LOGS_EXPORT_INTERVAL: '8000',
    OTEL_TRACES_EXPORT_INTERVAL: '8000',
    OTEL_LOG_USER_PROMPTS: '1',
    OTEL_LOG_TOOL_DETAILS: '1',
    OTEL_LOG_TOOL_CONTENT: '1',
    OTEL_RESOURCE_ATTRIBUTES: 'baton.launch=L1,baton.project=demo',
  }
}

function namesOf({ signal, encoding, body }: Captured): Set<string> {
  const result = decode(signal, encoding, body)
  if (!result.ok) throw new Error(result.why)
  const points = result.value.groups.flatMap((group) => group.points)
  return new Set(points.map((point) => (point.kind === 'log' ? point.eventName : point.name)))
}

function holds(request: Captured): boolean {
  const names = namesOf(request)
  return WANTED[request.signal].every((name) => names.has(name))
}

function complete(requests: readonly Captured[]): boolean {
  const held = new Set(requests.filter(holds).map(({ signal }) => signal))
  return held.size === Object.keys(WANTED).length
}

function keep(protocol: string, requests: readonly Captured[], world: World): void {
  for (const signal of Object.keys(WANTED) as Signal[]) {
    const [smallest] = requests
      .filter((request) => request.signal === signal && holds(request))
      .sort((a, b) => a.body.length - b.body.length)
    if (smallest === undefined) throw new Error(`${protocol}: no ${signal}`)
    // Not `.json`: nobody is to lay it out anew.
    const ending = smallest.encoding === 'json' ? 'txt' : 'bin'
    const file = join(TO, `claude-${signal}.${protocol.replace('/', '-')}.${ending}`)
    writeFileSync(file, anonymous(Buffer.from(smallest.body), world))
    process.stdout.write(`${file}: ${smallest.body.length} bytes, ${[...namesOf(smallest)].join(' ')}\n`)
  }
}

/** The same bytes without what tells of this machine, of the same length. */
function anonymous(body: Buffer, world: World): Buffer {
  const text = body
    .toString('latin1')
    .replaceAll(/(?<![0-9a-f])[0-9a-f]{64}/g, '1'.padStart(64, '0'))
    .replaceAll(
      world.root,
      world.root.replace(/[^-/]+$/, (end) => 'x'.repeat(end.length)),
    )
    .replaceAll(release(), '6.0.0'.padEnd(release().length, '-').slice(0, release().length))
  return Buffer.from(text, 'latin1')
}

rmSync(TO, { recursive: true, force: true })
mkdirSync(TO, { recursive: true })
for (const protocol of PROTOCOLS) await record(protocol)
