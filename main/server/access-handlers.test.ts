import { pino } from 'pino'
import { expect, it } from 'vitest'
import { accessHandlers } from './access-handlers.ts'
import { openGrants } from './grants.ts'

const BROWSER = { userAgent: 'x', former: [] }
async function access(url: string | null) {
  const grants = await openGrants({ dataDir: null, log: pino({ level: 'silent' }) })
  return { grants, handlers: accessHandlers(grants, () => url) }
}

it('makes an address whose code stands in the fragment and lets one browser in', async () => {
  const { grants, handlers } = await access('http://127.0.0.1:4319')
  const link = await handlers['access.link']({ role: 'view' })
  const url = link.ok ? link.value.url : ''
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:4319\/#t=[\w-]{43}$/)
  expect(await grants.exchange(url.split('#t=')[1] ?? '', BROWSER)).toMatchObject({
    ok: true,
    access: { role: 'view' },
  })
})

it('says so where nothing is listened to', async () => {
  const { handlers } = await access(null)
  const link = await handlers['access.link']({ role: 'control' })
  expect(link).toMatchObject({ ok: false, problem: { code: 'no-server', remedy: expect.stringContaining('serve') } })
})

it('lists browsers and puts them out, one or all', async () => {
  const { grants, handlers } = await access('http://127.0.0.1:4319')
  for (const name of ['a', 'b', 'c'])
    await grants.exchange(grants.createCode('control'), { userAgent: name, former: [] })
  const ids = grants.list().map(({ id }) => id)
  expect(await handlers['access.list']({})).toEqual({ ok: true, value: grants.list() })
  expect(await handlers['access.revoke']({ id: ids[1] })).toMatchObject({ ok: true })
  expect(grants.list().map(({ id }) => id)).toEqual([ids[0], ids[2]])
  expect(await handlers['access.revoke']({ id: 'x' })).toMatchObject({ ok: false, problem: { code: 'unknown-client' } })
  expect(await handlers['access.revoke']({})).toMatchObject({ ok: true })
  expect(grants.list()).toEqual([])
})
