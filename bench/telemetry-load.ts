import type { RandomSource } from './random.ts'

/** A point or record as an agent sends it. */
export interface LoadPoint {
  /** Milliseconds since the epoch. */
  at: number
  name: string
  /** Of a metric; null: a log record. */
  value: number | null
  attributes: Record<string, string | number>
}

/** What one session exports at once. */
export interface Export {
  session: string
  signal: 'logs' | 'metrics'
  at: number
  points: LoadPoint[]
}

export const SESSIONS = 8
const MINUTE_MS = 60_000
/** Claude Code's own intervals. */
const LOGS_EVERY_MS = 5_000
const METRICS_EVERY_MS = 60_000
/** A busy session asks the model about every 20 s. */
const SHORTEST_TURN_MS = 8_000
const LONGEST_TURN_MS = 32_000
const LONGEST_TOOL_MS = 20_000

const MODELS = ['claude-opus-5-5', 'claude-opus-5-5', 'claude-opus-5-5', 'claude-haiku-4-5'] as const
const TOOLS = ['Bash', 'Read', 'Edit', 'Grep', 'Write', 'Glob', 'Task', 'WebFetch'] as const
const TOKEN_TYPES = ['input', 'output', 'cacheRead', 'cacheCreation'] as const

/** Eight sessions that work without a pause, with the events, metrics and intervals of Claude Code; in order of time. */
export function exportsOf(random: RandomSource, from: number, minutes: number): Export[] {
  const until = from + minutes * MINUTE_MS
  const all = Array.from({ length: SESSIONS }, () => sessionExports(random, from, until))
  return all.flat().sort((a, b) => a.at - b.at)
}

function sessionExports(random: RandomSource, from: number, until: number): Export[] {
  const session = random.uuid()
  const own = { 'user.id': 'f'.repeat(64), 'session.id': session, 'terminal.type': 'xterm-256color' }
  const common = { ...own, 'anthropic.provider': 'firstParty', 'baton.project': 'b'.repeat(16) }
  const logs: LoadPoint[] = []
  const metrics: LoadPoint[] = []
  let sequence = 0
  for (let at = from + random.between(0, LONGEST_TURN_MS); at < until; at += turnLength(random)) {
    const turn = turnOf(random, at, common)
    const more = () => ({ 'event.sequence': sequence++, 'event.timestamp': new Date(at).toISOString() })
    logs.push(...turn.logs.map((point) => ({ ...point, attributes: { ...point.attributes, ...more() } })))
    metrics.push(...turn.metrics)
  }
  const offset = random.between(0, LOGS_EVERY_MS)
  return [
    ...gathered(session, 'logs', logs, LOGS_EVERY_MS, offset),
    ...gathered(session, 'metrics', summed(metrics), METRICS_EVERY_MS, offset),
  ]
}

const turnLength = (random: RandomSource): number => random.between(SHORTEST_TURN_MS, LONGEST_TURN_MS)

/** One request to the model and the tools that it had run, each with the hooks before and after it. */
function turnOf(random: RandomSource, at: number, common: LoadPoint['attributes']) {
  const model = random.pick(MODELS)
  const tokens = [3, random.skewed(40, 4_000), random.skewed(10_000, 180_000), random.skewed(200, 8_000)]
  const cost = random.between(3_000, 90_000) / 1e6
  const request = { model, query_source: 'repl_main_thread', request_id: random.id('req_'), effort: 'medium' }
  const event = (name: string, attributes: LoadPoint['attributes'], later = 0): LoadPoint => {
    const named = { ...common, 'event.name': name, 'prompt.id': '9793f76a-d591-4353-970b-a692752c3493' }
    return { at: at + later, name, value: null, attributes: { ...named, ...attributes } }
  }
  const [input = 0, output = 0, cacheRead = 0, cacheCreation = 0] = tokens
  const told = {
    input_tokens: input,
    output_tokens: output,
    cache_read_tokens: cacheRead,
    cache_creation_tokens: cacheCreation,
    cache_creation_5m_tokens: cacheCreation,
    cache_creation_1h_tokens: 0,
    cost_usd: cost,
    duration_ms: random.between(900, 20_000),
  }
  const tools = Array.from({ length: random.between(1, 2) }, () => {
    const took = random.skewed(50, LONGEST_TOOL_MS)
    return toolEvents(random.pick(TOOLS), took, event)
  })
  const logs = [event('api_request', { ...request, ...told }), event('assistant_response', request), ...tools.flat()]
  const counter = (name: string, value: number, attributes: LoadPoint['attributes']): LoadPoint => {
    return { at, name, value, attributes: { ...common, ...attributes } }
  }
  const used = TOKEN_TYPES.map((type, n) =>
    counter('token.usage', tokens[n] ?? 0, { model, type, query_source: 'main' }),
  )
  const active = counter('active_time.total', 12.5, { type: 'cli' })
  const lines = counter('lines_of_code.count', random.between(0, 40), { type: 'added', model })
  return { logs, metrics: [...used, counter('cost.usage', cost, { model, query_source: 'main' }), active, lines] }
}

