import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readConversation, type Conversation } from './conversation.ts'
import { QUIET_USAGE, scriptedUsage, type Character, type Reply, type ReplyUsage, type UsageScript } from './reply.ts'
import { auxiliaryText, requestKind, type RequestKind } from './request-kind.ts'
import { sendCutStream, sendFault, sendJson, sendStream, sendWhole } from './respond.ts'
import { MessagesRequest } from './wire.ts'

/** A request as it came and what it got. Paths other than `/v1/messages` have kind `other`. */
export interface RecordedRequest {
  at: number
  method: string
  path: string
  kind: RequestKind | 'other'
  sessionId: string | null
  /** Of main-thread and subagent requests. */
  conversation: Conversation | null
  /** What was answered; null where no model spoke. */
  reply: Reply | null
  usage: ReplyUsage | null
  /** The body, parsed; null when there was none. */
  body: unknown
}

export interface ScriptedModelOptions {
  character: Character
  /** 0: any free one. */
  port?: number
  usage?: UsageScript
}

export interface ScriptedModel {
  /** `http://127.0.0.1:<port>`, for `ANTHROPIC_BASE_URL`. */
  url: string
  requests(): readonly RecordedRequest[]
  /** Answers nothing from now on, until what it returns is called: time to look at an agent at work. */
  hold(): () => void
  close(): Promise<void>
}

/** A long conversation with tool definitions stays far below this. */
const MAX_BODY_BYTES = 64 * 1024 * 1024
const CHARACTERS_PER_TOKEN = 4
const USAGE_OF_HELPERS: ReplyUsage = { input: 100, cacheRead: 0, cacheCreation: 0, output: 20 }

/**
 * A small Messages API on loopback, played by a character: streaming, tool use, scripted usage, faults.
 * It keeps no state between requests; all that it answers follows from what the CLI sends, when it is not held.
 */
export async function startScriptedModel(options: ScriptedModelOptions): Promise<ScriptedModel> {
  const script = options.usage ?? QUIET_USAGE
  const recorded: RecordedRequest[] = []
  const pending = new Set<NodeJS.Timeout>()
  let held: Promise<void> | null = null

  const server = createServer((request, response) => {
    // The client went away while it sent: nobody is left to answer.
    answer(request, response).catch(() => response.destroy())
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readBody(request)
    if (text === null) {
      sendJson(response, 413, invalid('The request is too large'))
      return
    }
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    const record: RecordedRequest = {
      at: Date.now(),
      method: request.method ?? 'GET',
      path,
      kind: 'other',
      sessionId: headerText(request, 'x-claude-code-session-id'),
      conversation: null,
      reply: null,
      usage: null,
      body: parseJson(text),
    }
    recorded.push(record)
    if (path === '/v1/messages/count_tokens') {
      sendJson(response, 200, { input_tokens: Math.ceil(text.length / CHARACTERS_PER_TOKEN) })
    } else if (path !== '/v1/messages') {
      sendJson(response, path === '/api/hello' ? 200 : 404, {})
    } else {
      answerMessages(request, response, record)
    }
  }

  function answerMessages(request: IncomingMessage, response: ServerResponse, record: RecordedRequest): void {
    const parsed = MessagesRequest.safeParse(record.body)
    if (!parsed.success) {
      sendJson(response, 400, invalid(parsed.error.message))
      return
    }
    record.kind = requestKind(request.headers, parsed.data)
    if (record.kind === 'auxiliary') {
      record.reply = { text: auxiliaryText(parsed.data) }
      record.usage = script.beside ?? USAGE_OF_HELPERS
    } else {
      record.conversation = readConversation({
        thread: record.kind,
        sessionId: record.sessionId ?? '',
        messages: parsed.data.messages,
      })
      record.reply = options.character(record.conversation)
      record.usage = scriptedUsage(script, record.conversation.replies, record.reply)
    }
    const { reply, usage } = record
    const send = (): void => {
      if (held === null) sendReply(response, parsed.data, reply, usage)
      else void held.then(send)
    }
    if (reply.delayMs === undefined) {
      send()
      return
    }
    const timer = setTimeout(() => {
      pending.delete(timer)
      send()
    }, reply.delayMs)
    pending.add(timer)
  }

  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => recorded,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>()
      held = promise
      return () => {
        held = null
        resolve()
      }
    },
    close: async () => {
      for (const timer of pending) clearTimeout(timer)
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function sendReply(response: ServerResponse, body: MessagesRequest, reply: Reply, usage: ReplyUsage): void {
  const { fault } = reply
  if (fault === 'hang') return
  const sent = { reply, usage, model: body.model }
  if (fault === 'cut') sendCutStream(response, sent)
  else if (fault !== undefined) sendFault(response, fault)
  else if (body.stream === true) sendStream(response, sent)
  else sendWhole(response, sent)
}

/** The whole body as text, or null when it is too large. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  return bytes <= MAX_BODY_BYTES ? Buffer.concat(chunks).toString('utf8') : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: the schema refuses it with a 400.
    return null
  }
}

function headerText(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name]
  return typeof value === 'string' ? value : null
}

function invalid(message: string): object {
  return { type: 'error', error: { type: 'invalid_request_error', message } }
}
