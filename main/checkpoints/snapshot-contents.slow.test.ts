import { mkdirSync, symlinkSync, truncateSync, readFileSync, utimesSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { git, newRepository, put, putDevDocs, userView } from './fixture.ts'
import { takeSnapshot } from './snapshot.ts'

// Put together here so that no scanner takes this file for a leak.
const TOKEN = `ghp_${'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'}`

function snapshot(project: string, docs = putDevDocs(project), mask = true) {
  return takeSnapshot({ project, seriesId: '01S', n: 1, docs, message: 'Checkpoint 1', mask })
}

function names(project: string): string[] {
  return git(project, 'ls-tree', '-r', '--name-only', 'refs/baton/01S/1').trim().split('\n')
}

it('leaves out and lists what is ignored, secret-like, too large or a repository of its own', async () => {
  const project = newRepository()
  put(project, '.gitignore', 'built/\n*.log\n')
  put(project, 'built/out.js', 'x')
  put(project, 'x.log', 'x')
  for (const name of ['.env', '.env.local', 'deep/server.pem', 'id_ed25519', 'credentials.json'])
    put(project, name, 'x')
  put(project, '.env.example', 'NAME=\n')
  truncateSync(put(project, 'big.bin', ''), 5_000_001)
  mkdirSync(path.join(project, 'nested'))
  git(path.join(project, 'nested'), 'init', '-q')
  put(project, 'nested/n.txt', 'n')
  symlinkSync('/etc', path.join(project, 'link'))
  put(project, 'näme with "quotes"\n.txt', 'odd\n')
  const taken = await snapshot(project)
  const skipped = Object.fromEntries(taken.skipped.map(({ path, why }) => [path, why]))
  expect(skipped).toEqual({
    'built/': 'ignored by git',
    'x.log': 'ignored by git',
    'nested/': 'a git repository of its own',
    'big.bin': 'untracked and over 5 MB',
    '.env': 'its name looks like a secret',
    '.env.local': 'its name looks like a secret',
    'deep/server.pem': 'its name looks like a secret',
    id_ed25519: 'its name looks like a secret',
    'credentials.json': 'its name looks like a secret',
  })
  expect(names(project).filter((name) => !name.startsWith('dev/'))).toEqual([
    '.env.example',
    '.gitignore',
    'a.txt',
    'link',
    '"n\\303\\244me with \\"quotes\\"\\n.txt"',
  ])
  expect(git(project, 'ls-tree', 'refs/baton/01S/1', 'link')).toMatch(/^120000/)
})

it('stops at 200 MB of untracked files', async () => {
  const project = newRepository()
  for (let n = 0; n < 42; n += 1) truncateSync(put(project, `part-${String(n).padStart(2, '0')}`, ''), 4_900_000)
  const taken = await snapshot(project)
  expect(taken.ref).not.toBeNull()
  expect(taken.skipped).toEqual([
    { path: 'part-40', why: 'untracked files come to over 200 MB' },
    { path: 'part-41', why: 'untracked files come to over 200 MB' },
  ])
})

it('takes tracked files whatever their name, and deletions', async () => {
  const project = newRepository()
  put(project, '.env', 'A=1\n')
  put(project, 'gone.txt', 'x')
  git(project, 'add', '-A')
  git(project, 'commit', '-qm', 'More')
  put(project, '.env', 'A=2\n')
  git(project, 'rm', '-q', '--cached', 'gone.txt')
  git(project, 'rm', '-q', 'a.txt')
  await snapshot(project)
  expect(git(project, 'show', 'refs/baton/01S/1:.env')).toBe('A=2\n')
  expect(names(project)).toContain('gone.txt')
  expect(names(project)).not.toContain('a.txt')
})

it('sees an edit of the same size within the clock tick of the index', async () => {
  const project = newRepository()
  // The file as recent as the index, to the nanosecond; nothing but the content tells of the edit.
  git(project, 'config', 'core.trustctime', 'false')
  const tick = 1_700_000_000
  const [file, index] = [path.join(project, 'a.txt'), path.join(project, '.git/index')]
  utimesSync(file, tick, tick)
  git(project, 'update-index', '--refresh')
  put(project, 'a.txt', 'six\n')
  utimesSync(file, tick, tick)
  utimesSync(index, tick, tick)
  await snapshot(project)
  expect(git(project, 'show', 'refs/baton/01S/1:a.txt')).toBe('six\n')
})

it('masks a secret on the ref and in what is stored, not in the user’s file', async () => {
  const project = newRepository()
  const docs = putDevDocs(project, { context: `token ${TOKEN}\n` })
  git(project, 'add', '-A')
  const before = userView(project)
  const taken = await snapshot(project, docs)
  expect(userView(project)).toEqual(before)
  const name = 'dev/active/t/t-context.md'
  expect(taken.masked).toEqual([name])
  const kept = git(project, 'show', `refs/baton/01S/1:${name}`)
  expect(kept).toBe('token [github token masked by Baton]\n')
  expect(taken.contents.find((content) => content.path === name)?.text).toBe(kept)
  expect(readFileSync(path.join(project, name), 'utf8')).toContain(TOKEN)
  expect((await snapshot(project, docs, false)).masked).toEqual([])
})

it('holds the dev-docs even where git ignores them', async () => {
  const project = newRepository()
  put(project, '.gitignore', 'dev/\n')
  await snapshot(project)
  expect(names(project)).toContain('dev/active/t/t-plan.md')
})

it('has one hash over all files that changes with each of them', async () => {
  const project = newRepository()
  const first = await snapshot(project)
  expect((await snapshot(project)).sha256).toBe(first.sha256)
  const other = await snapshot(project, putDevDocs(project, { plan: '# Other\n' }))
  expect(other.sha256).not.toBe(first.sha256)
  expect(other.files[0]).toMatchObject({ path: 'dev/active/t/t-plan.md', bytes: 8 })
})
