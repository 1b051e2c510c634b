import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Refusal } from '../../server/gate.ts'
import type { Encoding } from '../../otlp/points.ts'
import { RpcCode, statusMessage } from './answer-messages.ts'
import { LINGER_MS } from './limits.ts'

type Headers = Readonly<Record<string, string>>

const TYPES: Record<Encoding, string> = { json: 'application/json', protobuf: 'application/x-protobuf' }

/** What the body is said to be; null: nothing that is taken. A page can send neither of them without asking first. */
export function encodingOf(header: string | undefined): Encoding | null {
  const type = (header ?? '').split(';', 1)[0]?.trim().toLowerCase()
  if (type === TYPES.json) return 'json'
  return type === TYPES.protobuf ? 'protobuf' : null
}

/** One answer; with `connection: close` the connection ends with it. */
export function answer(
  response: ServerResponse,
  status: number,
  encoding: Encoding,
  body: Uint8Array,
  headers: Headers = {},
): void {
  writeHead(response, status, encoding, body, headers)
  response.end(body)
}

/** `google.rpc.Status` as OTLP wants it, in words. */
export function answerRefusal(
  response: ServerResponse,
  encoding: Encoding,
  { status, problem }: Pick<Refusal, 'status' | 'problem'>,
  headers: Headers = {},
): void {
  const message = `${problem.thing}: ${problem.cause}; ${problem.remedy}`
  answer(response, status, encoding, statusMessage(encoding, codeOf(status), message, null), headers)
}

/** Of too much at once: to be sent again, in whole seconds as the header has them. */
export function answerBusy(
  response: ServerResponse,
  encoding: Encoding,
  retryAfterMs: number,
  why: string,
  headers: Headers = {},
): void {
  const body = statusMessage(encoding, RpcCode.unavailable, why, retryAfterMs)
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1_000))
  answer(response, 503, encoding, body, { 'retry-after': String(seconds), ...headers })
}

/**
 * Before the body is read to its end. What is still sent is thrown away for a moment, for whoever sends sees no answer
 * before it is done; then the connection is closed.
 */
export function answerEarly(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  encoding: Encoding,
  body: Uint8Array,
  headers: Headers = {},
): void {
  writeHead(response, status, encoding, body, { ...headers, connection: 'close' })
  response.write(body)
  const end = (): void => {
    clearTimeout(late)
    response.end()
  }
  const late = setTimeout(end, LINGER_MS)
  request.once('end', end)
  request.once('close', end)
  request.resume()
}

function writeHead(
  response: ServerResponse,
  status: number,
  encoding: Encoding,
  body: Uint8Array,
  headers: Headers,
): void {
  response.writeHead(status, {
    'content-type': TYPES[encoding],
    'content-length': body.length,
    'x-content-type-options': 'nosniff',
    ...headers,
  })
}

function codeOf(status: number): RpcCode {
  if (status === 403) return RpcCode.permissionDenied
  if (status === 404 || status === 405) return RpcCode.unimplemented
  return status === 413 ? RpcCode.resourceExhausted : RpcCode.invalidArgument
}
