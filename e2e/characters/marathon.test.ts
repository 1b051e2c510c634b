import { expect, test } from 'vitest'
import { linesOf, eventsOf, path, play } from '../support/play.ts'
import { mainRequests } from '../support/evidence.ts'
import { numberedBoxes } from '../support/project.ts'
import { marathon, MARATHON_LAPS } from './models/marathon.ts'

/** The due point lies in the middle of the laps, and what is left of them fits under it. */
const usage = { base: 30_000, growth: 2_000 }
/** More than fifty responses, on a machine that does other things as well. */
const PATIENCE_MS = 220_000

test('marathon: a turn that does not end is asked in its middle and ended at a tool boundary', async () => {
  const stage = await play({ character: marathon, usage, project: { boxes: numberedBoxes(2) } })
  const run = stage.run('--threshold-tokens', '80000')
  const completed = await run.waitForEvent('series.completed', () => true, PATIENCE_MS)
  expect(completed).toMatchObject({ sessions: 2, tasks: { done: 2, open: 0 } })
  expect((await run.exited).code).toBe(0)

  expect(
    run.events
      .map(({ type }) => type)
      .filter((type) => type !== 'context')
      .slice(0, 7),
  ).toEqual([
    'series.started',
    'session.started',
    'pickup',
    'nudge',
    'checkpoint.requested',
    'checkpoint.verified',
    'session.ended',
  ])
  expect(path(run).slice(6)).toEqual([
    'session.started',
    'pickup',
    'checkpoint.verified',
    'session.ended',
    'series.completed',
  ])
  expect(eventsOf(run, 'checkpoint.verified').map(({ kind }) => kind)).toEqual(['agent', 'agent'])
  expect(eventsOf(run, 'pickup').map(({ checkpoint }) => checkpoint)).toEqual([0, 1])

  // The handover is the last call that the first session made: no answer of its model ended a turn.
  const [first] = eventsOf(run, 'session.started')
  const replies = mainRequests(stage, first?.sessionId).map(({ reply }) => reply?.tools?.map(({ name }) => name) ?? [])
  expect(replies.at(-1)).toEqual(['Write'])
  expect(replies.filter((tools) => tools.length === 0)).toEqual([])

  const laps = Array.from({ length: MARATHON_LAPS }, (_, index) => `lap ${index + 1}`)
  expect(linesOf(stage.project, 'laps.log')).toEqual(laps)
  for (const box of ['out/01.txt', 'out/02.txt']) expect(linesOf(stage.project, box)).toEqual([`done: Write ${box}`])
})
