import type { IncomingMessage, ServerResponse } from 'node:http'
import { send } from '../../server/answers.ts'
import { refusal, refuseBrowser, refuseForeign } from '../../server/gate.ts'
import type { Refusal } from '../../server/gate.ts'
import type { Site } from '../../server/site.ts'
import { encodeForClient } from '../../server/wire.ts'
import { SIGNALS } from '../../otlp/points.ts'
import type { Encoding, Signal } from '../../otlp/points.ts'
import type { Taken } from '../types.ts'
import { exportResponse, RpcCode, statusMessage } from './answer-messages.ts'
import { handOver } from './hand-over.ts'
import type { HandOverParts } from './hand-over.ts'
import { answer, answerBusy, answerEarly, answerRefusal, encodingOf } from './http-answers.ts'
import { BODY_LIMIT, RETRY_AFTER_MS } from './limits.ts'
import { packingOf, readPackedBody } from './packed-body.ts'
import type { PackedBody } from './packed-body.ts'

export interface RequestParts extends HandOverParts {
  site: Site
  /** What `/healthz` and `/readyz` say. */
  health(): object
}

const ROUTES: ReadonlyMap<string, Signal> = new Map(SIGNALS.map((signal) => [`/v1/${signal}`, signal]))

/** Answers every request of the port. What throws on the way is a bug: it is told, answered by 500, and ends nothing. */
export function createRequestHandler(parts: RequestParts) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    route(parts, request, response).catch((error: unknown) => {
      parts.fault(error)
      if (response.headersSent) response.destroy()
      else send(response, 500, '{}', { connection: 'close' })
    })
  }
}

async function route(parts: RequestParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { headers } = request
  const encoding = encodingOf(headers['content-type'])
  const refuse = (refused: Refusal, more: Record<string, string> = {}): void => {
    parts.tally.refusals.count(refused.reason)
    answerRefusal(response, encoding ?? 'json', refused, { ...more, ...lastOnes(parts) })
  }
  const foreign = refuseForeign(headers, parts.site) ?? refuseBrowser(headers)
  if (foreign) return refuse(foreign)
  const path = (request.url ?? '').split('?', 1)[0] ?? ''
  const signal = ROUTES.get(path)
  const health = path === '/healthz' || path === '/readyz'
  if (signal === undefined && !health) {
    const known = [...ROUTES.keys()].join(', ')
    return refuse(refusal('unknown-route', 404, path, 'there is nothing at this address', `send to ${known}`))
  }
  const method = signal === undefined ? 'GET' : 'POST'
  if (request.method !== method) {
    const cause = `this address takes ${method} only`
    return refuse(refusal('wrong-method', 405, path, cause, `use ${method}`), { allow: method })
  }
  if (signal === undefined) return serveHealth(parts, path, response)
  if (encoding === null) {
    const remedy = 'send application/x-protobuf or application/json'
    return refuse(refusal('content-type', 415, 'Content-Type', 'it is none that is taken', remedy))
  }
  await take(parts, signal, encoding, request, response, refuse)
}

async function take(
  parts: RequestParts,
  signal: Signal,
  encoding: Encoding,
  request: IncomingMessage,
  response: ServerResponse,
  refuse: (refused: Refusal, headers?: Record<string, string>) => void,
): Promise<void> {
  const { headers } = request
  const packing = packingOf(headers['content-encoding'])
  if (packing === null) {
    const refused = refusal('content-encoding', 415, 'Content-Encoding', 'it is not known here', 'send gzip or none')
    return refuse(refused, { 'accept-encoding': 'gzip, deflate, identity' })
  }
  if (parts.closing()) return busyEarly(parts, request, response, encoding, 'Baton is ending')
  if (Number(headers['content-length'] ?? 0) > BODY_LIMIT) return tooLarge(parts, request, response, encoding)
  const read = await readPackedBody(request, packing, parts.held)
  if (!read.ok) return unread(parts, read.reason, request, response, encoding)
  const received = { signal, encoding, protocol: 'http', body: read.body, at: Date.now() } as const
  answerTaken(parts, response, signal, encoding, await handOver(parts, received, () => response.destroyed))
}

function answerTaken(
  parts: RequestParts,
  response: ServerResponse,
  signal: Signal,
  encoding: Encoding,
  taken: Taken,
): void {
  const last = lastOnes(parts)
  if (taken.did === 'busy') return answerBusy(response, encoding, taken.retryAfterMs, taken.why, last)
  if (taken.did === 'malformed') {
    return answer(response, 400, encoding, statusMessage(encoding, RpcCode.invalidArgument, taken.why, null), last)
  }
  answer(response, 200, encoding, exportResponse(signal, encoding, taken.rejected, taken.why), last)
}

type Unread = Extract<PackedBody, { ok: false }>['reason']

function unread(
  parts: RequestParts,
  reason: Unread,
  request: IncomingMessage,
  response: ServerResponse,
  encoding: Encoding,
): void {
  if (reason === 'gone') return void response.destroy()
  if (reason === 'too-large') return tooLarge(parts, request, response, encoding)
  if (reason === 'full') return busyEarly(parts, request, response, encoding, 'too much is being received at once')
  parts.tally.refusals.count('malformed')
  const body = statusMessage(encoding, RpcCode.invalidArgument, 'body: it cannot be decompressed', null)
  answerEarly(request, response, 400, encoding, body)
}

function tooLarge(
  { tally }: RequestParts,
  request: IncomingMessage,
  response: ServerResponse,
  encoding: Encoding,
): void {
  tally.refusals.count('body-too-large')
  const message = `body: it is over ${BODY_LIMIT} bytes; send less at once`
  answerEarly(request, response, 413, encoding, statusMessage(encoding, RpcCode.resourceExhausted, message, null))
}

function busyEarly(
  { tally }: RequestParts,
  request: IncomingMessage,
  response: ServerResponse,
  encoding: Encoding,
  why: string,
): void {
  tally.answered('busy')
  const body = statusMessage(encoding, RpcCode.unavailable, why, RETRY_AFTER_MS)
  answerEarly(request, response, 503, encoding, body, { 'retry-after': String(RETRY_AFTER_MS / 1_000) })
}

function serveHealth(parts: RequestParts, path: string, response: ServerResponse): void {
  const ready = !parts.closing()
  const status = path === '/readyz' && !ready ? 503 : 200
  send(response, status, encodeForClient({ ready, ...parts.health() }), lastOnes(parts))
}

/** While the receiver closes, each connection ends with its answer. */
function lastOnes(parts: RequestParts): Record<string, string> {
  return parts.closing() ? { connection: 'close' } : {}
}
