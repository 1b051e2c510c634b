import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect } from 'vitest'

/** Numbers that are waited for before the kill: enough for writes of all kinds to be under way. */
const MORE = 25

/** Runs a program that says the number of each thing it has done, a line each, and kills it amid its work; the last one said. */
export async function killAmidWork(code: string, args: string[], done: number): Promise<number> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, ...args], {
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const goal = done + MORE
  let said = done
  for await (const line of createInterface({ input: child.stdout })) {
    said = Number(line)
    if (said >= goal) child.kill('SIGKILL')
  }
  expect((await exited)[1]).toBe('SIGKILL')
  expect(said).toBeGreaterThanOrEqual(goal)
  return said
}
