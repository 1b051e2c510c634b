import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { endTree } from './end-tree.ts'
import { isAlive, markOf } from './process-mark.ts'
import { environmentHas, listProcesses } from './process-table.ts'
import { findDescendants } from './process-tree.ts'
import { cleanEnvironment } from './testing.ts'

const VARIABLE = 'CLAUDE_CODE_SESSION_ID'

/** Runs a shell script and gives the pids that it prints, one a line, once there are `count`. */
async function start(script: string, count: number, environment: Record<string, string> = {}) {
  const child: ChildProcess = spawn('bash', ['-c', script], {
    env: cleanEnvironment(environment),
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  })
  let printed = ''
  child.stdout?.on('data', (data) => (printed += String(data)))
  const pids = () => printed.split('\n').filter(Boolean).map(Number)
  await vi.waitFor(() => expect(pids()).toHaveLength(count), 5000)
  const marks = pids().map((pid) => markOf(pid, 'child'))
  onTestFinished(async () => {
    for (const mark of marks) if (await isAlive(mark)) process.kill(mark.pid, 'SIGKILL')
    child.kill('SIGKILL')
  })
  return { root: markOf(child.pid ?? 0, 'bash'), marks, pids: pids() }
}

const found = async (request: Parameters<typeof findDescendants>[0]) =>
  (await findDescendants(request)).map((mark) => mark.pid)

describe('the process table', () => {
  it('lists this process with its parent, start and command', async () => {
    const own = (await listProcesses()).find((entry) => entry.pid === process.pid)
    expect(own).toMatchObject({ ppid: process.ppid, start: markOf(process.pid, '').start })
    expect(own?.command).toMatch(/node|vitest/)
  })

  it('finds a variable by its whole name and value', async () => {
    const { root } = await start('echo $$; sleep 60; :', 1, { [VARIABLE]: 'abc', LAST: 'end' })
    expect(await environmentHas(root.pid, VARIABLE, ['x', 'abc'])).toBe(true)
    expect(await environmentHas(root.pid, VARIABLE, ['ab', 'abcd'])).toBe(false)
    expect(await environmentHas(root.pid, 'CODE_SESSION_ID', ['abc'])).toBe(false)
    expect(await environmentHas(root.pid, VARIABLE, [])).toBe(false)
    await endTree({ root, sessionIds: [] })
  })
})

describe('the descendants', () => {
  it('are found by parent links and by the session id, with all below them, and nothing else', async () => {
    const id = randomUUID()
    const inside = `sleep 60 & echo $!; export ${VARIABLE}=${id}; setsid nohup sh -c 'sleep 60 & echo $!; echo $$; wait' & wait`
    const { root, pids } = await start(inside, 3)
    const sibling = await start('echo $$; sleep 60; :', 1, { [VARIABLE]: randomUUID() })
    const all = await found({ root, sessionIds: [id] })
    expect(all).toEqual(expect.arrayContaining(pids))
    expect(all).not.toContain(root.pid)
    expect(all).not.toContain(sibling.root.pid)
    expect(all).not.toContain(process.pid)
    await endTree({ root, sessionIds: [id] })
    expect(await isAlive(sibling.root)).toBe(true)
    await endTree({ root: sibling.root, sessionIds: [] })
  })

  it('of a pid that now belongs to another process are strangers', async () => {
    const { root, pids } = await start('sleep 60 & echo $!; wait', 1)
    expect(await found({ root, sessionIds: [] })).toEqual(pids)
    expect(await found({ root: { ...root, start: '1' }, sessionIds: [] })).toEqual([])
    const ended = await endTree({ root: { ...root, start: '1' }, sessionIds: [], recorded: [{ ...root, start: '2' }] })
    expect(ended).toMatchObject({ ended: [], left: [] })
    expect(await isAlive(root)).toBe(true)
    await endTree({ root, sessionIds: [] })
  })

  it('never hold this process or one above it, though it carry the session id', async () => {
    // Runs the search in a process that carries the id itself, below a shell that carries it too.
    const id = randomUUID()
    const script = `const {findDescendants}=await import(${JSON.stringify(new URL('process-tree.ts', import.meta.url).href)});
      const marks=await findDescendants({root:null,sessionIds:[${JSON.stringify(id)}]});console.log(process.pid+','+process.ppid);
      console.log(marks.map(m=>m.command).join('|')||'none');`
    const child = spawn('bash', ['-c', 'sleep 61 & node --input-type=module -e "$SCRIPT"; kill %1'], {
      env: cleanEnvironment({ SCRIPT: script, [VARIABLE]: id }),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.on('data', (data) => (output += String(data)))
    await new Promise((resolve) => child.once('close', resolve))
    expect(output.split('\n')[1]).toBe('sleep 61')
  })
})
