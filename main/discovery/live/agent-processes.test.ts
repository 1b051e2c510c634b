import { spawn, type ChildProcess } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { agentProcesses, type AgentProcess } from './agent-processes.ts'

const ID = 'aaaaaaaa-0000-4000-8000-000000000001'

let folder: string
const children: ChildProcess[] = []
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'baton-agents-')))
})
afterEach(() => {
  // With what they started.
  for (const { pid } of children.splice(0)) if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  rmSync(folder, { recursive: true })
})

/** The shell under an agent's name. */
function program(name: string): string {
  const path = join(folder, name)
  copyFileSync('/bin/bash', path)
  return path
}

async function run(file: string, args: string[], cwd = folder): Promise<number> {
  const child = spawn(file, args, { cwd, stdio: ['ignore', 'pipe', 'ignore'], detached: true })
  children.push(child)
  await new Promise((resolve) => child.stdout.once('data', resolve))
  return child.pid ?? 0
}

const found = async (pid: number): Promise<AgentProcess | undefined> =>
  (await agentProcesses()).find((one) => one.pid === pid)

it.runIf(process.platform === 'linux')('finds an agent with its folder, its transcript and its session', async () => {
  const rollout = join(folder, `rollout-2026-${ID}.jsonl`)
  writeFileSync(rollout, '')
  const cwd = join(folder, 'project')
  mkdirSync(cwd)
  const script = join(folder, 'script.sh')
  writeFileSync(script, `exec 9>>'${rollout}'; echo ready; read -t 60 < <(sleep 60)`)
  const before = Date.now()
  const pid = await run(program('codex'), [script, 'resume', ID], cwd)
  const one = await found(pid)
  expect(one).toMatchObject({ agent: 'codex', cwd, open: [rollout], named: ID })
  expect(Math.abs((one?.startedAt ?? 0) - before)).toBeLessThan(2_000)
})

it.runIf(process.platform === 'linux')('takes a launcher and what it launched for one', async () => {
  const codex = program('codex')
  const inner = join(folder, 'inner.sh')
  writeFileSync(inner, 'echo ready; read -t 60 < <(sleep 60)')
  const outer = join(folder, 'outer.sh')
  writeFileSync(outer, `'${codex}' '${inner}'; true`)
  const pid = await run(codex, [outer])
  expect(await found(pid)).toBeUndefined()
  expect((await agentProcesses()).filter(({ cwd }) => cwd === folder).map(({ agent }) => agent)).toEqual(['codex'])
})

it('passes over all others', async () => {
  expect(await found(process.pid)).toBeUndefined()
  const script = join(folder, 'script.sh')
  writeFileSync(script, 'echo ready; read -t 60 < <(sleep 60)')
  expect(await found(await run(program('codexter'), [script]))).toBeUndefined()
})
