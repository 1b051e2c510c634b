import { expect, test } from 'vitest'
import { worker } from '../../assets/scripted-model/worker.ts'
import { CHECKPOINT_REASONS } from '../../main/series/reasons.ts'
import { numberedBoxes } from '../support/project.ts'
import { eventsOf, path, play } from '../support/play.ts'

/** A box takes three responses: with the reading, the first one ends at 60 000. */
const usage = { base: 30_000, growth: 10_000 }
const DUE = ['--threshold-tokens', '60000']
const ENDING = ['checkpoint.requested', 'checkpoint.verified', 'session.ended', 'series.stopped']

test('three handovers in the window are too fast', async () => {
  const stage = await play({ character: worker(), usage, project: { boxes: numberedBoxes(9) } })
  const run = stage.run(...DUE)
  expect((await run.waitForEvent('needs-attention')).why).toMatch(/^3 sessions handed over in/)
  expect((await run.exited).code).toBe(4)
  expect(eventsOf(run, 'checkpoint.verified')).toHaveLength(3)
  expect(eventsOf(run, 'session.started')).toHaveLength(3)
  expect(eventsOf(run, 'session.ended')).toHaveLength(3)
})

test('outside of the window they are not', async () => {
  const timing = { tooFastWithin: 1 }
  const stage = await play({ character: worker(), usage, timing, project: { boxes: numberedBoxes(4) } })
  const run = stage.run(...DUE)
  expect((await run.waitForEvent('series.completed')).sessions).toBe(4)
  expect((await run.exited).code).toBe(0)
})

test('max-sessions: the last one hands over as well, then the series stops', async () => {
  const stage = await play({ character: worker(), usage, project: { boxes: numberedBoxes(4) } })
  const run = stage.run(...DUE, '--max-sessions', '1')
  const stopped = await run.waitForEvent('series.stopped')
  expect(stopped).toMatchObject({ sessions: 1, checkpoints: 1, reason: CHECKPOINT_REASONS['max-sessions'] })
  expect((await run.exited).code).toBe(3)
  expect(path(run).slice(-4)).toEqual(ENDING)
})

test.each([
  ['max-cost', '--max-cost-usd', '0.3'],
  ['max-duration', '--max-duration', '6s'],
] as const)('%s: a checkpoint first, then the stop', async (reason, flag, value) => {
  const slow = worker()
  const character: typeof slow = (conversation) => ({ ...slow(conversation), delayMs: 300 })
  const stage = await play({ character, usage, project: { boxes: numberedBoxes(30) } })
  const run = stage.run('--threshold-tokens', '900000', '--threshold-percent', '90', flag, value)
  const stopped = await run.waitForEvent('series.stopped')
  expect(stopped).toMatchObject({ sessions: 1, checkpoints: 1, reason: CHECKPOINT_REASONS[reason] })
  expect((await run.exited).code).toBe(3)
  expect(path(run).slice(-4)).toEqual(ENDING)
  expect(eventsOf(run, 'checkpoint.requested')).toMatchObject([{ reason }])
  expect(eventsOf(run, 'checkpoint.verified')).toMatchObject([{ kind: 'agent' }])
})
