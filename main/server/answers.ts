import type { IncomingMessage, ServerResponse } from 'node:http'
import { refusal } from './gate.ts'
import type { Refusal } from './gate.ts'
import type { Refusals } from './refusals.ts'
import { readBody } from './request-body.ts'
import { DATA_HEADERS } from './security-headers.ts'
import { encodeForClient, parseJson } from './wire.ts'

/** One JSON answer, never kept by a cache. */
export function send(
  response: ServerResponse,
  status: number,
  json: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    ...DATA_HEADERS,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(json),
    'cache-control': 'no-store',
    ...headers,
  })
  response.end(json)
}

export function refuse(
  refusals: Refusals,
  response: ServerResponse,
  refused: Refusal,
  headers: Readonly<Record<string, string>> = {},
): void {
  refusals.count(refused.reason)
  send(response, refused.status, encodeForClient({ ok: false, problem: refused.problem }), headers)
}

export function refuseMethod(request: IncomingMessage, ...allowed: string[]): Refusal | null {
  const { method = 'request' } = request
  if (allowed.includes(method)) return null
  const names = allowed.join(' and ')
  return refusal('wrong-method', 405, method, `this address takes ${names} only`, `use ${names}`)
}

/** A form of another site can send anything but this type, without asking first. */
export function refuseType(request: IncomingMessage, thing: string): Refusal | null {
  if (request.headers['content-type']?.split(';', 1)[0]?.trim() === 'application/json') return null
  const remedy = 'send Content-Type: application/json'
  return refusal('content-type', 415, thing, 'the body is not said to be JSON', remedy)
}

/** Null when the body was refused, and the response sent. `limit` in bytes. */
export async function readJson(
  refusals: Refusals,
  request: IncomingMessage,
  response: ServerResponse,
  limit: number,
): Promise<{ value: unknown } | null> {
  const body = await readBody(request, limit)
  if (!body.ok && body.reason === 'aborted') return null
  const value = body.ok ? parseJson(body.text) : undefined
  if (value !== undefined) return { value }
  const refused = body.ok
    ? refusal('malformed', 400, 'body', 'it is not JSON', 'send one JSON object')
    : refusal('body-too-large', 413, 'body', `it is over ${limit} bytes`, 'send less at once')
  refuse(refusals, response, refused)
  return null
}
