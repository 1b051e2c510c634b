import type { IncomingHttpHeaders } from 'node:http'
import { createHash, timingSafeEqual } from 'node:crypto'
import { failure } from '../../contract/problem.ts'
import type { Problem } from '../../contract/problem.ts'
import type { RefusalReason } from './refusals.ts'
import { originOf } from './site.ts'
import type { Site } from './site.ts'
import type { Access } from './types.ts'

export interface Refusal {
  reason: RefusalReason
  /** HTTP status. */
  status: number
  problem: Problem
}

export type Admission = { ok: true; access: Access } | { ok: false; refusal: Refusal }

export function refusal(reason: RefusalReason, status: number, thing: string, cause: string, remedy: string): Refusal {
  return { reason, status, problem: failure(reason, thing, cause, remedy).problem }
}

/** Before routing, for every request: what no page of another origin can get past. Null: pass. */
export function refuseForeign(headers: IncomingHttpHeaders, site: Site): Refusal | null {
  if (!site.hosts.has(headers.host?.toLowerCase() ?? '')) {
    const remedy = 'use the address that `baton open` gives'
    return refusal('host', 403, 'Host', 'this server answers to its own addresses only', remedy)
  }
  const from = headers['sec-fetch-site']
  if (from !== undefined && from !== 'same-origin' && from !== 'none') {
    return refusal('cross-site', 403, 'Sec-Fetch-Site', 'a page of another site asked', 'use the baton command')
  }
  return null
}

/** For routes that no browser uses. Null: pass. */
export function refuseBrowser(headers: IncomingHttpHeaders): Refusal | null {
  if (headers.origin === undefined) return null
  return refusal('origin', 403, 'Origin', 'a web page asked for what is not for web pages', 'use the baton command')
}

/** For routes of our own page: its origin is that of the address it was loaded by. Null: pass. */
export function refuseOrigin(headers: IncomingHttpHeaders, site: Site, absent: 'pass' | 'refuse'): Refusal | null {
  const remedy = 'use the address that `baton open` gives'
  if (headers.origin === undefined) {
    if (absent === 'pass') return null
    return refusal('origin', 403, 'Origin', 'a browser says which page asks, and this request does not', remedy)
  }
  // The Host was checked before: it is one of ours.
  if (headers.origin === originOf(site, headers.host ?? '')) return null
  return refusal('origin', 403, 'Origin', 'a page of another origin asked', remedy)
}

/** Control by the token of the core's lock file. */
export function admitClient(headers: IncomingHttpHeaders, controlToken: string): Admission {
  const browser = refuseBrowser(headers)
  if (browser) return { ok: false, refusal: browser }
  if (!sameSecret(bearer(headers), controlToken)) return { ok: false, refusal: unauthorised('the control token') }
  return { ok: true, access: { role: 'control', clientId: null, name: 'command' } }
}

export function unauthorised(what: string): Refusal {
  const cause = `${what} is missing or wrong`
  return refusal('unauthorised', 401, 'Authorization', cause, 'run the command again with the data folder of that core')
}

/** The token of an `Authorization: Bearer` header, empty when there is none. */
export function bearer(headers: IncomingHttpHeaders): string {
  const value = headers.authorization ?? ''
  return value.startsWith('Bearer ') ? value.slice('Bearer '.length) : ''
}

/** Takes the same time wherever the two differ, in length too. An empty expectation matches nothing. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected)) && expected !== ''
}
