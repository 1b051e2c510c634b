import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Character } from '../../assets/scripted-model/reply.ts'
import { worker } from '../../assets/scripted-model/worker.ts'
import { runBaton, type BatonRun } from '../support/baton.ts'
import { costStates } from '../support/cost-state.ts'
import { setStage, type Stage } from '../support/hand-played.ts'
import { eventsOf, linesOf, USUAL_TOOLS } from '../support/play.ts'
import { cliProcesses } from '../support/processes.ts'
import { clientOf } from '../support/watch.ts'
import { PATIENCE } from './real-sessions.ts'

const work = worker()
const character: Character = (conversation) => {
  const adopted = conversation.entries.some((entry) => 'text' in entry && entry.text.includes('From now on Baton runs'))
  return adopted ? { ...work(conversation), delayMs: 300 } : { text: 'Here I am.' }
}

let stage: Stage
beforeEach(async () => {
  stage = await setStage({ character })
})
afterEach(() => stage.close())

function serve(): BatonRun {
  const ports = ['--port', '0', '--otlp-http-port', '0', '--otlp-grpc-port', '0']
  return runBaton(['serve', '--json', ...ports], { env: stage.world.env, cwd: stage.world.home })
}

test('a core that is killed while it adopts goes on with the very session', async () => {
  const { world, project } = stage
  const where = { env: world.env, cwd: project.path }
  let core = serve()
  await vi.waitFor(() => clientOf(stage), PATIENCE)
  const theirs = stage.start({ prompt: 'Hello' })
  await vi.waitFor(() => expect(stage.hooks.named('Stop')).toHaveLength(1), PATIENCE)
  theirs.kill('SIGTERM')
  await theirs.exited

  const { sessionId } = theirs
  const adopt = runBaton(['adopt', sessionId, '--task', project.task, '--json', ...USUAL_TOOLS], where)
  await adopt.waitForEvent('series.started')
  // Its launch is intended; its process may or may not be there.
  core.kill('SIGKILL')
  await Promise.all([core.exited, adopt.exited])
  core = serve()
  const again = runBaton(['run', '--json', '--project', project.path, '--task', project.task, ...USUAL_TOOLS], where)
  await again.waitForEvent('series.completed')
  expect((await again.exited).code).toBe(0)

  const launched = [adopt, again].flatMap((run) => [
    ...eventsOf(run, 'session.started'),
    ...eventsOf(run, 'session.resumed'),
  ])
  expect(new Set(launched.map((event) => event.sessionId))).toEqual(new Set([sessionId]))
  for (const file of ['out/01.txt', 'out/02.txt', 'out/03.txt']) expect(linesOf(project, file)).toHaveLength(1)
  expect([...costStates(world).keys()]).toEqual([sessionId])
  core.kill('SIGTERM')
  await core.exited
  expect(cliProcesses(world.root)).toEqual([])
})
