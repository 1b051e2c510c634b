import type { IncomingHttpHeaders } from 'node:http'
import { admitClient, refusal, refuseOrigin } from './gate.ts'
import type { Admission, Refusal } from './gate.ts'
import { GRANT_LIFE_MS } from './grants.ts'
import type { Grants } from './grants.ts'
import type { Site } from './site.ts'

/** More of one name are another port's page that tries to be in the way; the first ones are looked at. */
const COOKIES_LOOKED_AT = 8

/** Cookies know hosts and no ports: the name tells the cores of one machine apart. */
export function cookieName(site: Site): string {
  return `baton_${site.port}`
}

/** The `Set-Cookie` that keeps a browser in; it is renewed whenever a page comes, as the grant is. */
export function sessionCookie(site: Site, secret: string): string {
  return cookie(site, secret, GRANT_LIFE_MS / 1_000)
}

export function goneCookie(site: Site): string {
  return cookie(site, '', 0)
}

function cookie(site: Site, value: string, seconds: number): string {
  const secure = site.secure ? '; Secure' : ''
  return `${cookieName(site)}=${value}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${seconds}${secure}`
}

/** The secrets that a browser sent under our name; none: it was not let in here. */
export function secretsOf(headers: IncomingHttpHeaders, site: Site): string[] {
  const start = `${cookieName(site)}=`
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim())
  return pairs
    .filter((pair) => pair.startsWith(start))
    .map((pair) => pair.slice(start.length))
    .slice(0, COOKIES_LOOKED_AT)
}

export type PageAdmission = (Admission & { ok: false }) | (Admission & { ok: true } & { secret: string })

/** A page by the cookie of its browser. Its origin is not looked at here. */
export function admitPage(headers: IncomingHttpHeaders, site: Site, grants: Grants): PageAdmission {
  for (const secret of secretsOf(headers, site)) {
    const access = grants.find(secret)
    if (access) return { ok: true, access, secret }
  }
  return { ok: false, refusal: notLetIn() }
}

/** A websocket: of a command by its token, of a page by its cookie and an origin that is there and ours. */
export function admitSocket(headers: IncomingHttpHeaders, site: Site, grants: Grants, controlToken: string): Admission {
  const command = headers.authorization !== undefined || (headers.origin === undefined && headers.cookie === undefined)
  if (command && site.local) return admitClient(headers, controlToken)
  const foreign = refuseOrigin(headers, site, 'refuse')
  return foreign ? { ok: false, refusal: foreign } : admitPage(headers, site, grants)
}

function notLetIn(): Refusal {
  const cause = 'this browser was not let in, or no longer is'
  return refusal('unauthorised', 401, 'this browser', cause, 'open a new address with `baton open`')
}
