import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { isAlive } from './process-mark.ts'
import { openTerminal } from './terminal.ts'
import { cleanEnvironment, startTerminal, temporaryFolder, watchingViewer } from './testing.ts'

describe('a program in a terminal', () => {
  it('runs with the size, environment and folder it was given', async () => {
    const viewer = watchingViewer()
    const terminal = startTerminal('sh', ['-c', 'stty size; echo "$TERM/$MARK"; pwd; read x'], {
      env: cleanEnvironment({ MARK: 'hello' }),
      cwd: '/usr',
    })
    terminal.attach(viewer)
    await vi.waitFor(() => expect(viewer.text).toContain('40 120\r\nxterm-256color/hello\r\n/usr'))
    expect(await isAlive(terminal.mark)).toBe(true)
    expect(terminal.write('\r')).toBe(true)
    expect(await terminal.exited).toEqual({ exitCode: 0, signal: null })
    expect(await isAlive(terminal.mark)).toBe(false)
    expect(terminal.write('x')).toBe(false)
  })

  it('tells the exit code and the signal', async () => {
    expect(await startTerminal('sh', ['-c', 'exit 143']).exited).toEqual({ exitCode: 143, signal: null })
    expect(await startTerminal('sh', ['-c', 'kill -9 $$']).exited).toEqual({ exitCode: null, signal: 'SIGKILL' })
  })

  it('does not cut the output of a short program', async () => {
    let output = ''
    const numbers = Array.from({ length: 5 }, (_, run) => run)
    for (const run of numbers) {
      const terminal = startTerminal('sh', ['-c', `seq 1 3000; printf 'last ${run}'`], {
        onOutput: (text) => (output += text),
      })
      // oxlint-disable-next-line no-await-in-loop -- one after the other, each with its own end
      await terminal.ended
      expect(output.endsWith(`3000\r\nlast ${run}`)).toBe(true)
      expect(output.split('\n')).toHaveLength(3001)
      output = ''
    }
  })

  it('announces the end to its viewers after the last output', async () => {
    const viewer = watchingViewer()
    const terminal = startTerminal('sh', ['-c', 'read x; printf done; exit 3'])
    terminal.attach(viewer)
    terminal.write('\r')
    await terminal.ended
    await vi.waitFor(() => expect(viewer.why).toBe('exited with code 3'))
    expect(viewer.text).toContain('done')
  })

  it('keeps characters whole that arrive in pieces', async () => {
    let output = ''
    const script =
      'const b=Buffer.from("é漢😀".repeat(400));let i=0;' +
      '(function next(){if(i<b.length){process.stdout.write(b.subarray(i,i+1),()=>setImmediate(next));i+=1}})()'
    const terminal = startTerminal('node', ['-e', script], { onOutput: (text) => (output += text) })
    await terminal.ended
    expect(output).toBe('é漢😀'.repeat(400))
  })

  it('carries a flood through in order and stays within its bounds', async () => {
    let length = 0
    let end = ''
    const terminal = startTerminal('sh', ['-c', 'seq 1 400000'], {
      onOutput: (text) => {
        length += text.length
        end = (end + text).slice(-8)
      },
    })
    await terminal.ended
    expect(length).toBe(Array.from({ length: 400_000 }, (_, n) => `${n + 1}\r\n`).join('').length)
    expect(end).toBe('400000\r\n')
  }, 20_000)

  it('takes a long paste whole', async () => {
    let output = ''
    const reader =
      'process.stdin.setRawMode(true);let n=0;process.stdin.on("data",(d)=>{n+=d.length;if(n===60000)console.log("got "+n)});console.log("up")'
    const terminal = startTerminal('node', ['-e', reader], { onOutput: (text) => (output += text) })
    await vi.waitFor(() => expect(output).toContain('up'), 5000)
    terminal.write('é'.repeat(30_000))
    await vi.waitFor(() => expect(output).toContain('got 60000'), 5000)
  }, 15_000)
})

describe('a size', () => {
  it('is kept within bounds and reaches the program', async () => {
    const viewer = watchingViewer()
    const terminal = startTerminal('bash', ['-c', 'trap "stty size" WINCH; echo up; while :; do read -t 0.05 x; done'])
    terminal.attach(viewer)
    await vi.waitFor(() => expect(viewer.text).toContain('up'))
    terminal.resize(99.7, 31)
    await vi.waitFor(() => expect(viewer.text).toContain('31 99'))
    terminal.resize(0, -5)
    expect([terminal.columns, terminal.rows]).toEqual([2, 1])
    terminal.resize(Number.NaN, 1e9)
    expect([terminal.columns, terminal.rows]).toEqual([2, 300])
  })

  it('may change after the program is gone', async () => {
    const terminal = startTerminal('true', [])
    terminal.resize(80, 24)
    await terminal.exited
    terminal.resize(100, 30)
    await terminal.ended
    terminal.resize(90, 30)
    expect(terminal.columns).toBe(90)
  })
})

describe('a program that cannot start', () => {
  const open = (file: string, cwd = tmpdir()) => openTerminal({ file, args: [], env: cleanEnvironment(), cwd })

  it('is told as a problem with its cause', () => {
    expect(open('no-such-program-here')).toMatchObject({ ok: false, problem: { code: 'program-missing' } })
    const plain = join(temporaryFolder(), 'plain')
    writeFileSync(plain, 'echo no\n', { mode: 0o644 })
    expect(open(plain)).toMatchObject({ ok: false, problem: { code: 'not-executable', thing: plain } })
    expect(open('sh', '/no/such/folder')).toMatchObject({ ok: false, problem: { code: 'folder-missing' } })
  })
})
