import { expect, test } from 'vitest'
import { call, say, type Character } from '../../assets/scripted-model/reply.ts'
import { eventsOf, path, play } from '../support/play.ts'
import { idler } from './models/idler.ts'

test('an agent that only talks needs attention after 8 continuations', async () => {
  // The pickup is by @file lines: the idler reads nothing.
  const stage = await play({ character: idler, project: { sessionInit: true } })
  const run = stage.run()
  expect((await run.waitForEvent('needs-attention')).why).toMatch(/^8 turns passed with no task ticked/)
  expect((await run.exited).code).toBe(4)
  expect(eventsOf(run, 'pickup')).toHaveLength(1)
  expect(path(run)).not.toContain('checkpoint.requested')
  expect(stage.model.requests().filter(({ kind }) => kind === 'main')).toHaveLength(9)
})

test('an agent that looks around and changes nothing needs attention after 3 turns', async () => {
  const looker: Character = ({ turnCalls }) =>
    turnCalls.length === 0 ? call('Bash', { command: 'ls', description: 'Look around' }) : say('I looked around.')
  const stage = await play({ character: looker, project: { sessionInit: true } })
  const run = stage.run()
  expect((await run.waitForEvent('needs-attention')).why).toMatch(/^3 turns passed with no task ticked/)
  expect((await run.exited).code).toBe(4)
  expect(stage.project.boxes().map(({ done }) => done)).toEqual([false, false, false])
})
