import { parseJson } from '../../contract/answer.ts'
import { describeProblem, failure, Problem, success } from '../../contract/problem.ts'
import type { Outcome } from '../../contract/problem.ts'

/** What of the browser's window signing in needs. */
export interface AddressBar {
  location: { hash: string; pathname: string; search: string }
  history: { replaceState(data: unknown, unused: string, url: string): void }
}

/** `#t=CODE` as the core prints its address: a fragment is sent to no server and stands in no log. */
const CODE = /^#t=([A-Za-z0-9_-]+)$/

export function hasCode({ hash }: AddressBar['location']): boolean {
  return CODE.test(hash)
}

/**
 * Gives the one-time code of the address for the cookie that lets this browser in, and takes it out of the address bar
 * before anything else. False: the address has no code, which is how a page is opened again.
 */
export async function signIn(bar: AddressBar, ask: typeof fetch): Promise<Outcome<boolean>> {
  const code = CODE.exec(bar.location.hash)?.[1]
  if (code === undefined) return success(false)
  bar.history.replaceState(null, '', `${bar.location.pathname}${bar.location.search}`)
  try {
    const response = await ask('/auth/exchange', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
      credentials: 'same-origin',
    })
    return response.ok ? success(true) : await problemOf(response)
  } catch {
    return failure(
      'core-gone',
      'baton core',
      'it does not answer',
      'start it with `baton serve` and open its new address',
    )
  }
}

/** Why the core does not let this browser in; null: it does, or it cannot be asked. */
export async function whyRefused(ask: typeof fetch): Promise<string | null> {
  try {
    const response = await ask('/auth/session', { credentials: 'same-origin', cache: 'no-store' })
    if (response.status !== 401) return null
    return describeProblem((await problemOf(response)).problem)
  } catch {
    return null
  }
}

async function problemOf(response: Response): Promise<{ ok: false; problem: Problem }> {
  const body = parseJson(await response.text()) as { problem?: unknown } | null | undefined
  const problem = Problem.safeParse(body?.problem)
  if (problem.success) return { ok: false, problem: problem.data }
  return failure('refused', 'baton core', `it answered ${response.status}`, 'open a new address with `baton open`')
}
