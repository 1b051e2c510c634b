import { afterEach, expect, test, vi } from 'vitest'
import { apiError, type Fault } from '../assets/scripted-model/reply.ts'
import { idler } from './characters/models/idler.ts'
import { overlimit } from './characters/models/overlimit.ts'
import { overloaded } from './characters/models/overloaded.ts'
import { ask, atStops, setStage, type Stage } from './support/hand-played.ts'

const PATIENCE = { timeout: 40_000, interval: 50 }

let stage: Stage | undefined
afterEach(async () => {
  await stage?.close()
  stage = undefined
})

async function startFaulty(fault: Fault): Promise<Stage> {
  stage = await setStage({ character: () => ({ fault }) })
  stage.start()
  return stage
}

test('400 ends the turn at once with StopFailure invalid_request', async () => {
  const { hooks, model } = await startFaulty(apiError(400, 'invalid_request_error', 'Prompt is too long'))
  await vi.waitFor(() => expect(hooks.named('StopFailure')).toHaveLength(1), PATIENCE)
  expect(hooks.named('StopFailure')[0]?.error).toBe('invalid_request')
  expect(hooks.named('Stop')).toHaveLength(0)
  expect(model.requests().filter(({ kind }) => kind === 'main').length).toBeGreaterThanOrEqual(1)
})

test('401 that must not be retried ends the turn with StopFailure authentication_failed', async () => {
  const headers = { 'x-should-retry': 'false' }
  const { hooks } = await startFaulty(apiError(401, 'authentication_error', 'invalid x-api-key', headers))
  await vi.waitFor(() => expect(hooks.named('StopFailure')).toHaveLength(1), PATIENCE)
  expect(hooks.named('StopFailure')[0]?.error).toBe('authentication_failed')
})

test('529 is tried three times, then StopFailure server_error; a prompt goes on when the load is gone', async () => {
  let over = false
  stage = await setStage({ character: overloaded(() => over) })
  const { hooks, model, project } = stage
  const claude = stage.start()
  await vi.waitFor(() => expect(hooks.named('StopFailure')).toHaveLength(1), PATIENCE)
  expect(hooks.named('StopFailure')[0]?.error).toBe('server_error')
  expect(model.requests().filter(({ reply }) => reply?.fault !== undefined)).toHaveLength(3)
  over = true
  claude.prompt('Continue.')
  await vi.waitFor(() => expect(project.boxes()[1]?.done).toBe(true), PATIENCE)
})

test('429 that must not be retried ends the turn at once; after the limit a prompt goes on', async () => {
  let lifted = false
  const resetsAt = Math.ceil(Date.now() / 1000) + 3600
  stage = await setStage({
    character: overlimit({ lifted: () => lifted, resetsAt, shouldRetry: false }),
    answer: atStops(ask.goOn(2)),
  })
  const { hooks, project } = stage
  const claude = stage.start()
  await vi.waitFor(() => expect(hooks.named('StopFailure')).toHaveLength(1), PATIENCE)
  expect(hooks.named('StopFailure')[0]?.error).toBe('rate_limit')
  lifted = true
  claude.prompt('Continue.')
  await vi.waitFor(() => expect(project.boxes()[1]?.done).toBe(true), PATIENCE)
})

test('429 that may be retried is tried again without any hook', async () => {
  const { hooks, model } = await startFaulty(apiError(429, 'rate_limit_error', 'Slow down'))
  await vi.waitFor(() => expect(model.requests().filter(({ kind }) => kind === 'main')).toHaveLength(3), PATIENCE)
  expect(hooks.named('StopFailure')).toHaveLength(0)
})

test('a stream that breaks off is tried again', async () => {
  const { model } = await startFaulty('cut')
  await vi.waitFor(() => {
    expect(model.requests().filter(({ kind }) => kind === 'main').length).toBeGreaterThan(1)
  }, PATIENCE)
})

test('a hanging model keeps the session busy, and SIGTERM still ends it', async () => {
  stage = await setStage({ character: () => ({ fault: 'hang' }) })
  const claude = stage.start()
  const { model, hooks } = stage
  await vi.waitFor(() => expect(model.requests().some(({ kind }) => kind === 'main')).toBe(true), PATIENCE)
  claude.kill('SIGTERM')
  expect((await claude.exited).exitCode).toBe(143)
  expect([...hooks.named('Stop'), ...hooks.named('StopFailure')]).toEqual([])
})

test('a slow answer comes after its delay', async () => {
  stage = await setStage({ character: (conversation) => ({ ...idler(conversation), delayMs: 1500 }) })
  stage.start()
  const { hooks } = stage
  await vi.waitFor(() => expect(hooks.named('UserPromptSubmit')).toHaveLength(1), PATIENCE)
  const submitted = Date.now()
  await vi.waitFor(() => expect(hooks.named('Stop')).toHaveLength(1), PATIENCE)
  expect(Date.now() - submitted).toBeGreaterThan(1000)
})
