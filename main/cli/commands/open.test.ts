import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failure, success } from '../../../contract/problem.ts'
import { liveTestCore, type LiveTestCore } from '../testing.ts'

const URL = 'http://127.0.0.1:4319/#t=code'
const roles: string[] = []
let core: LiveTestCore
beforeEach(async () => {
  roles.length = 0
  core = await liveTestCore({
    'access.link': async ({ role }) => {
      roles.push(role)
      return success({ url: URL })
    },
  })
})
afterEach(() => core.close())

describe('open', () => {
  it('prints the address alone where there is no display, and how to use it beside', async () => {
    const said = await core.baton('open')
    expect(said).toMatchObject({ code: 0, out: `${URL}\n` })
    expect(said.err).toMatch(/Open this address in a browser/)
    expect(roles).toEqual(['control'])
  })

  it('asks for a browser that may only look', async () => {
    expect(await core.baton('open', '--view', '--print')).toMatchObject({ code: 0, out: `${URL}\n` })
    expect(roles).toEqual(['view'])
  })

  it('says it as one JSON line', async () => {
    const { out, err } = await core.baton('open', '--json')
    expect(JSON.parse(out)).toEqual({ type: 'open', at: expect.any(String), url: URL, opened: false })
    expect(err).toBe('')
  })
})

it('says why there is no address', async () => {
  const other = await liveTestCore({ 'access.link': async () => failure('no-server', 'core', 'it has none', 'serve') })
  expect(await other.baton('open')).toMatchObject({ code: 1, out: '', err: 'baton: core: it has none. Serve.\n' })
  await other.close()
})
