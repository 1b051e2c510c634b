import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, expect, it } from 'vitest'
import { endGently } from './end-gently.ts'
import { isAlive, markOf } from './process-mark.ts'

let child: ChildProcess | null = null
afterEach(() => child?.kill('SIGKILL'))

function start(script: string) {
  child = spawn('/bin/sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] })
  return { child, mark: markOf(child.pid ?? 0, 'sh') }
}

it('ends a process and waits until it is gone', async () => {
  const { mark } = start('sleep 60')
  expect(await endGently(mark)).toBe(true)
  expect(await isAlive(mark)).toBe(false)
})

it('forces none that does not want to go', async () => {
  const { child: stubborn, mark } = start("trap '' TERM; echo ready; while :; do sleep 1; done")
  await once(stubborn.stdout ?? stubborn, 'data')
  expect(await endGently(mark, 50)).toBe(false)
  expect(await isAlive(mark)).toBe(true)
})

it('leaves a process alone that only has the pid', async () => {
  const { mark } = start('sleep 60')
  expect(await endGently({ ...mark, start: '1' })).toBe(true)
  expect(await isAlive(mark)).toBe(true)
  expect(await endGently({ ...mark, pid: 1 })).toBe(false)
})
