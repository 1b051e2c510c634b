import { expect, test } from 'vitest'
import { numberedBoxes } from '../support/project.ts'
import { eventsOf, path, play } from '../support/play.ts'
import { sloppy } from './models/sloppy.ts'

const CONTEXT = 'dev/active/my-task/my-task-context.md'

test('sloppy: a handover without next steps is rejected once, repaired and verified', async () => {
  const usage = { base: 30_000, growth: 10_000 }
  const stage = await play({ character: sloppy, usage, project: { boxes: numberedBoxes(2) } })
  const run = stage.run('--threshold-tokens', '60000')
  expect(await run.waitForEvent('series.completed')).toMatchObject({ sessions: 2, tasks: { done: 2, open: 0 } })
  expect((await run.exited).code).toBe(0)

  expect(path(run)).toEqual([
    'series.started',
    'session.started',
    'pickup',
    'checkpoint.requested',
    'checkpoint.rejected',
    'checkpoint.verified',
    'session.ended',
    'session.started',
    'pickup',
    'checkpoint.verified',
    'session.ended',
    'series.completed',
  ])
  const [rejected] = eventsOf(run, 'checkpoint.rejected')
  expect(rejected?.why).toEqual([expect.stringContaining('## Next steps')])
  expect(eventsOf(run, 'checkpoint.verified')).toMatchObject([
    { n: 1, kind: 'agent', notes: [] },
    { n: 2, kind: 'agent' },
  ])
  const handover = stage.project.git('show', `${eventsOf(run, 'checkpoint.verified')[0]?.ref}:${CONTEXT}`)
  expect(handover).toMatch(/## Next steps\n\n1\. Do box 2/)
  expect(eventsOf(run, 'pickup').map(({ checkpoint }) => checkpoint)).toEqual([0, 1])
})
