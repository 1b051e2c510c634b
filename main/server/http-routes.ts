import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { Role } from '../../contract/access.ts'
import { readJson, refuse, refuseMethod, refuseType, send } from './answers.ts'
import { AUTH_ROUTES } from './auth-routes.ts'
import { dispatch, refusedCall } from './dispatch.ts'
import { admitClient, bearer, refuseBrowser, refuseForeign, unauthorised } from './gate.ts'
import type { Grants } from './grants.ts'
import { HOOK_BODY_LIMIT, RPC_BODY_LIMIT } from './limits.ts'
import type { Refusals } from './refusals.ts'
import type { Site } from './site.ts'
import type { Health, HookReceiver, RpcHandlers } from './types.ts'
import type { UiFiles } from './ui-files.ts'
import { serveUi } from './ui-routes.ts'
import { encodeForClient } from './wire.ts'

export interface RouteParts {
  controlToken: string
  version: string
  grants: Grants
  /** The built page; null: none is given out. */
  files: UiFiles | null
  handlers: RpcHandlers
  hooks: HookReceiver
  health(): Health
  /** For Prometheus, as the `Accept` header wants it. */
  metrics(accept: string | undefined): Promise<{ type: string; text: string }>
  log: Logger
  refusals: Refusals
  /** A client that may talk to the core just did. */
  contact(): void
  /** A client calls; gives the way to say that it was answered. */
  called(): () => void
}

const HOOK_ROUTE = /^\/hooks\/([A-Za-z0-9_-]{1,64})$/
/** HTTP status of a call that never reached its handler. */
const CALL_STATUS = { 'unknown-method': 404, 'invalid-params': 400, 'read-only': 403 } as const
const RPC_ROUTE = /^\/rpc\/([A-Za-z.]{1,64})$/

/** Answers every request of one site. What throws on the way is a bug: it is logged, answered by 500, and never ends the core. */
export function createRouter(
  parts: RouteParts,
  site: Site,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    route(parts, site, request, response).catch((error: unknown) => {
      parts.log.error({ err: error, path: request.url }, 'request failed')
      if (!response.headersSent) send(response, 500, '{}')
    })
  }
}

async function route(parts: RouteParts, site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const foreign = refuseForeign(request.headers, site)
  if (foreign) return refuse(parts.refusals, response, foreign)
  const path = (request.url ?? '').split('?', 1)[0] ?? ''
  if (path === '/healthz') return serveHealth(parts, path, request, response)
  const auth = Object.hasOwn(AUTH_ROUTES, path) ? AUTH_ROUTES[path] : undefined
  if (auth !== undefined) return auth(parts, site, request, response)
  if (site.local) {
    const hook = HOOK_ROUTE.exec(path)?.[1]
    if (hook !== undefined) return serveHook(parts, hook, request, response)
    const method = RPC_ROUTE.exec(path)?.[1]
    if (method !== undefined) return serveCall(parts, method, request, response)
    if (path === '/readyz') return serveHealth(parts, path, request, response)
    if (path === '/metrics') return serveMetrics(parts, request, response)
  }
  return serveUi(parts.files, parts.refusals, site, path, request, response)
}

async function serveHook(parts: RouteParts, launchId: string, request: IncomingMessage, response: ServerResponse) {
  const refused = refuseBrowser(request.headers) ?? refuseMethod(request, 'POST')
  if (refused) return refuse(parts.refusals, response, refused)
  if (!parts.hooks.authorised(launchId, bearer(request.headers))) {
    return refuse(parts.refusals, response, unauthorised("this launch's own token"))
  }
  const body = await readJson(parts.refusals, request, response, HOOK_BODY_LIMIT)
  if (!body) return
  // The agent's own answer, not a text for people: sent as it is.
  send(response, 200, JSON.stringify(await parts.hooks.receive(launchId, body.value)))
}

async function serveCall(parts: RouteParts, method: string, request: IncomingMessage, response: ServerResponse) {
  const wrong = refuseMethod(request, 'POST')
  if (wrong) return refuse(parts.refusals, response, wrong)
  const admission = admitClient(request.headers, parts.controlToken)
  if (!admission.ok) return refuse(parts.refusals, response, admission.refusal)
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
  const untyped = refuseType(request, method)
  if (untyped) return refuse(parts.refusals, response, untyped)
  const body = await readJson(parts.refusals, request, response, RPC_BODY_LIMIT)
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
  if (wrong) return refuse(parts.refusals, response, wrong)
  const health = parts.health()
  const status = path === '/readyz' && !health.ready ? 503 : 200
  send(response, status, encodeForClient({ ...health, refusals: parts.refusals.all() }))
}

/** Read by any program of this machine, without a token: it holds figures, and names only where the settings say so. */
async function serveMetrics(parts: RouteParts, request: IncomingMessage, response: ServerResponse) {
  const refused = refuseBrowser(request.headers) ?? refuseMethod(request, 'GET')
  if (refused) return refuse(parts.refusals, response, refused)
  const { type, text } = await parts.metrics(request.headers.accept)
  send(response, 200, text, { 'content-type': type })
}
