import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Fault, Reply, ReplyUsage } from './reply.ts'

interface Sent {
  reply: Reply
  usage: ReplyUsage
  model: string
}

type ContentBlock =
  | { type: 'text'; text: string }
  | { type: 'tool_use'; id: string; name: string; input: Record<string, unknown> }

/** Sends a reply as server-sent events. */
export function sendStream(response: ServerResponse, sent: Sent): void {
  const message = messageOf(sent)
  beginStream(response, message)
  for (const [index, block] of message.content.entries()) {
    writeEvent(response, 'content_block_start', { index, content_block: opening(block) })
    writeEvent(response, 'content_block_delta', { index, delta: delta(block) })
    writeEvent(response, 'content_block_stop', { index })
  }
  writeEvent(response, 'message_delta', {
    delta: { stop_reason: message.stop_reason, stop_sequence: null },
    usage: { output_tokens: message.usage.output_tokens },
  })
  writeEvent(response, 'message_stop', {})
  response.end()
}

/** Begins a stream, opens a text block and breaks the connection. */
export function sendCutStream(response: ServerResponse, sent: Sent): void {
  beginStream(response, messageOf(sent))
  const block = { index: 0, content_block: { type: 'text', text: '' } }
  // Not before the bytes are out: an immediate end would throw them away.
  writeEvent(response, 'content_block_start', block, () => response.destroy())
}

/** Sends a reply as one JSON body. */
export function sendWhole(response: ServerResponse, sent: Sent): void {
  sendJson(response, 200, messageOf(sent))
}

export function sendFault(response: ServerResponse, fault: Exclude<Fault, 'hang' | 'cut'>): void {
  sendJson(response, fault.status, fault.body, fault.headers)
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': requestId(), ...headers })
  response.end(JSON.stringify(body))
}

function beginStream(response: ServerResponse, message: ReturnType<typeof messageOf>): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'request-id': requestId() })
  const usage = { ...message.usage, output_tokens: 1 }
  writeEvent(response, 'message_start', { message: { ...message, content: [], stop_reason: null, usage } })
}

function writeEvent(response: ServerResponse, type: string, data: object, written?: () => void): void {
  response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`, written)
}

function messageOf({ reply, usage, model }: Sent) {
  const content: ContentBlock[] = []
  if (reply.text !== undefined) content.push({ type: 'text', text: reply.text })
  for (const tool of reply.tools ?? []) content.push({ type: 'tool_use', id: identifier('toolu'), ...tool })
  return {
    id: identifier('msg'),
    type: 'message',
    role: 'assistant',
    model,
    content,
    stop_reason: (reply.tools ?? []).length > 0 ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: {
      input_tokens: usage.input,
      cache_creation_input_tokens: usage.cacheCreation,
      cache_read_input_tokens: usage.cacheRead,
      output_tokens: usage.output,
    },
  }
}

function opening(block: ContentBlock): object {
  return block.type === 'text' ? { type: 'text', text: '' } : { ...block, input: {} }
}

function delta(block: ContentBlock): object {
  return block.type === 'text'
    ? { type: 'text_delta', text: block.text }
    : { type: 'input_json_delta', partial_json: JSON.stringify(block.input) }
}

/** Ids must differ between servers as well: the ledger counts a message by its id. */
function identifier(prefix: string): string {
  return `${prefix}_${randomUUID().replaceAll('-', '').slice(0, 24)}`
}

function requestId(): string {
  return identifier('req')
}
