import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import type { LastScreen } from '../../main/sessions/hosted-session.ts'
import { statusOf, ask, whereOf } from '../support/ask.ts'
import { IDLE_EXIT_VARIABLE } from '../support/core.ts'
import { linesOf, path, play, USUAL_TOOLS } from '../support/play.ts'
import { worldProcesses } from '../support/processes.ts'
import { numberedBoxes } from '../support/project.ts'
import { CTRL_BRACKET, CTRL_C, openTerminal } from '../support/terminal.ts'
import { thoughtful } from './characters.ts'

const BOXES = 6

test('a closed terminal ends nothing: others follow, watch, attach, pause and resume; the core ends by itself', async () => {
  const stage = await play({
    character: thoughtful(),
    usage: { base: 30_000, growth: 6_000 },
    project: { boxes: numberedBoxes(BOXES) },
    env: { [IDLE_EXIT_VARIABLE]: '2000' },
  })
  const where = whereOf(stage)
  const { project, world } = stage
  const run = ['run', '--project', project.path, '--task', project.task, ...USUAL_TOOLS, '--threshold-tokens', '110000']
  const first = openTerminal(run, where)
  await first.shows(/session 1 started/)
  await first.close()

  const { live, pid, series } = await statusOf(where)
  expect({ live, status: series.map((one) => one.status) }).toEqual({ live: true, status: ['running'] })
  expect(pid).not.toBe(first.pid)
  const id = series[0]?.id ?? ''

  const watching = openTerminal(['series', id, '--watch'], where)
  await watching.shows(/running/)
  const attached = openTerminal(['attach'], where)
  await attached.shows('❯')
  attached.type(CTRL_BRACKET)
  await attached.shows('Left; the session goes on.')
  expect((await attached.exited).exitCode).toBe(0)

  expect(await ask(where, 'series', 'pause', id)).toMatchObject({ code: 0, stderr: '' })
  await watching.shows(/‖ paused/)
  expect((await statusOf(where)).series[0]).toMatchObject({ status: 'paused', session: { live: true } })
  expect((await ask(where, 'series', 'resume', id)).code).toBe(0)
  await vi.waitFor(async () => expect((await statusOf(where)).series[0]?.status).toBe('running'), 20_000)
  watching.type(CTRL_C)
  expect((await watching.exited).exitCode).toBe(0)

  const second = stage.run()
  const completed = await second.waitForEvent('series.completed')
  expect((await second.exited).code).toBe(0)
  expect(path(second)[0]).toBe('series.started')
  expect(completed).toMatchObject({ series: id, sessions: 2, tasks: { done: BOXES, open: 0 } })
  for (let n = 1; n <= BOXES; n += 1) expect(linesOf(project, `out/0${n}.txt`)).toHaveLength(1)

  await vi.waitFor(() => expect(worldProcesses(world.root)).toEqual([]), { timeout: 20_000, interval: 100 })
  expect(existsSync(join(world.dataDir, 'core.lock'))).toBe(false)
  const folder = join(world.dataDir, 'screens')
  const screens = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as LastScreen)
  expect(screens).toHaveLength(2)
  for (const screen of screens) expect(screen.text).toContain('❯')
})
