import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { Role } from '../../contract/access.ts'
import { dispatch, refusedCall } from './dispatch.ts'
import { admitClient, bearer, refusal, refuseBrowser, refuseForeign, unauthorised } from './gate.ts'
import type { Refusal } from './gate.ts'
import { HOOK_BODY_LIMIT, RPC_BODY_LIMIT } from './limits.ts'
import type { Refusals } from './refusals.ts'
import { readBody } from './request-body.ts'
import type { Health, HookReceiver, RpcHandlers } from './types.ts'
import { encodeForClient, parseJson } from './wire.ts'

export interface RouteParts {
  controlToken: string
  handlers: RpcHandlers
  hooks: HookReceiver
  health(): Health
  log: Logger
  refusals: Refusals
  /** The names this server answers to. */
  hosts(): ReadonlySet<string>
  /** A client that may talk to the core just did. */
  contact(): void
  /** A client calls; gives the way to say that it was answered. */
  called(): () => void
}

const HOOK_ROUTE = /^\/hooks\/([A-Za-z0-9_-]{1,64})$/
/** HTTP status of a call that never reached its handler. */
const CALL_STATUS = { 'unknown-method': 404, 'invalid-params': 400, 'read-only': 403 } as const
const RPC_ROUTE = /^\/rpc\/([A-Za-z.]{1,64})$/

/** Answers every request. What throws on the way is a bug: it is logged, answered by 500, and never ends the core. */
export function createRouter(parts: RouteParts): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    route(parts, request, response).catch((error: unknown) => {
      parts.log.error({ err: error, path: request.url }, 'request failed')
      if (!response.headersSent) send(response, 500, '{}')
    })
  }
}

async function route(parts: RouteParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const foreign = refuseForeign(request.headers, parts.hosts())
  if (foreign) return refuse(parts, response, foreign)
  const path = (request.url ?? '').split('?', 1)[0] ?? ''
  const hook = HOOK_ROUTE.exec(path)?.[1]
  if (hook !== undefined) return serveHook(parts, hook, request, response)
  const method = RPC_ROUTE.exec(path)?.[1]
  if (method !== undefined) return serveCall(parts, method, request, response)
  if (path === '/healthz' || path === '/readyz') return serveHealth(parts, path, request, response)
  refuse(parts, response, refusal('unknown-route', 404, path, 'there is no such page', 'check the address'))
}

async function serveHook(parts: RouteParts, launchId: string, request: IncomingMessage, response: ServerResponse) {
  const refused = refuseBrowser(request.headers) ?? refuseMethod(request, 'POST')
  if (refused) return refuse(parts, response, refused)
  if (!parts.hooks.authorised(launchId, bearer(request.headers))) {
    return refuse(parts, response, unauthorised("this launch's own token"))
  }
  const body = await readJson(parts, request, response, HOOK_BODY_LIMIT)
  if (!body) return
  // The agent's own answer, not a text for people: sent as it is.
  send(response, 200, JSON.stringify(await parts.hooks.receive(launchId, body.value)))
}

async function serveCall(parts: RouteParts, method: string, request: IncomingMessage, response: ServerResponse) {
  const wrong = refuseMethod(request, 'POST')
  if (wrong) return refuse(parts, response, wrong)
  const admission = admitClient(request.headers, parts.controlToken)
  if (!admission.ok) return refuse(parts, response, admission.refusal)
  const answered = parts.called()
  try {
    await serveAdmitted(parts, admission.access.role, method, request, response)
  } finally {
    answered()
  }
}

async function serveAdmitted(
  parts: RouteParts,
  role: Role,
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
) {
  if (request.headers['content-type']?.split(';', 1)[0]?.trim() !== 'application/json') {
    const remedy = 'send Content-Type: application/json'
    return refuse(parts, response, refusal('content-type', 415, method, 'the body is not said to be JSON', remedy))
  }
  const body = await readJson(parts, request, response, RPC_BODY_LIMIT)
  if (!body) return
  const fault = (error: unknown) => parts.log.error({ err: error, method }, 'call failed')
  const { asked, outcome } = await dispatch(parts.handlers, role, method, body.value, fault)
  if (asked || outcome.ok) return send(response, 200, encodeForClient(outcome))
  const reason = refusedCall(outcome.problem)
  parts.refusals.count(reason)
  send(response, CALL_STATUS[reason], encodeForClient(outcome))
}

function serveHealth(parts: RouteParts, path: string, request: IncomingMessage, response: ServerResponse) {
  const wrong = refuseMethod(request, 'GET')
  if (wrong) return refuse(parts, response, wrong)
  const health = parts.health()
  const status = path === '/readyz' && !health.ready ? 503 : 200
  send(response, status, encodeForClient({ ...health, refusals: parts.refusals.all() }))
}

/** Null when the body was refused, and the response sent. */
async function readJson(parts: RouteParts, request: IncomingMessage, response: ServerResponse, limit: number) {
  const body = await readBody(request, limit)
  if (!body.ok && body.reason === 'aborted') return null
  const value = body.ok ? parseJson(body.text) : undefined
  if (value !== undefined) return { value }
  const refused = body.ok
    ? refusal('malformed', 400, 'body', 'it is not JSON', 'send one JSON object')
    : refusal('body-too-large', 413, 'body', `it is over ${limit} bytes`, 'send less at once')
  refuse(parts, response, refused)
  return null
}

function refuseMethod(request: IncomingMessage, allowed: 'GET' | 'POST'): Refusal | null {
  if (request.method === allowed) return null
  return refusal(
    'wrong-method',
    405,
    request.method ?? 'request',
    `this address takes ${allowed} only`,
    `use ${allowed}`,
  )
}

function refuse(parts: RouteParts, response: ServerResponse, refused: Refusal): void {
  parts.refusals.count(refused.reason)
  send(response, refused.status, encodeForClient({ ok: false, problem: refused.problem }))
}

function send(response: ServerResponse, status: number, json: string): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(json),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  response.end(json)
}
