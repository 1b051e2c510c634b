import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { findClaude, KNOWN_VERSION } from './find.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'baton-find-'))
  return () => rm(root, { recursive: true })
})

async function program(path: string, script: string): Promise<string> {
  const file = join(root, path)
  await mkdir(join(file, '..'), { recursive: true })
  await writeFile(file, `#!/bin/sh\n${script}\n`)
  await chmod(file, 0o755)
  return file
}

const PATH = (...folders: string[]) =>
  [...folders.map((folder) => join(root, folder)), '/usr/bin', '/bin'].join(delimiter)

describe('findClaude', () => {
  it('finds the real one and knows its version', async () => {
    const env = { PATH: resolve('node_modules/.bin'), HOME: root }
    expect(await findClaude({ env })).toEqual({
      ok: true,
      value: { path: resolve('node_modules/.bin/claude'), version: KNOWN_VERSION, warning: null },
    })
  })

  it('takes the first program on the PATH, not a folder or a plain file', async () => {
    await mkdir(join(root, 'a', 'claude'), { recursive: true })
    await chmod(await program('b/claude', ''), 0o644)
    const file = await program('c/claude', 'echo "9.0.1 (Claude Code)"')
    await program('d/claude', 'echo "9.0.2 (Claude Code)"')
    const found = await findClaude({ env: { PATH: PATH('a', 'b', 'c', 'd') } })
    expect(found).toMatchObject({ ok: true, value: { path: file, version: '9.0.1' } })
    expect(found).toMatchObject({ value: { warning: expect.stringContaining(KNOWN_VERSION) } })
  })

  it('asks with an environment built from nothing', async () => {
    const file = await program(
      'claude',
      `/usr/bin/env > '${join(root, 'seen')}'; echo "${KNOWN_VERSION} (Claude Code)"`,
    )
    await findClaude({ claudePath: file, env: { PATH: '/bin', HOME: root, ANTHROPIC_API_KEY: 'k', CLAUDECODE: '1' } })
    const seen = await readFile(join(root, 'seen'), 'utf8')
    expect(seen).toContain(`HOME=${root}`)
    expect(seen).not.toMatch(/ANTHROPIC|CLAUDE/)
  })

  it.each([
    ['claude', 'PATH'],
    ['/nowhere/claude', 'no program'],
    ['./claude', 'not absolute'],
  ])('says why there is no %s and the way out', async (claudePath, why) => {
    expect(await findClaude({ claudePath, env: { PATH: PATH() } })).toMatchObject({
      ok: false,
      problem: {
        code: 'claude-missing',
        thing: claudePath,
        cause: expect.stringContaining(why),
        remedy: expect.stringContaining('--claude'),
      },
    })
  })

  it.each([
    ['exit 3', '(3)'],
    ['echo "codex 1.2.3"', 'as Claude Code does'],
  ])('refuses a program that does %s', async (script, why) => {
    const claudePath = await program('claude', script)
    expect(await findClaude({ claudePath, env: { PATH: PATH() } })).toMatchObject({
      ok: false,
      problem: { code: 'claude-broken', cause: expect.stringContaining(why) },
    })
  })
})
