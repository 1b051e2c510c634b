import { expect, test } from 'vitest'
import { eventsOf, play } from '../support/play.ts'
import { bigStart } from './models/big-start.ts'

test('a session that is nearly due before any work is futile', async () => {
  const stage = await play({ character: bigStart(170_000) })
  const run = stage.run()
  // 170 000 of the default due point of 200 000.
  expect((await run.waitForEvent('needs-attention')).why).toContain('the context was at 85 % of the due point')
  expect((await run.exited).code).toBe(4)
  expect(eventsOf(run, 'session.started')).toHaveLength(1)
  expect(eventsOf(run, 'checkpoint.requested')).toEqual([])
})

test('just under that share it works', async () => {
  const stage = await play({ character: bigStart(155_000), project: { boxes: ['Write out/01.txt'] } })
  const run = stage.run()
  await run.waitForEvent('series.completed')
  expect((await run.exited).code).toBe(0)
})
