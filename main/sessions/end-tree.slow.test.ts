import { randomUUID } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import { endTree } from './end-tree.ts'
import { isAlive, markOf } from './process-mark.ts'
import { findDescendants } from './process-tree.ts'
import { reap } from './reaper.ts'
import { cleanEnvironment, startTerminal } from './testing.ts'

/** A terminal with a script that prints the pids of its children as `pid=N`. */
async function tree(script: string, count: number, environment: Record<string, string> = {}) {
  let output = ''
  const terminal = startTerminal('bash', ['-c', script], {
    env: cleanEnvironment(environment),
    onOutput: (text) => (output += text),
  })
  const pids = () => [...output.matchAll(/pid=(\d+)/g)].map(([, pid]) => Number(pid))
  await vi.waitFor(() => expect(pids()).toHaveLength(count), 5000)
  return { terminal, children: pids().map((pid) => markOf(pid, 'child')) }
}

const VARIABLE = 'CLAUDE_CODE_SESSION_ID'

describe('ending a tree', () => {
  it('ends the root by SIGTERM and then what it left behind', async () => {
    const id = randomUUID()
    const script = `sleep 60 & echo pid=$!; ${VARIABLE}=${id} setsid sh -c 'echo pid=$$; exec nohup sleep 60 >/dev/null 2>&1' & sleep 60 | cat`
    const { terminal, children } = await tree(script, 2)
    const result = await endTree({ root: terminal.mark, sessionIds: [id] })
    expect(await terminal.exited).toEqual({ exitCode: null, signal: 'SIGTERM' })
    expect(result.left).toEqual([])
    expect(result.ended[0]).toEqual(terminal.mark)
    expect(result.ended.map((mark) => mark.pid)).toEqual(expect.arrayContaining(children.map((mark) => mark.pid)))
    expect(await Promise.all(children.map(isAlive))).toEqual([false, false])
    expect(result.ms).toBeLessThan(3000)
  })

  it('kills a root and a child that ignore SIGTERM', async () => {
    const script = `trap '' TERM; bash -c 'trap "" TERM HUP; echo pid=$$; while :; do read -t 1 < <(:); sleep 0.1; done' & wait; wait`
    const { terminal, children } = await tree(script, 1)
    const result = await endTree({ root: terminal.mark, sessionIds: [], graceMs: 200 })
    expect(await terminal.exited).toEqual({ exitCode: null, signal: 'SIGKILL' })
    expect(result.left).toEqual([])
    expect(await Promise.all(children.map(isAlive))).toEqual([false])
    expect(result.ms).toBeGreaterThanOrEqual(200)
  }, 15_000)

  it('lists one that has left both links, and lets it be', async () => {
    const id = randomUUID()
    const script = `sh -c 'echo pid=$$; read x; exec env -i setsid -f sh -c "echo pid=\\$\\$; exec /bin/sleep 60"' ; read y`
    const { terminal, children: before } = await tree(script, 1, { [VARIABLE]: id })
    expect(await findDescendants({ root: terminal.mark, sessionIds: [id] })).toMatchObject([{ pid: before[0]?.pid }])
    let output = ''
    terminal.attach({ output: (bytes) => (output += String(bytes)), replay: () => {}, ended: () => {} })
    terminal.write('\r')
    await vi.waitFor(() => expect(output).toMatch(/pid=(\d+)/), 5000)
    const daemon = markOf(Number(/pid=(\d+)/.exec(output)?.[1]), 'sleep')
    const result = await endTree({ root: terminal.mark, sessionIds: [id], recorded: [daemon] })
    expect(result.left).toEqual([daemon])
    expect(await isAlive(daemon)).toBe(true)
    process.kill(daemon.pid, 'SIGKILL')
  })

  it('sends no first signal where the caller has told the program to go', async () => {
    const { terminal } = await tree('echo pid=$$; read x; exit 7', 1)
    terminal.write('\r')
    const result = await endTree({ root: terminal.mark, sessionIds: [], signal: null })
    expect(await terminal.exited).toEqual({ exitCode: 7, signal: null })
    expect(result.left).toEqual([])
  })
})

describe('reaping', () => {
  it('ends what a crashed core left and leaves others alone', async () => {
    const id = randomUUID()
    const other = await tree('echo pid=$$; sleep 60; :', 1, { [VARIABLE]: randomUUID() })
    const orphan = await tree(
      `${VARIABLE}=${id} setsid sh -c 'echo pid=$$; exec nohup sleep 60 >/dev/null 2>&1' & read x`,
      1,
    )
    orphan.terminal.write('\r')
    await orphan.terminal.exited
    const alive = await tree(`trap '' HUP; echo pid=$$; sleep 60; :`, 1)
    const result = await reap({
      launches: [
        { id: 'gone', mark: orphan.terminal.mark, sessionIds: [id], recorded: orphan.children },
        { id: 'alive', mark: alive.terminal.mark, sessionIds: [randomUUID()], recorded: [] },
        { id: 'never', mark: null, sessionIds: [randomUUID()], recorded: [] },
      ],
      waitMs: 100,
    })
    expect(result).toMatchObject([
      { id: 'gone', ended: [{ pid: orphan.children[0]?.pid }], left: [] },
      { id: 'alive', left: [] },
      { id: 'never', ended: [], left: [] },
    ])
    expect(result[1]?.ended[0]).toEqual(alive.terminal.mark)
    expect(await isAlive(other.terminal.mark)).toBe(true)
  }, 15_000)
})
