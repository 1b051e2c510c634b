import { afterEach, beforeEach, expect, it } from 'vitest'
import { HOOK_BODY_LIMIT } from './limits.ts'
import type { RunningServer } from './server.ts'
import { createTestCore, serve } from './test-core.ts'
import type { TestCore } from './test-core.ts'
import { ask } from './test-request.ts'

let core: TestCore
let server: RunningServer
beforeEach(async () => {
  core = createTestCore()
  server = await serve(core)
})
afterEach(() => server.close())

const hook = (launch: string, token: string, body: unknown) =>
  ask(`${server.url}/hooks/${launch}`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

it('hands the hook to its launch and the answer back as it is', async () => {
  const body = { hook_event_name: 'Stop', last_assistant_message: 'dône' }
  const answer = await hook('L1', 'bearer-of-launch-1', body)
  expect(answer).toMatchObject({ status: 200, body: '{"decision":"block","reason":"go\u202E on"}' })
  expect((await hook('L2', 'bearer-of-launch-2', { hook_event_name: 'PostToolUse' })).body).toBe('{}')
  expect(core.hooks.received).toEqual([
    { launchId: 'L1', body },
    { launchId: 'L2', body: { hook_event_name: 'PostToolUse' } },
  ])
})

it('takes no bearer but that of the launch', async () => {
  for (const [launch, token] of [
    ['L1', 'bearer-of-launch-2'],
    ['L1', ''],
    ['L1', core.token],
    ['L3', 'bearer-of-launch-1'],
    ['L3', ''],
    ['constructor', ''],
  ] as const) {
    expect((await hook(launch, token, {})).status).toBe(401)
  }
  expect(core.hooks.received).toEqual([])
  expect(server.refusals()).toEqual({ unauthorised: 6 })
})

it('gives a launch nothing but its hooks', async () => {
  const headers = { authorization: 'Bearer bearer-of-launch-1', 'content-type': 'application/json' }
  expect((await ask(`${server.url}/rpc/core.status`, { headers })).status).toBe(401)
  expect(server.connections()).toBe(0)
})

it('takes a body up to the limit and none above', async () => {
  const padding = HOOK_BODY_LIMIT - JSON.stringify({ tool: '' }).length
  expect((await hook('L1', 'bearer-of-launch-1', { tool: 'x'.repeat(padding) })).status).toBe(200)
  expect((await hook('L1', 'bearer-of-launch-1', { tool: 'x'.repeat(padding + 1) })).status).toBe(413)
  expect(core.hooks.received).toHaveLength(1)
  expect(server.refusals()).toEqual({ 'body-too-large': 1 })
})

it('refuses what is not JSON and survives a receiver that throws', async () => {
  expect((await hook('L1', 'bearer-of-launch-1', '{"a":')).status).toBe(400)
  expect((await hook('L1', 'bearer-of-launch-1', { hook_event_name: 'Break' })).status).toBe(500)
  expect((await hook('L1', 'bearer-of-launch-1', {})).status).toBe(200)
})

it('is no client: it does not keep a core alive', async () => {
  const before = server.lastContactAt()
  const later = Date.now() + 5
  await expect.poll(() => Date.now()).toBeGreaterThan(later)
  await hook('L1', 'bearer-of-launch-1', {})
  expect(server.lastContactAt()).toBe(before)
})
