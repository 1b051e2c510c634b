import { expect, test } from 'vitest'
import { apiError } from '../../assets/scripted-model/reply.ts'
import { worker } from '../../assets/scripted-model/worker.ts'
import { eventsOf, path, play } from '../support/play.ts'

test('a context that is too long is handed over mechanically to a fresh session', async () => {
  let first: string | null = null
  const character = worker({
    instead: ({ sessionId, calls }) => {
      first ??= sessionId
      const ticked = calls.some((call) => call.name === 'Edit' && call.result?.failed === false)
      if (sessionId !== first || !ticked) return null
      return { fault: apiError(400, 'invalid_request_error', 'prompt is too long: 1000001 tokens > 1000000 maximum') }
    },
  })
  const stage = await play({ character })
  const run = stage.run()
  expect(await run.waitForEvent('checkpoint.verified')).toMatchObject({ n: 1, kind: 'mechanical' })
  expect(await run.waitForEvent('series.completed')).toMatchObject({ sessions: 2, tasks: { done: 3, open: 0 } })
  expect((await run.exited).code).toBe(0)
  expect(path(run).filter((type) => type.startsWith('session.'))).toEqual(
    Array.from({ length: 2 }, () => ['session.started', 'session.ended']).flat(),
  )
  expect(stage.prompted('Continue.')).toBe(0)
})

test('a refused login needs a person; once mended the same command goes on', async () => {
  let signedIn = false
  const headers = { 'x-should-retry': 'false' }
  const fault = apiError(401, 'authentication_error', 'invalid x-api-key', headers)
  const stage = await play({ character: worker({ instead: () => (signedIn ? null : { fault }) }) })
  const run = stage.run()
  expect((await run.waitForEvent('needs-attention')).why).toContain('authentication_failed')
  expect((await run.exited).code).toBe(4)
  expect(eventsOf(run, 'waiting')).toEqual([])
  expect(stage.prompted('Continue.')).toBe(0)
  signedIn = true
  const again = stage.run()
  await again.waitForEvent('series.completed')
  expect((await again.exited).code).toBe(0)
})
