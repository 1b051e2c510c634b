import { afterEach, beforeEach, expect, test } from 'vitest'
import { startScriptedModel, type ScriptedModel } from '../../assets/scripted-model/server.ts'
import { worker } from '../../assets/scripted-model/worker.ts'
import { runBaton } from './baton.ts'
import { sampleSessions } from './processes.ts'
import { numberedBoxes } from './project.ts'
import { makeWorld, type World } from './world.ts'

let model: ScriptedModel
let world: World
beforeEach(async () => {
  model = await startScriptedModel({ character: worker(), usage: { base: 30_000, growth: 20_000 } })
  world = makeWorld({ modelUrl: model.url })
})
afterEach(async () => {
  await world.close()
  await model.close()
})

test('a series runs from the source with the scripted worker, one session at a time', async () => {
  const project = world.project({ boxes: numberedBoxes(4) })
  const sampler = sampleSessions(world.root)
  const where = ['--project', project.path, '--task', project.task]
  const allowed = ['--permission-mode', 'acceptEdits', '--allowed-tools', 'Bash(*) Read Write Edit']
  const args = ['run', '--foreground', '--json', ...where, ...allowed]
  const baton = runBaton(args, { env: world.env, cwd: project.path })
  const completed = await baton.waitForEvent('series.completed')
  expect((await baton.exited).code).toBe(0)
  sampler.stop()

  expect(completed).toMatchObject({ sessions: 2, tasks: { done: 4, open: 0 } })
  expect(project.boxes().every(({ done }) => done)).toBe(true)
  const started = baton.events.flatMap((event) => (event.type === 'session.started' ? [event.pid] : []))
  expect(sampler.pids()).toEqual(started)
  expect(sampler.most()).toBe(1)
})
