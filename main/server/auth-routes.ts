import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { readJson, refuse, refuseMethod, refuseType, send } from './answers.ts'
import { refusal, refuseOrigin } from './gate.ts'
import type { Refusal } from './gate.ts'
import type { Exchanged, Grants } from './grants.ts'
import { admitPage, goneCookie, secretsOf, sessionCookie } from './page-access.ts'
import type { Refusals } from './refusals.ts'
import type { Site } from './site.ts'
import type { Access } from './types.ts'
import { encodeForClient } from './wire.ts'

export interface AuthParts {
  grants: Grants
  refusals: Refusals
  version: string
  /** A client that may talk to the core just did. */
  contact(): void
}

/** A code is 43 characters. Bytes. */
export const AUTH_BODY_LIMIT = 4 * 1024

const CodeBody = z.object({ code: z.string() })

type Route = (parts: AuthParts, site: Site, request: IncomingMessage, response: ServerResponse) => Promise<void> | void

/** How a browser is let in, asks whether it still is, and leaves. Answers `{role, version}` or a problem. */
export const AUTH_ROUTES: Readonly<Record<string, Route>> = {
  '/auth/exchange': exchange,
  '/auth/session': session,
  '/auth/leave': leave,
}

/** `POST {code}`: a one-time code for a cookie. */
async function exchange(parts: AuthParts, site: Site, request: IncomingMessage, response: ServerResponse) {
  const { grants, refusals } = parts
  const { headers } = request
  const refused =
    refuseMethod(request, 'POST') ?? refuseOrigin(headers, site, 'refuse') ?? refuseType(request, 'the code')
  if (refused) return refuse(refusals, response, refused)
  const body = await readJson(refusals, request, response, AUTH_BODY_LIMIT)
  if (!body) return
  const asked = CodeBody.safeParse(body.value)
  if (!asked.success) {
    const remedy = 'send {"code": "…"}'
    return refuse(refusals, response, refusal('malformed', 400, 'body', 'it holds no code', remedy))
  }
  const former = secretsOf(headers, site)
  const exchanged = await grants.exchange(asked.data.code, { userAgent: headers['user-agent'], former })
  if (!exchanged.ok) return refuseCode(refusals, response, exchanged)
  welcome(parts, site, response, exchanged.access, exchanged.secret)
}

/** `GET`: who this browser is here. */
function session(parts: AuthParts, site: Site, request: IncomingMessage, response: ServerResponse) {
  const refused = refuseMethod(request, 'GET') ?? refuseOrigin(request.headers, site, 'pass')
  if (refused) return refuse(parts.refusals, response, refused)
  const admission = admitPage(request.headers, site, parts.grants)
  if (!admission.ok) return refuse(parts.refusals, response, admission.refusal)
  welcome(parts, site, response, admission.access, admission.secret)
}

/** `POST`: this browser is let in no more. */
async function leave(parts: AuthParts, site: Site, request: IncomingMessage, response: ServerResponse) {
  const refused = refuseMethod(request, 'POST') ?? refuseOrigin(request.headers, site, 'refuse')
  if (refused) return refuse(parts.refusals, response, refused)
  const admission = admitPage(request.headers, site, parts.grants)
  if (!admission.ok) return refuse(parts.refusals, response, admission.refusal)
  const { clientId } = admission.access
  if (clientId !== null) await parts.grants.revoke(clientId)
  send(response, 200, encodeForClient({ ok: true }), { 'set-cookie': goneCookie(site) })
}

function welcome(parts: AuthParts, site: Site, response: ServerResponse, { role }: Access, secret: string): void {
  parts.contact()
  const answer = encodeForClient({ role, version: parts.version })
  send(response, 200, answer, { 'set-cookie': sessionCookie(site, secret) })
}

function refuseCode(refusals: Refusals, response: ServerResponse, refused: Exchanged & { ok: false }): void {
  if (refused.why === 'wrong') return refuse(refusals, response, wrongCode())
  const seconds = Math.ceil(refused.retryAfterMs / 1_000)
  const cause = 'it is wrong, as too many were that were tried before it'
  const remedy = `open a new address with \`baton open\`, or try again in ${seconds} s`
  const tooMany = refusal('too-many-codes', 429, 'one-time code', cause, remedy)
  refuse(refusals, response, tooMany, { 'retry-after': String(seconds) })
}

function wrongCode(): Refusal {
  const cause = 'it was used before, is older than a day, or is of another core'
  return refusal('wrong-code', 401, 'one-time code', cause, 'open a new address with `baton open`')
}
