import { expect, test } from 'vitest'
import { overlimit } from './models/overlimit.ts'
import { eventsOf, path, play, type Play } from '../support/play.ts'

const COMPLETE = { tasks: { done: 3, open: 0 }, sessions: 1 }

function refused({ model }: Play): number {
  return model.requests().filter(({ reply }) => reply?.fault !== undefined).length
}

test.each([
  ['without a reset', null],
  ['with a unified reset header', Math.ceil(Date.now() / 1000) + 3600],
])('a usage limit %s: the loop waits, types only after its back-off, and goes on', async (_, resetsAt) => {
  let lifted = false
  const stage = await play({ character: overlimit({ lifted: () => lifted, resetsAt, shouldRetry: false }) })
  const run = stage.run()
  const first = await run.waitForEvent('waiting', (event) => event.for.includes('rate_limit'))
  const second = await run.waitForEvent('waiting', (event) => event.for.includes('rate_limit') && event.at > first.at)
  // selfRetry of the test's waits: nothing is typed before it.
  expect(Date.parse(second.at) - Date.parse(first.at)).toBeGreaterThanOrEqual(2_000)
  lifted = true
  expect(await run.waitForEvent('series.completed')).toMatchObject(COMPLETE)
  expect((await run.exited).code).toBe(0)
  const waits = eventsOf(run, 'waiting').length
  expect(stage.prompted('Continue.')).toBe(waits)
  expect(refused(stage)).toBe(waits)
})

test('a 429 that the CLI tries again by itself is no business of the loop', async () => {
  let tries = 0
  const character = overlimit({ lifted: () => (tries += 1) > 2, resetsAt: null, shouldRetry: true })
  const stage = await play({ character })
  const run = stage.run()
  expect(await run.waitForEvent('series.completed')).toMatchObject(COMPLETE)
  expect((await run.exited).code).toBe(0)
  expect(refused(stage)).toBe(2)
  expect(stage.prompted('Continue.')).toBe(0)
  expect(path(run)).not.toContain('waiting')
})
