import { expect, test } from 'vitest'
import { play } from '../support/play.ts'
import { overloaded } from './models/overloaded.ts'

test('529: the loop waits for the service, then has the session go on', async () => {
  let over = false
  const stage = await play({ character: overloaded(() => over) })
  const run = stage.run()
  await run.waitForEvent('waiting', (event) => event.for.includes('server_error'))
  over = true
  expect(await run.waitForEvent('series.completed')).toMatchObject({ sessions: 1, tasks: { done: 3, open: 0 } })
  expect((await run.exited).code).toBe(0)
  expect(stage.prompted('Continue.')).toBe(1)
})
