import { expect, test, vi } from 'vitest'
import type { SeriesReport } from '../../contract/report.ts'
import { ask, askJson, statusOf, whereOf } from '../support/ask.ts'
import { gitState, kept, liveIn } from '../support/git-state.ts'
import { eventsOf, linesOf, play } from '../support/play.ts'
import { numberedBoxes } from '../support/project.ts'
import { thoughtful } from './characters.ts'

const BOXES = 6

test('pause, resume, checkpoint and cycle do what they say while it works, and touch nothing of the user', async () => {
  const stage = await play({ character: thoughtful(), project: { boxes: numberedBoxes(BOXES) } })
  const { project } = stage
  const where = whereOf(stage)
  liveIn(project)
  const before = kept(gitState(project))
  const run = stage.run()
  const { series, sessionId } = await run.waitForEvent('session.started')
  await run.waitForEvent('pickup')

  const said = async (verb: string): Promise<string> => {
    const { code, stdout, stderr } = await ask(where, 'series', verb, series)
    expect({ verb, code, stderr: verb === 'resume' ? '' : stderr }).toEqual({ verb, code: 0, stderr: '' })
    return stdout
  }
  expect(await said('checkpoint')).toContain('It takes a checkpoint')
  await run.waitForEvent('checkpoint.verified', ({ n }) => n === 1)
  expect(kept(gitState(project))).toEqual(before)

  expect(await said('pause')).toContain('pauses at the next turn end')
  await run.waitForEvent('waiting', (event) => event.for.startsWith('paused by you'))
  expect(kept(gitState(project))).toEqual(before)
  expect((await statusOf(where)).sessions).toMatchObject([{ sessionId, live: true, n: 1 }])
  expect(await said('resume')).toContain('It goes on.')

  expect(await said('cycle')).toContain('fresh session')
  const second = await run.waitForEvent('session.started', ({ n }) => n === 2)
  expect(second.sessionId).not.toBe(sessionId)
  expect(eventsOf(run, 'checkpoint.verified').map(({ n }) => n)).toEqual([1, 2])
  expect(kept(gitState(project))).toEqual(before)

  const completed = await run.waitForEvent('series.completed')
  expect(completed).toMatchObject({ sessions: 2, tasks: { done: BOXES, open: 0 } })
  expect((await run.exited).code).toBe(0)
  expect(eventsOf(run, 'checkpoint.requested').map(({ reason }) => reason)).toEqual(['asked-checkpoint', 'asked-cycle'])
  expect(kept(gitState(project))).toEqual(before)
  for (let n = 1; n <= BOXES; n += 1) expect(linesOf(project, `out/0${n}.txt`)).toHaveLength(1)

  const [report] = await askJson<SeriesReport>(where, 'series', series, '--report')
  expect(report).toMatchObject({ status: 'completed', task: 'my-task' })
  expect(report?.sessions.flatMap(({ boxesDone }) => boxesDone)).toEqual(numberedBoxes(BOXES))
  expect(report?.waits).toMatchObject([{ for: expect.stringContaining('paused by you'), to: expect.any(String) }])
  const page = await ask(where, 'series', series, '--report')
  expect(page.code).toBe(0)
  expect(page.stdout).toContain('Write out/01.txt')

  const refused = await ask(where, 'series', 'pause', series)
  expect(refused.code).toBe(2)
  expect(refused.stderr).toMatch(/^baton: \S+: it is completed\. Start a new one with `baton run … --again`\.$/m)
})

test('stop takes a checkpoint and ends the series for good; status, sessions and logs tell of it', async () => {
  const stage = await play({ character: thoughtful(), project: { boxes: numberedBoxes(BOXES) } })
  const where = whereOf(stage)
  const run = stage.run()
  const { series, sessionId } = await run.waitForEvent('pickup')
  expect((await ask(where, 'series', 'stop', series)).code).toBe(0)
  const stopped = await run.waitForEvent('series.stopped')
  expect(stopped).toMatchObject({ sessions: 1, checkpoints: 1, reason: 'you stopped the series' })
  expect((await run.exited).code).toBe(130)
  expect(stopped.tasks.open).toBeGreaterThan(0)

  const status = await ask(where, 'status')
  expect(status.code).toBe(0)
  expect(status.stdout).toMatch(/core \S+.*pid \d+/)
  expect(status.stdout).toMatch(/■ stopped/)
  const sessions = await askJson<{ sessionId: string; live: boolean }>(where, 'sessions')
  expect(sessions).toMatchObject([{ sessionId, live: false }])
  expect((await ask(where, 'sessions')).stdout).toContain(sessionId.slice(0, 8))
  const logs = await ask(where, 'logs', series)
  expect(logs.code).toBe(0)
  expect(logs.stdout).toContain('series.stopped')
  expect((await ask(where, 'logs', 'no-such-thing')).stderr).toContain('The log has no such lines.')

  const refused = stage.run()
  expect((await refused.exited).code).toBe(2)
  expect(refused.stderr()).toMatch(/its last series \S+ is stopped\. Start a new one with --again\./)
  const again = stage.run('--again')
  const anew = await again.waitForEvent('series.completed')
  expect(anew.series).not.toBe(series)
  expect((await again.exited).code).toBe(0)
  expect((await statusOf(where)).series.map((one) => one.status)).toEqual(['stopped', 'completed'])
})

test('quit is refused while a series runs; with --force it checkpoints, pauses and ends the core', async () => {
  const stage = await play({ character: thoughtful(), project: { boxes: numberedBoxes(3) } })
  const where = whereOf(stage)
  const run = stage.run()
  await run.waitForEvent('pickup')
  const refused = await ask(where, 'quit')
  expect(refused.code).toBe(1)
  expect(refused.stderr).toBe(
    'baton: baton core: a series runs or a session lives in it. Pause or stop the series first, or `baton quit --force` to checkpoint and pause them.\n',
  )
  expect(run.events.at(-1)?.type).not.toBe('series.stopped')

  expect(await ask(where, 'quit', '--force')).toMatchObject({ code: 0, stdout: 'The core ends.\n' })
  await run.waitForEvent('checkpoint.verified', ({ n }) => n === 1)
  expect((await run.exited).code).toBe(130)
  const { live, series } = await statusOf(where)
  expect({ live, series }).toMatchObject({ live: false, series: [{ status: 'paused', checkpoints: 1 }] })
  expect((await ask(where, 'quit')).stdout).toBe('No core is running.\n')

  const again = stage.run()
  expect(await again.waitForEvent('series.completed')).toMatchObject({ sessions: 2, tasks: { done: 3, open: 0 } })
  await vi.waitFor(() => expect(linesOf(stage.project, 'out/03.txt')).toHaveLength(1))
})
