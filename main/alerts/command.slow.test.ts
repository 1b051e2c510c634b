import { mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { runCommand, withoutSecrets } from './command.ts'
import { testMessage } from './alert-text.ts'
import type { Sent } from './sent.ts'

const NODE = process.execPath
const message = testMessage('01A', '2026-11-22T12:00:00.000Z')

function folder(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'baton-command-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  return dir
}

interface Run {
  dir?: string
  limitMs?: number
  stop?: AbortSignal
  env?: Record<string, string>
}

function run(argv: string[], { dir = folder(), limitMs = 20_000, stop, env = {} }: Run = {}): Promise<Sent> {
  const parts = { folder: dir, env: { PATH: process.env['PATH'] ?? '', ...env }, limitMs }
  return runCommand(parts, { id: 'say', argv }, message, stop ?? new AbortController().signal)
}

const script = (text: string): string[] => [NODE, '-e', text]

describe('a command', () => {
  it('gets the message in its environment, its arguments as they are, and no secret', async () => {
    const dir = folder()
    const write = `require('fs').writeFileSync('told', JSON.stringify([process.cwd(), process.argv.slice(1), process.env]))`
    const env = { GITHUB_TOKEN: 'x', ANTHROPIC_API_KEY: 'x', LANG: 'C' }
    expect(await run([...script(write), '$(id)', 'a b; c'], { dir, env })).toEqual({ did: 'sent', why: null })
    const [cwd, args, told] = JSON.parse(readFileSync(path.join(dir, 'told'), 'utf8')) as [
      string,
      string[],
      NodeJS.ProcessEnv,
    ]
    expect([cwd, args]).toEqual([dir, ['$(id)', 'a b; c']])
    expect(JSON.parse(told['BATON_ALERT'] ?? '')).toEqual(message)
    expect(told).toMatchObject({ LANG: 'C' })
    expect(Object.keys(told).filter((name) => /TOKEN|KEY/.test(name))).toEqual([])
  })

  it('tells the end of what it printed when it fails, cleaned, and nothing when it does not', async () => {
    const failing = `console.log('x'.repeat(10000)); console.error('the \\u001b[31mend'); process.exit(3)`
    const { did, why } = await run(script(failing))
    expect(did).toBe('never')
    expect(why).toMatch(/^it ended with code 3: x+\nthe \[31mend$/)
    expect(why?.length).toBeLessThan(4_200)
    expect(await run(script(`console.log('fine')`))).toEqual({ did: 'sent', why: null })
  })

  it('that is not there is told', async () => {
    expect(await run(['/nowhere/program'])).toEqual({ did: 'never', why: 'it cannot be started (ENOENT)' })
  })

  it('that takes too long is ended with what it started', async () => {
    const dir = folder()
    const child = `require('fs').writeFileSync('pid', String(process.pid)); setInterval(() => {}, 1000)`
    const both = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' }); setInterval(() => {}, 1000)`
    const ran = run(script(both), { dir, limitMs: 1_500 })
    await vi.waitFor(() => expect(existsSync(path.join(dir, 'pid'))).toBe(true), 5_000)
    expect(await ran).toEqual({ did: 'never', why: 'it took longer than 1.5 s' })
    const pid = Number(readFileSync(path.join(dir, 'pid'), 'utf8'))
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), 5_000)
  })

  it('is cut off when Baton ends', async () => {
    const stop = new AbortController()
    const ran = run(script('setInterval(() => {}, 1000)'), { stop: stop.signal })
    stop.abort()
    expect(await ran).toMatchObject({ did: 'never' })
  })
})

it('lets no secret of the environment through', () => {
  const secrets = [
    'NPM_TOKEN',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_ACCESS_KEY_ID',
    'DB_PASSWORD',
    'OPENAI_API_KEY',
    'CLAUDE_X',
  ]
  const plain = ['PATH', 'HOME', 'LANG', 'DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR']
  const env = Object.fromEntries([...secrets, ...plain].map((name) => [name, 'x']))
  expect(Object.keys(withoutSecrets(env))).toEqual(plain)
})
