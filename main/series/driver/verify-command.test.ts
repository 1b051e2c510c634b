import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runVerifyCommand } from './verify-command.ts'

const ENV = { PATH: process.env['PATH'] ?? '', MARK: 'from the caller' }
let project: string
beforeEach(() => {
  project = realpathSync(mkdtempSync(path.join(tmpdir(), 'baton-verify-')))
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(project, { recursive: true, force: true })
})

const run = (command: string, signal?: AbortSignal) => runVerifyCommand(command, project, ENV, signal)

/** One that is dead but not yet waited for is gone. */
function alive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
  return /^[^Z\s]/.test(stdout)
}

describe('a verify command', () => {
  it('runs in the project with the caller’s environment alone', async () => {
    const result = await run('pwd; echo "$MARK"; env | grep -c SECRET')
    expect(result).toEqual({ exitCode: 1, output: `${project}\nfrom the caller\n0\n`, problem: null })
    expect(await run('true')).toMatchObject({ exitCode: 0, output: '' })
  })

  it('tells the last 4 kB of both outputs, free of what steers a terminal', async () => {
    const { output, exitCode } = await run('seq 1 5000; printf "\\033[31mred\\n" >&2; exit 3')
    expect(exitCode).toBe(3)
    expect(output.length).toBeLessThanOrEqual(4096)
    expect(output.endsWith('5000\n[31mred\n')).toBe(true)
  })

  it('takes its background processes with it, though they hold its output open', async () => {
    const { exitCode, output } = await run('sleep 300 & echo $!; exit 0')
    expect(exitCode).toBe(0)
    await expect.poll(() => alive(Number(output))).toBe(false)
  })

  it('is ended with its whole group after ten minutes', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const ended = run('sleep 300 & echo $! > child; wait')
    const file = path.join(project, 'child')
    while (!existsSync(file) || readFileSync(file, 'utf8') === '') await setImmediate()
    await vi.advanceTimersByTimeAsync(10 * 60_000 - 1)
    const child = Number(readFileSync(file, 'utf8'))
    expect(alive(child)).toBe(true)
    await vi.advanceTimersByTimeAsync(1)
    expect(await ended).toMatchObject({ exitCode: null, problem: null })
    vi.useRealTimers()
    await expect.poll(() => alive(child)).toBe(false)
  })

  it('is ended when nobody waits for it any more', async () => {
    const stop = new AbortController()
    const ended = run('echo started; sleep 300', stop.signal)
    stop.abort()
    expect(await ended).toMatchObject({ exitCode: null })
  })

  it('that cannot be run is a problem, not a failure of the task', async () => {
    const result = await runVerifyCommand('true', path.join(project, 'missing'), ENV)
    expect(result).toMatchObject({ exitCode: null, problem: { code: 'verify-broken' } })
  })
})
