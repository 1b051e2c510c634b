import type { JsonObject } from './lines.ts'

/** Lines as Claude Code 2.1.330 writes them, shortened to what is read of them; keys in its order. */
const SESSION = 'aaaaaaaa-0000-4000-8000-000000000001'
const AT = '2026-11-22T07:22:50.729Z'
const common = { cwd: '/srv/dev/proj', sessionId: SESSION, version: '2.1.330' }

export interface ResponseShape {
  id?: string
  requestId?: string
  model?: string
  requestedModel?: string
  usage?: JsonObject
  content?: JsonObject[]
}

export function response(shape: ResponseShape = {}, line: JsonObject = {}): JsonObject {
  const model = shape.model ?? 'claude-opus-5-5'
  return {
    parentUuid: 'c1c1ca3f-b29c-41f8-82e5-22c73d1341b6',
    isSidechain: false,
    message: {
      id: shape.id ?? 'msg_1',
      type: 'message',
      role: 'assistant',
      model,
      content: shape.content ?? [{ type: 'text', text: 'Hello.' }],
      usage: usage(shape.usage),
    },
    requestId: shape.requestId ?? `req_${shape.id ?? 'msg_1'}`,
    requestedModel: shape.requestedModel ?? model,
    type: 'assistant',
    uuid: 'f31fa0ef-8757-4c5d-a934-ca2bb6adfd25',
    timestamp: AT,
    session_id: 'bbbbbbbb-0000-4000-8000-00000000000f',
    ...common,
    ...line,
  }
}

export function usage(changes: JsonObject = {}): JsonObject {
  return {
    input_tokens: 3,
    cache_creation_input_tokens: 1000,
    cache_read_input_tokens: 40_000,
    output_tokens: 57,
    server_tool_use: { web_search_requests: 0, web_fetch_requests: 0 },
    cache_creation: { ephemeral_1h_input_tokens: 600, ephemeral_5m_input_tokens: 400 },
    speed: 'standard',
    ...changes,
  }
}

export function prompt(content: unknown, line: JsonObject = {}): JsonObject {
  return {
    parentUuid: null,
    isSidechain: false,
    promptId: 'e38fee25-e349-454b-8309-d0e5b6b98241',
    type: 'user',
    message: { role: 'user', content },
    timestamp: AT,
    origin: { kind: 'human' },
    promptSource: 'typed',
    ...common,
    ...line,
  }
}

export function toolUse(name: string, input: JsonObject, shape: ResponseShape = {}, line: JsonObject = {}): JsonObject {
  return response({ ...shape, content: [{ type: 'tool_use', id: 'toolu_1', name, input }] }, line)
}

export function compactBoundary(): JsonObject {
  return {
    parentUuid: null,
    isSidechain: false,
    type: 'system',
    subtype: 'compact_boundary',
    content: 'Conversation compacted',
    compactMetadata: { trigger: 'manual', preTokens: 41_060, postTokens: 2875 },
    timestamp: AT,
    ...common,
  }
}

export function costState(totalCostUSD: number): JsonObject {
  return {
    type: 'cost-state',
    sessionId: SESSION,
    totalCostUSD,
    totalDuration: 260_842,
    startTime: 1_795_332_516_637,
    modelUsage: {},
  }
}

export function bytes(...lines: JsonObject[]): Buffer {
  return Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
}
