import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import { cliProcesses, sampleSessions, worldProcesses } from './processes.ts'
import { makeWorld, type World } from './world.ts'

const worlds: World[] = []
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()))
})

function open(): World {
  const world = makeWorld({ modelUrl: 'http://127.0.0.1:9' })
  worlds.push(world)
  return world
}

async function sleeper(world: World): Promise<ChildProcess> {
  const child = spawn('sleep', ['300'], { env: world.env })
  await once(child, 'spawn')
  return child
}

test('a world knows its own processes and closing it ends no others', async () => {
  const mine = open()
  const other = open()
  const [first, second] = await Promise.all([sleeper(mine), sleeper(other)])
  await vi.waitFor(() => expect(worldProcesses(mine.root).map(({ pid }) => pid)).toEqual([first.pid]))
  expect(worldProcesses(mine.root)[0]).toMatchObject({ argv: ['sleep', '300'], parent: process.pid })
  expect(cliProcesses(mine.root)).toEqual([])
  const ended = once(first, 'exit')
  await mine.close()
  expect(await ended).toEqual([null, 'SIGTERM'])
  expect(existsSync(mine.root)).toBe(false)
  expect(worldProcesses(other.root).map(({ pid }) => pid)).toEqual([second.pid])
})

test('a process that ignores SIGTERM is ended all the same', async () => {
  const world = open()
  const child = spawn('sh', ['-c', 'trap "" TERM; echo ready; while :; do sleep 1; done'], { env: world.env })
  await once(child.stdout, 'data')
  const ended = once(child, 'exit')
  await world.close()
  expect(await ended).toEqual([null, 'SIGKILL'])
})

test("nothing of this machine's own environment is in a world", () => {
  const { env, home } = open()
  expect(env['HOME']).toBe(home)
  expect(Object.keys(env).filter((name) => /^(CLAUDE|ANTHROPIC)/.test(name))).toEqual([
    'ANTHROPIC_BASE_URL',
    'ANTHROPIC_AUTH_TOKEN',
    'CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC',
  ])
})

test('without sessions the sampler counts none', async () => {
  const sampler = sampleSessions(open().root, 10)
  await vi.waitFor(() => expect(sampler.samples().length).toBeGreaterThan(2))
  sampler.stop()
  expect([sampler.most(), sampler.pids()]).toEqual([0, []])
})
