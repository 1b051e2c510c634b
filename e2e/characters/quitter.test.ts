import { expect, test, vi } from 'vitest'
import { makeOutput } from '../../assets/scripted-model/box-work.ts'
import { worker } from '../../assets/scripted-model/worker.ts'
import { untilInTranscript } from '../support/claude.ts'
import { eventsOf, linesOf, path, play, type Play } from '../support/play.ts'
import { signalProcess, worldProcesses } from '../support/processes.ts'
import { LONG_COMMAND, quitter } from './models/quitter.ts'

/** Kills the CLI once its long command runs. */
async function killMidTurn({ world }: Play, pid: number): Promise<void> {
  const hanging = (): number => worldProcesses(world.root).filter(({ argv }) => argv.join(' ') === LONG_COMMAND).length
  await vi.waitFor(() => expect(hanging()).toBe(1), { timeout: 60_000, interval: 50 })
  await untilInTranscript(world.home, LONG_COMMAND)
  signalProcess(pid, 'SIGKILL')
  await vi.waitFor(() => expect(hanging()).toBe(0), { timeout: 60_000, interval: 50 })
}

function expectOneLineEach({ project }: Play): void {
  for (const number of [1, 2, 3]) {
    expect(linesOf(project, `out/0${number}.txt`)).toEqual([`done: Write out/0${number}.txt`])
  }
}

test('a session killed in the middle of a turn is resumed once, and nothing is done twice', async () => {
  const stage = await play({ character: quitter })
  const run = stage.run()
  const { pid, sessionId } = await run.waitForEvent('session.started')
  await killMidTurn(stage, pid)
  expect(await run.waitForEvent('session.ended')).toMatchObject({ sessionId, exitCode: null, signal: 'SIGKILL' })
  expect((await run.waitForEvent('session.resumed')).sessionId).toBe(sessionId)
  expect(await run.waitForEvent('series.completed')).toMatchObject({ sessions: 1, checkpoints: 1 })
  expect((await run.exited).code).toBe(0)
  expect(eventsOf(run, 'session.resumed')).toHaveLength(1)
  expectOneLineEach(stage)
})

test('killed again, it hands over mechanically to a fresh session', async () => {
  let hangs = true
  const hang = { name: 'Bash', input: { command: LONG_COMMAND, description: 'Wait', timeout: 600_000 } }
  const character = worker({
    steps: ({ box }) => (box.number === 2 && hangs ? [makeOutput(box), hang] : [makeOutput(box)]),
  })
  const stage = await play({ character })
  const run = stage.run()
  const started = await run.waitForEvent('session.started')
  await killMidTurn(stage, started.pid)
  const resumed = await run.waitForEvent('session.resumed')
  await killMidTurn(stage, resumed.pid)
  hangs = false
  expect(await run.waitForEvent('checkpoint.verified')).toMatchObject({ n: 1, kind: 'mechanical' })
  const fresh = await run.waitForEvent('session.started', ({ n }) => n === 2)
  expect(fresh.sessionId).not.toBe(started.sessionId)
  expect(await run.waitForEvent('series.completed')).toMatchObject({ sessions: 2, tasks: { done: 3, open: 0 } })
  expect((await run.exited).code).toBe(0)
  const steps = path(run).filter((type) => /^(session|checkpoint)/.test(type))
  const lost = ['session.started', 'session.ended', 'session.resumed', 'session.ended', 'checkpoint.verified']
  expect(steps).toEqual([...lost, 'session.started', 'checkpoint.verified', 'session.ended'])
  expectOneLineEach(stage)
})
