import { chmodSync } from 'node:fs'
import path from 'node:path'
import { expect, it, vi } from 'vitest'
import { newFolder, newRepository, put } from './fixture.ts'
import { fieldsOf, gitIn, lineOf } from './git.ts'

it('gives output, and the reason of a failure in one line', async () => {
  const git = gitIn(newRepository())
  expect(lineOf(await git(['rev-parse', '--abbrev-ref', 'HEAD']))).toBe('main')
  expect(await git(['rev-parse', '--verify', 'nothing'])).toMatchObject({ code: 128, why: 'Needed a single revision' })
})

it('passes input in and cuts output at its limit', async () => {
  const git = gitIn(newRepository(), undefined, 10)
  const stripped = await git(['stripspace'], { input: 'x'.repeat(20) })
  expect(stripped).toMatchObject({ code: 0, truncated: true })
  expect(stripped.stdout.toString()).toBe('x'.repeat(10))
})

it('passes on little of the environment', async () => {
  vi.stubEnv('GIT_DIR', '/nowhere')
  vi.stubEnv('BATON_TEST_SECRET', 'x')
  const folder = newRepository()
  const seen = await gitIn(folder)(['-c', 'alias.seen=!env', 'seen'])
  vi.stubEnv('GIT_DIR', undefined)
  expect(seen.stdout.toString()).toContain('GIT_OPTIONAL_LOCKS=0')
  expect(seen.stdout.toString()).not.toMatch(/BATON_TEST_SECRET|GIT_DIR=\/nowhere/)
})

it('says when git is missing, and splits fields at NUL', async () => {
  const bin = newFolder()
  chmodSync(bin, 0o755)
  const before = process.env['PATH']
  vi.stubEnv('PATH', path.join(bin, 'empty'))
  const result = await gitIn(bin)(['version'])
  vi.stubEnv('PATH', before)
  expect(result).toMatchObject({ code: null, why: expect.stringMatching(/^git cannot be run/) })
  const folder = newRepository()
  put(folder, 'b\nc', '')
  const listed = await gitIn(folder)(['ls-files', '-z', '-c', '-o'])
  expect(fieldsOf(listed).map(String).toSorted()).toEqual(['a.txt', 'b\nc'])
})
