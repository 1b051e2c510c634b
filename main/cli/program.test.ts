import { mkdtempSync, rmSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, describe, expect, it } from 'vitest'
import { createProgram } from './program.ts'

const folder = mkdtempSync(join(tmpdir(), 'baton-program-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function baton(...words: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const io = { stdin: process.stdin, stdout, stderr, env: { HOME: folder }, cwd: folder, entry: '' }
  const { program, run } = createProgram(io as unknown as Parameters<typeof createProgram>[0])
  const code = await run(words)
  const text = (stream: PassThrough) => String(stream.read() ?? '')
  return { code, out: text(stdout), err: text(stderr), program }
}

const COMMANDS = [
  'run',
  'init',
  'attach',
  'adopt',
  'series',
  'status',
  'sessions',
  'checkpoints',
  'logs',
  'usage',
  'alerts',
  'serve',
  'open',
  'quit',
  'env',
  'doctor',
]

describe('help', () => {
  it('names every command, and none that is not there', async () => {
    const { out, code, program } = await baton('--help')
    expect(code).toBe(0)
    expect(program.commands.map((command) => command.name()).filter((name) => name !== 'demo')).toEqual(COMMANDS)
    for (const name of COMMANDS) expect(out).toContain(`  ${name} [options]`)
  })

  it.each(COMMANDS)('of %s has its flags, the common ones and an example', async (name) => {
    const { out, err, code } = await baton(name, '--help')
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain(`Usage: baton ${name}`)
    for (const flag of ['--data-dir <dir>', '--json', '--help']) expect(out).toContain(flag)
    expect(out).toMatch(new RegExp(`Example:\\n  baton ${name}`))
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })

  it('has every flag of run that design names', async () => {
    const { out } = await baton('run', '--help')
    const flags =
      'project task threshold-percent threshold-tokens max-sessions max-cost-usd max-duration permission-mode model allowed-tools verify claude again shared detach foreground wait-for-human on-event'
    for (const flag of flags.split(' ')) expect(out).toMatch(new RegExp(`^ {2}--${flag}\\b`, 'm'))
  })

  it('is what the bare command says', async () => {
    expect((await baton()).out).toContain('Usage: baton')
  })
})

describe('wrong usage ends with 2, says what is wrong and touches nothing', () => {
  it.each([
    [['run'], /--task <slug>/],
    [['run', '--task', 'x', '--max-sessions', '0'], /--max-sessions.*whole number/],
    [['run', '--task', 'x', '--max-duration', '5'], /--max-duration.*unit/],
    [['run', '--task', 'x', '--wait-for-human', 'soon'], /--wait-for-human.*forever/],
    [['run', '--task', 'x', '--threshold-percent', '100'], /--threshold-percent.*up to 95/],
    [['run', '--task', 'x', '--project', 'nowhere'], /nowhere: there is no such folder/],
    [['run', '--task', 'x', '--frobnicate'], /unknown option '--frobnicate'/],
    [['frobnicate'], /unknown command 'frobnicate'/],
    [['init', '--task', 'x'], /description/],
    [['adopt', '--task', 'x'], /session/],
    [['adopt', '5b1f6c1e'], /--task <slug>/],
    [['sessions', '--agent', 'vim'], /claude, codex, gemini/],
    [['init', '--task', '../x', 'do it'], /name must be/],
    [['series', 'pause'], /which series/],
    [['series', 'ID', 'frob'], /nothing that can be done to a series/],
    [['checkpoints', 'ID', 'frob'], /frob/],
    [['checkpoints', 'prune'], /--keep N/],
    [['serve', '--host', '0.0.0.0'], /without TLS.*--tls-cert FILE.*mkcert.*SSH tunnel/],
    [['serve', '--host', '0.0.0.0', '--tls-cert', 'c', '--tls-key', 'k'], /every network.*name the one address/i],
    [['serve', '--tls-cert', 'c', '--tls-key', 'k'], /--host/],
    [['serve', '--port', '70000'], /65535/],
    [['attach'], /no terminal/],
  ])('%j', async (words, said) => {
    const dataDir = join(folder, 'data')
    const { code, out, err } = await baton(...words, '--data-dir', dataDir)
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err).toMatch(said)
    expect(existsSync(dataDir)).toBe(false)
  })
})

it('makes dev-docs without a core and says how to go on', async () => {
  const made = await baton('init', '--task', 'tidy-api', 'Give every route', 'a typed error', '--json')
  expect(made).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(made.out)).toMatchObject({ type: 'init', task: 'tidy-api', at: expect.any(String) })
  expect(JSON.parse(made.out).files).toHaveLength(3)
  const again = await baton('init', '--task', 'tidy-api', 'Give every route')
  expect(again.code).toBe(1)
  expect(again.err).toMatch(/exist already.*baton run/)
})

it('says how to start a core when there is none to open', async () => {
  const opened = await baton('open', '--data-dir', join(folder, 'none'))
  expect(opened).toMatchObject({ code: 1, out: '' })
  expect(opened.err).toMatch(/^baton: baton core: none is running.+`baton serve`/)
})

it('says that no core is running when there is none to quit', async () => {
  expect(await baton('quit', '--data-dir', join(folder, 'none'))).toMatchObject({
    code: 0,
    out: 'No core is running.\n',
  })
  const json = await baton('--json', '--data-dir', join(folder, 'none'), 'quit')
  expect(JSON.parse(json.out)).toMatchObject({ type: 'quit' })
})

it('checks what a run depends on, and ends with 1 when something is in the way', async () => {
  const { code, out } = await baton('doctor', '--project', '.', '--json', '--data-dir', join(folder, 'data'))
  const checks = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; name: string; ok: string; remedy: string })
  expect(code).toBe(1)
  expect(new Set(checks.map((check) => check.type))).toEqual(new Set(['check']))
  const names = checks.map((check) => check.name)
  expect(names).toEqual(
    expect.arrayContaining([
      'node',
      'claude',
      'folder trusted',
      'login',
      'hooks allowed',
      'git',
      'data folder',
      'port',
    ]),
  )
  expect(checks.find((check) => check.name === 'claude')).toMatchObject({ ok: 'problem' })
  for (const check of checks.filter(({ ok }) => ok !== 'ok')) expect(check.remedy).not.toBe('')
})
