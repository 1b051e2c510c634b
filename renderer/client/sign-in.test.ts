import { expect, it, vi } from 'vitest'
import { hasCode, signIn, whyRefused } from './sign-in.ts'
import type { AddressBar } from './sign-in.ts'

const problem = {
  code: 'wrong-code',
  thing: 'one-time code',
  cause: 'it was used before',
  remedy: 'open a new address',
}

function browser(hash: string, answer: () => Response | Promise<Response>) {
  const order: string[] = []
  const bar: AddressBar = {
    location: { hash, pathname: '/series/1', search: '?a=1' },
    history: { replaceState: (_data, _unused, url) => void order.push(`address ${url}`) },
  }
  const ask = vi.fn<typeof fetch>(async (url, init) => {
    order.push(`${init?.method ?? 'GET'} ${String(url)} ${init?.body ?? ''}`.trim())
    return answer()
  })
  return { bar, ask, order }
}

it('gives the code for a cookie, with the code gone from the address bar before', async () => {
  const { bar, ask, order } = browser('#t=Ab_1-x', () => new Response('{"role":"control"}'))
  expect(await signIn(bar, ask)).toEqual({ ok: true, value: true })
  expect(order).toEqual(['address /series/1?a=1', 'POST /auth/exchange {"code":"Ab_1-x"}'])
  expect(new Headers(ask.mock.calls[0]?.[1]?.headers).get('content-type')).toBe('application/json')
})

it.each(['', '#', '#section', '#t=', '#t=a b', '#x=1&t=a'])('does nothing with the address "%s"', async (hash) => {
  const { bar, ask, order } = browser(hash, () => new Response())
  expect([await signIn(bar, ask), hasCode(bar.location)]).toEqual([{ ok: true, value: false }, false])
  expect(order).toEqual([])
})

it('hands on why the code is not taken', async () => {
  const refused = browser('#t=a', () => new Response(JSON.stringify({ ok: false, problem }), { status: 401 }))
  expect(await signIn(refused.bar, refused.ask)).toEqual({ ok: false, problem })
  const strange = browser('#t=a', () => new Response('<html>', { status: 502 }))
  expect(await signIn(strange.bar, strange.ask)).toMatchObject({ problem: { cause: 'it answered 502' } })
  const gone = browser('#t=a', () => Promise.reject(new TypeError('failed to fetch')))
  expect(await signIn(gone.bar, gone.ask)).toMatchObject({ ok: false, problem: { code: 'core-gone' } })
})

it.each([
  [200, '{}', null],
  [401, JSON.stringify({ ok: false, problem }), 'one-time code: it was used before. Open a new address.'],
  [401, 'x', 'baton core: it answered 401. Open a new address with `baton open`.'],
  [503, '{}', null],
])('tells from %i whether it is let in', async (status, body, why) => {
  expect(await whyRefused(async () => new Response(body, { status }))).toBe(why)
})

it('does not take a core that is gone for one that refuses', async () => {
  expect(await whyRefused(() => Promise.reject(new TypeError('failed to fetch')))).toBe(null)
})
