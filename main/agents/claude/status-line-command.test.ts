import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { chainStatusLine, shellQuote, usersStatusLine } from './status-line-command.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'baton-status-')), 'it\'s $HOME; a "b" `c`')
  await mkdir(folder)
  file = join(folder, 'status.json')
  return () => rm(join(folder, '..'), { recursive: true })
})

/** Runs a line as the CLI does: `/bin/sh -c`, the reading on its standard input. */
function run(command: string, input: string): Promise<{ said: string; code: number }> {
  return new Promise((resolve) => {
    const child = execFile('/bin/sh', ['-c', command], { env: { PATH: '/usr/bin:/bin', HOME: '/x' } }, (error, said) =>
      resolve({ said, code: Number(error?.code ?? 0) }),
    )
    // A line that cannot keep the reading ends without taking it in; what it said and its code are what counts.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}

describe('chainStatusLine', () => {
  it('keeps the reading and shows what the user has', async () => {
    const own = `sed 's/.*"id":"\\([a-z]*\\)".*/it'"'"'s \\1/' # a comment`
    const line = chainStatusLine(file, { type: 'command', command: own, padding: 0 })
    expect(line).toMatchObject({ type: 'command', padding: 0 })
    expect(await run(line.command, '{"model":{"id":"opus"}}')).toEqual({ said: "it's opus", code: 0 })
    expect(await readFile(file, 'utf8')).toBe('{"model":{"id":"opus"}}')
    expect(await readdir(folder)).toEqual(['status.json'])
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  it("replaces an older reading and ends as the user's command ends", async () => {
    const line = chainStatusLine(file, { command: 'cat; exit 3' })
    await run(line.command, 'old and much longer')
    expect(await run(line.command, 'new')).toEqual({ said: 'new', code: 3 })
    expect(await readFile(file, 'utf8')).toBe('new')
  })

  it('shows a line of its own when there is none', async () => {
    const line = chainStatusLine(file, null)
    expect(await run(line.command, '{}')).toEqual({ said: 'Baton is watching this session\n', code: 0 })
    expect(await readFile(file, 'utf8')).toBe('{}')
  })

  it("is not broken by a user's command that is", async () => {
    const { code } = await run(chainStatusLine(file, { command: 'if (' }).command, 'kept')
    expect(code).not.toBe(0)
    expect(await readFile(file, 'utf8')).toBe('kept')
  })
})

describe('usersStatusLine', () => {
  it("is the strongest one that is not the organisation's", () => {
    const layer = (kind: 'user' | 'project' | 'local' | 'managed', command?: string) => ({
      file: kind,
      kind,
      settings: command === undefined ? {} : { statusLine: { command } },
    })
    const layers = [layer('user', 'u'), layer('project', 'p'), layer('local'), layer('managed', 'm')]
    expect(usersStatusLine(layers)).toEqual({ command: 'p' })
    expect(usersStatusLine([layer('user'), { file: 'x', kind: 'local', settings: null }])).toBeNull()
  })
})

it('quotes for a shell', async () => {
  const odd = 'a\'b"c $(d) \\ \n*'
  expect((await run(`printf %s ${shellQuote(odd)}`, '')).said).toBe(odd)
})
