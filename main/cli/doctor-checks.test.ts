import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checkDataFolder, checkGit, checkNode, checkPort } from './doctor-checks.ts'
import { checkLines } from './render/checks.ts'
import { paintLine } from './render/line.ts'
import { PLAIN } from './render/samples.ts'

const folder = mkdtempSync(join(tmpdir(), 'baton-doctor-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const ENV = { PATH: process.env.PATH ?? '', HOME: folder }

it.each([
  ['22.22.0', 'ok'],
  ['24.1.0', 'ok'],
  ['22.21.9', 'problem'],
  ['20.19.0', 'problem'],
])('Node %s: %s', (version, ok) => expect(checkNode(version).ok).toBe(ok))

describe('git', () => {
  it('is a warning outside a repository and fine inside', async () => {
    expect(await checkGit(folder, ENV)).toMatchObject({ ok: 'warning', remedy: expect.stringContaining('git init') })
    execFileSync('git', ['init', '-q'], { cwd: folder, env: ENV })
    expect(await checkGit(folder, ENV)).toMatchObject({ ok: 'ok', remedy: '' })
  })

  it('is a problem when it is missing', async () => {
    expect(await checkGit(folder, { PATH: '/nowhere' })).toMatchObject({ ok: 'problem', remedy: 'install git' })
  })
})

it('judges a data folder that is not there yet by the one it will be made in', async () => {
  const checks = await checkDataFolder(join(folder, 'not', 'there'))
  expect(checks.map((check) => check.name)).toEqual(['data folder', 'file system', 'free space'])
  expect(checks[0]).toMatchObject({ ok: 'ok' })
})

it('names a file that stands where the data folder is to be made', async () => {
  const file = join(folder, 'a-file')
  writeFileSync(file, '')
  const [check] = await checkDataFolder(join(file, 'data'))
  expect(check).toMatchObject({ ok: 'problem', said: `${file} is a file, not a folder` })
  expect(check?.remedy).toContain('--data-dir')
})

describe('the port', () => {
  it('is named with its holder, and is fine when this core holds it', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    expect(await checkPort(port, null)).toMatchObject({ ok: 'warning', said: expect.stringMatching(/used by/) })
    expect(await checkPort(port, process.pid)).toMatchObject({
      said: expect.stringMatching(/this core|another program/),
    })
    await new Promise((resolve) => server.close(resolve))
    expect(await checkPort(port, null)).toEqual({ name: 'port', ok: 'ok', said: `${port} is free`, remedy: '' })
  })
})

it('puts the way out under each finding and one sentence at the end', () => {
  const checks = [
    { name: 'git', ok: 'ok' as const, said: 'git 2.39', remedy: '' },
    { name: 'login', ok: 'problem' as const, said: 'not logged in', remedy: 'run `claude` and log in with /login' },
  ]
  expect(checkLines(checks, 60).map((line) => paintLine(line, PLAIN))).toEqual([
    '  ✔ git              git 2.39',
    '  ✖ login            not logged in',
    '                     Run `claude` and log in with /login.',
    '',
    '1 thing to mend before a run.',
  ])
  expect(checkLines(checks.slice(0, 1), 60).at(-1)).toMatchObject([{ text: 'Ready.' }])
})
