import { expect, test } from 'vitest'
import { worker } from '../../assets/scripted-model/worker.ts'
import { eventsOf, play } from '../support/play.ts'

test('a /session-init of @file lines is a pickup of the three files, though no tool read them', async () => {
  const { run: start, model } = await play({ character: worker(), project: { sessionInit: true } })
  const run = start()
  await run.waitForEvent('series.completed')
  expect((await run.exited).code).toBe(0)
  const files = ['plan', 'context', 'tasks'].map((part) => `dev/active/my-task/my-task-${part}.md`)
  expect(eventsOf(run, 'pickup')).toMatchObject([{ checkpoint: 0, files }])
  const calls = model.requests().flatMap(({ conversation }) => conversation?.calls ?? [])
  expect(calls.length).toBeGreaterThan(0)
  expect(calls.filter(({ name }) => name === 'Read')).toEqual([])
})
