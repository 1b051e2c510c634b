import { expect, test, vi } from 'vitest'
import { say } from '../../assets/scripted-model/reply.ts'
import { worker } from '../../assets/scripted-model/worker.ts'
import { statusOf, whereOf } from '../support/ask.ts'
import { eventsOf, linesOf, path, play, USUAL_TOOLS, type Play } from '../support/play.ts'
import { cliProcesses } from '../support/processes.ts'
import { numberedBoxes } from '../support/project.ts'
import { CTRL_C, openTerminal, type Terminal } from '../support/terminal.ts'
import { thoughtful } from './characters.ts'

const BOXES = 4

function typeRun(stage: Play): Terminal {
  const { project } = stage
  return openTerminal(['run', '--project', project.path, '--task', project.task, ...USUAL_TOOLS], whereOf(stage))
}

function expectNothingLost({ project }: Play): void {
  expect(project.boxes().every(({ done }) => done)).toBe(true)
  for (let n = 1; n <= BOXES; n += 1) expect(linesOf(project, `out/0${n}.txt`)).toHaveLength(1)
}

test('Ctrl-C once: a checkpoint, the session ended, the series paused; the same command goes on', async () => {
  const stage = await play({ character: thoughtful(), project: { boxes: numberedBoxes(BOXES) } })
  const terminal = typeRun(stage)
  await vi.waitFor(() => expect(linesOf(stage.project, 'out/01.txt')).toHaveLength(1), 60_000)
  terminal.type(CTRL_C)
  await terminal.shows('Pausing: the session writes its checkpoint first.')
  expect((await terminal.exited).exitCode).toBe(130)
  expect(terminal.screen()).toMatch(/checkpoint 1 kept/)
  expect(terminal.screen()).toContain('Go on: the same command')
  expect(cliProcesses(stage.world.root)).toEqual([])
  const { live, series } = await statusOf(whereOf(stage))
  expect(live).toBe(true)
  expect(series).toMatchObject([{ status: 'paused', checkpoints: 1 }])

  const again = stage.run()
  const completed = await again.waitForEvent('series.completed')
  expect((await again.exited).code).toBe(0)
  expect(completed).toMatchObject({ series: series[0]?.id, sessions: 2, tasks: { done: BOXES, open: 0 } })
  expect(path(again).slice(0, 2)).toEqual(['series.started', 'session.started'])
  expect(eventsOf(again, 'pickup')).toMatchObject([{ checkpoint: 1 }])
  expectNothingLost(stage)
})

test('Ctrl-C twice: stopped now, and the same command resumes the same session', async () => {
  // It thinks for good in the middle of a box, so that it never comes to its checkpoint.
  let hangs = true
  const thinker = worker({
    instead: ({ calls }) =>
      hangs && calls.some(({ name, result }) => name === 'Write' && result !== null)
        ? { ...say('…'), fault: 'hang' }
        : null,
  })
  const stage = await play({ character: thinker, project: { boxes: numberedBoxes(BOXES) } })
  const terminal = typeRun(stage)
  await vi.waitFor(() => expect(linesOf(stage.project, 'out/01.txt')).toHaveLength(1), 60_000)
  terminal.type(CTRL_C)
  await terminal.shows('Pausing')
  terminal.type(CTRL_C)
  await terminal.shows('Stopping the session now; what it did is kept.')
  expect((await terminal.exited).exitCode).toBe(130)
  expect(terminal.screen()).not.toMatch(/checkpoint \d+ kept/)
  expect(cliProcesses(stage.world.root)).toEqual([])
  const before = await statusOf(whereOf(stage))
  expect(before.series).toMatchObject([{ status: 'paused', checkpoints: 0 }])

  hangs = false
  const again = stage.run()
  const resumed = await again.waitForEvent('session.resumed')
  expect(resumed.sessionId).toBe(before.sessions[0]?.sessionId)
  expect(await again.waitForEvent('series.completed')).toMatchObject({ sessions: 1, tasks: { done: BOXES, open: 0 } })
  expect((await again.exited).code).toBe(0)
  expect(
    stage.prompted(
      'You were interrupted; check whether your last action took effect, then go on with the first open task.',
    ),
  ).toBe(1)
  expectNothingLost(stage)
})
