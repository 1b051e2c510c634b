import { rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { worker } from '../../assets/scripted-model/worker.ts'
import { ask, askJson, whereOf } from '../support/ask.ts'
import { play } from '../support/play.ts'
import { makeProject, numberedBoxes } from '../support/project.ts'

interface Check {
  name: string
  ok: 'ok' | 'warning' | 'problem'
  said: string
  remedy: string
}

/** Someone else on this machine may have the ports that `serve` takes by default. */
const OF_THIS_MACHINE = new Set(['port', 'otlp port', 'free space'])

test('in a good world everything is well, each point with what was found', async () => {
  const stage = await play({ character: worker() })
  const checks = await askJson<Check>(whereOf(stage), 'doctor')
  const bad = checks.filter(({ name, ok }) => ok !== 'ok' && !OF_THIS_MACHINE.has(name))
  expect(bad).toEqual([])
  expect(checks.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'node',
      'claude',
      'login',
      'folder trusted',
      'hooks allowed',
      'git',
      'data folder',
      'port',
    ]),
  )
  const page = await ask(whereOf(stage), 'doctor')
  expect(page).toMatchObject({ code: 0, stderr: '' })
  expect(page.stdout).toMatch(/✔ claude .*\d+\.\d+\.\d+ at /)
  expect(page.stdout.trimEnd()).toMatch(/\nReady(\.|, with .+\.)$/)
})

test('in a bad world each problem is named with its way out', async () => {
  const stage = await play({ character: worker(), env: { ANTHROPIC_AUTH_TOKEN: '' } })
  const { world } = stage
  const project = makeProject(join(world.root, 'bad'), { boxes: numberedBoxes(1) })
  rmSync(join(project.path, '.git'), { recursive: true })
  rmSync(join(world.home, '.claude.json'), { force: true })
  mkdirSync(join(world.home, '.claude'), { recursive: true })
  writeFileSync(join(world.home, '.claude/settings.json'), '{ "disableAllHooks": true }')
  const blocked = join(world.root, 'a-file')
  writeFileSync(blocked, '')
  const where = {
    cwd: project.path,
    env: { ...world.env, PATH: '/usr/bin:/bin', BATON_DATA_DIR: join(blocked, 'data') },
  }

  const said = await ask(where, 'doctor', '--json')
  expect(said).toMatchObject({ code: 1, stderr: '' })
  const checks = said.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Check)
  const named = new Map(checks.map((check) => [check.name, check]))
  const expectNamed = (name: string, ok: Check['ok'], what: string, remedy: string): void =>
    expect(named.get(name)).toMatchObject({
      ok,
      said: expect.stringContaining(what),
      remedy: expect.stringContaining(remedy),
    })
  expectNamed('claude', 'problem', 'PATH', 'install')
  expectNamed('onboarding', 'problem', 'has not been set up', 'run `claude` once')
  expectNamed('login', 'problem', 'not logged in', '/login')
  expectNamed('folder trusted', 'problem', project.path, 'run `claude` in')
  expectNamed('hooks allowed', 'problem', '"disableAllHooks" is true', 'settings.json')
  expectNamed('git', 'warning', 'is no repository', 'git init')
  expectNamed('data folder', 'problem', blocked, '--data-dir')
  const page = await ask(where, 'doctor')
  expect(page.code).toBe(1)
  expect(page.stdout).toMatch(/\n\d things to mend before a run\.\n$/)
})

test('a port in use is named with its holder', async () => {
  const stage = await play({ character: worker() })
  const holder = createServer()
  const taken = await new Promise<boolean>((resolve) => {
    holder.once('error', () => resolve(false))
    holder.listen(4319, '127.0.0.1', () => resolve(true))
  })
  onTestFinished(() => void holder.close())
  const { code, stdout } = await ask(whereOf(stage), 'doctor')
  expect(code).toBe(0)
  expect(stdout).toMatch(
    taken ? new RegExp(`! port .*4319 is used by .*\\(pid ${process.pid}\\)`) : /! port .*4319 is used by/,
  )
  expect(stdout).toContain('--port N')
})
