import { spawn, type IPty } from 'node-pty'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'

/** Each way a program that holds the terminal can end, and what it does in its terminal before. */
const ENDS = {
  restore: 'terminal.restore(); process.stdout.write("AFTER\\n")',
  twice: 'terminal.restore(); terminal.restore()',
  exit: 'process.exit(7)',
  crash: 'setTimeout(() => { throw new Error("a bug") })',
  rejection: 'void Promise.reject(new Error("a bug"))',
} as const

const folder = mkdtempSync(join(tmpdir(), 'baton-raw-'))
const ptys: IPty[] = []
afterEach(() => {
  for (const pty of ptys.splice(0)) pty.kill('SIGKILL')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A shell in a real pty that notes the terminal's settings before and after the program. */
function runInTerminal(name: string, ending: string) {
  const script = join(folder, `${name}.mjs`)
  const source = new URL('./raw-terminal.ts', import.meta.url).href
  writeFileSync(
    script,
    `import { openRawTerminal } from ${JSON.stringify(source)}
const terminal = openRawTerminal(process.stdin, process.stdout, {
  typed: (bytes) => terminal.write('typed ' + Buffer.from(bytes).toString('hex') + ';'),
  resized: () => terminal.write('size ' + terminal.size().columns + ';'),
})
terminal.write('\\u001b[?1049h\\u001b[?25l\\u001b[?2004h\\u001b[?1003hpid ' + process.pid + ';RAW')
${ending}
`,
  )
  const shell = `stty -a > ${folder}/before; ${process.execPath} ${script}; echo "CODE $?"; stty -a > ${folder}/after; cmp ${folder}/before ${folder}/after && echo SAME`
  const env = { PATH: process.env.PATH ?? '', HOME: folder, TERM: 'xterm-256color' }
  const pty = spawn('/bin/sh', ['-c', shell], { cols: 80, rows: 24, env })
  ptys.push(pty)
  let seen = ''
  pty.onData((data) => (seen += data))
  return { pty, seen: () => seen, until: (text: string) => vi.waitFor(() => expect(seen).toContain(text), 10_000) }
}

/** Everything that the program switched on is off again. */
function expectGivenBack(seen: string) {
  const afterwards = seen.slice(seen.indexOf('RAW'))
  for (const mode of ['?1049l', '?25h', '?2004l', '?1003l']) expect(afterwards).toContain(`\u001b[${mode}`)
  expect(seen).toContain('SAME')
}

describe.skipIf(process.platform === 'win32')('the terminal is as it was', () => {
  it.each(Object.entries(ENDS))('after %s', async (name, ending) => {
    const { until, seen } = runInTerminal(name, ending)
    await until('SAME')
    expect(seen()).toContain('CODE')
    expectGivenBack(seen())
  })

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ])('after %s, which ends it with %i', async (signal, code) => {
    const { until, seen } = runInTerminal(signal, '')
    await until('RAW')
    process.kill(Number(/pid (\d+);/.exec(seen())?.[1]), signal)
    await until('SAME')
    expect(seen()).toContain(`CODE ${code}`)
    expectGivenBack(seen())
  })

  it('hands over every key, Ctrl-C as well, and each resize', async () => {
    const { pty, until, seen } = runInTerminal('keys', '')
    await until('RAW')
    pty.write('\u0003\r')
    await until('typed 030d;')
    pty.resize(100, 30)
    await until('size 100;')
    expect(seen()).not.toContain('CODE')
  })
})