type Event = (name: string, attributes: LoadPoint['attributes'], later?: number) => LoadPoint

/** `took`: ms that the tool ran. */
function toolEvents(tool: string, took: number, event: Event): LoadPoint[] {
  const use = { tool_name: tool, tool_use_id: 'toolu_01A09q90qw90lq917835lq9', request_id: 'req_of_the_turn' }
  const hooks = (name: string, later: number) => {
    const hook = { hook_event: name, hook_name: `${name}:${tool}`, num_hooks: '2', hook_source: 'merged' }
    return [
      event('hook_execution_start', hook, later),
      event('hook_execution_complete', { ...hook, num_success: '2', total_duration_ms: '14' }, later + 14),
    ]
  }
  return [
    ...hooks('PreToolUse', 0),
    event('tool_decision', { ...use, decision: 'accept', source: 'config' }, 15),
    event('tool_result', { ...use, success: 'true', duration_ms: String(took), tool_result_size_bytes: '1830' }, took),
    ...hooks('PostToolUse', took),
  ]
}

/** What came within each interval, sent at its end. */
function gathered(
  session: string,
  signal: Export['signal'],
  points: LoadPoint[],
  every: number,
  offset: number,
): Export[] {
  const sent = Map.groupBy(points, ({ at }) => Math.ceil((at - offset) / every) * every + offset)
  return [...sent].map(([at, all]) => ({ session, signal, at, points: all }))
}

/** Delta counters: one point for each set of attributes and interval. */
function summed(points: LoadPoint[]): LoadPoint[] {
  const streams = Map.groupBy(points, ({ at, name, attributes }) =>
    JSON.stringify([Math.ceil(at / METRICS_EVERY_MS), name, attributes]),
  )
  return [...streams.values()].flatMap((all) => {
    const last = all.at(-1)
    return last === undefined ? [] : [{ ...last, value: all.reduce((sum, { value }) => sum + (value ?? 0), 0) }]
  })
}

/** As OTLP/JSON has it. */
export function bodyOf({ signal, points, at }: Export): Uint8Array {
  const resource = { attributes: attributesOf({ 'service.name': 'claude-code', 'service.version': '2.1.330' }) }
  const nanos = (ms: number) => `${ms}000000`
  if (signal === 'logs') {
    const logRecords = points.map((point) => ({
      timeUnixNano: nanos(point.at),
      observedTimeUnixNano: nanos(point.at),
      body: { stringValue: `claude_code.${point.name}` },
      attributes: attributesOf(point.attributes),
    }))
    const scope = { name: 'com.anthropic.claude_code.events', version: '2.1.330' }
    return Buffer.from(JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords }] }] }))
  }
  const metrics = [...Map.groupBy(points, ({ name }) => name)].map(([name, all]) => ({
    name: `claude_code.${name}`,
    sum: {
      aggregationTemporality: 1,
      isMonotonic: true,
      dataPoints: all.map((point) => ({
        startTimeUnixNano: nanos(at - METRICS_EVERY_MS),
        timeUnixNano: nanos(at),
        asDouble: point.value,
        attributes: attributesOf(point.attributes),
      })),
    },
  }))
  const scope = { name: 'com.anthropic.claude_code', version: '2.1.330' }
  return Buffer.from(JSON.stringify({ resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics }] }] }))
}

function attributesOf(attributes: LoadPoint['attributes']) {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? { stringValue: value } : { doubleValue: value },
  }))
}
