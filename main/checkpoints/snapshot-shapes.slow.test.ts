import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { git, newFolder, newRepository, put, putDevDocs, userView } from './fixture.ts'
import { takeSnapshot, type Snapshot } from './snapshot.ts'

/** Made by each hook that runs. */
const hookRan = path.join(newFolder(), 'hook-ran')

/** Each gives the project of a repository of that shape, with something staged, changed and new in it. */
const SHAPES: Record<string, () => string> = {
  'a plain repository': () => changed(newRepository()),
  'a detached HEAD': () => {
    const top = newRepository()
    git(top, 'checkout', '-q', '--detach')
    return changed(top)
  },
  'a project in a subfolder': () => {
    const top = changed(newRepository())
    mkdirSync(path.join(top, 'packages/app'), { recursive: true })
    return path.join(top, 'packages/app')
  },
  'a linked worktree': () => {
    const linked = path.join(newFolder(), 'linked')
    git(newRepository(), 'worktree', 'add', '-q', '-b', 'other', linked)
    return changed(linked)
  },
  'failing hooks and commit signing on': () => {
    const top = newRepository()
    const names = ['pre-commit', 'commit-msg', 'post-commit', 'reference-transaction', 'post-index-change']
    for (const name of names) {
      const hook = put(top, `.git/hooks/${name}`, `#!/bin/sh\ntouch ${hookRan}\nexit 1\n`)
      chmodSync(hook, 0o755)
    }
    git(top, 'config', 'commit.gpgsign', 'true')
    git(top, 'config', 'gpg.program', '/bin/false')
    const monitor = put(top, '.git/monitor', `#!/bin/sh\ntouch ${hookRan}\nexit 1\n`)
    chmodSync(monitor, 0o755)
    put(top, 'a.txt', 'two\n')
    put(top, 'new.txt', 'new\n')
    git(top, 'config', 'core.fsmonitor', monitor)
    return top
  },
  'index.lock held by somebody': () => {
    const top = changed(newRepository())
    writeFileSync(path.join(top, '.git/index.lock'), '')
    return top
  },
  'a sparse checkout': () => {
    const top = newRepository()
    put(top, 'kept/k.txt', 'k\n')
    put(top, 'out/o.txt', 'o\n')
    git(top, 'add', '-A')
    git(top, 'commit', '-q', '-m', 'Folders')
    git(top, 'sparse-checkout', 'set', '--cone', '--sparse-index', 'kept', 'dev')
    return changed(top)
  },
  'a split index': () => {
    const top = newRepository()
    git(top, 'update-index', '--split-index')
    return changed(top)
  },
  'a merge with a conflict': () => {
    const top = newRepository()
    git(top, 'checkout', '-q', '-b', 'theirs')
    put(top, 'a.txt', 'theirs\n')
    git(top, 'commit', '-qam', 'Theirs')
    git(top, 'checkout', '-q', 'main')
    put(top, 'a.txt', 'ours\n')
    git(top, 'commit', '-qam', 'Ours')
    expect(() => git(top, 'merge', 'theirs')).toThrow('git merge theirs')
    put(top, 'a.txt', 'two\n')
    put(top, 'new.txt', 'new\n')
    return top
  },
  'safecrlf and attributes that convert': () => {
    const top = changed(newRepository())
    git(top, 'config', 'core.safecrlf', 'true')
    git(top, 'config', 'core.autocrlf', 'true')
    return top
  },
}

function changed(top: string): string {
  put(top, 'staged.txt', 'staged\n')
  git(top, 'add', 'staged.txt')
  put(top, 'a.txt', 'two\n')
  put(top, 'new.txt', 'new\n')
  return top
}

function snapshot(project: string, more: Partial<Parameters<typeof takeSnapshot>[0]> = {}): Promise<Snapshot> {
  const docs = putDevDocs(project)
  return takeSnapshot({ project, seriesId: '01S', n: 1, docs, message: 'Checkpoint 1', mask: true, ...more })
}

describe.each(Object.entries(SHAPES))('in %s', (_name, make) => {
  it('keeps the work tree on a ref and moves nothing of the user’s', async () => {
    const project = make()
    putDevDocs(project)
    const before = userView(project)
    // The user's own git, in `userView`, does run hooks.
    rmSync(hookRan, { force: true })
    const taken = await snapshot(project)
    expect(existsSync(hookRan)).toBe(false)
    expect(userView(project)).toEqual(before)
    expect(taken).toMatchObject({ ref: 'refs/baton/01S/1', refProblem: null, masked: [] })
    expect(git(project, 'rev-parse', 'refs/baton/01S/1').trim()).toBe(taken.commit)
    expect(taken.headCommit).toBe(before['head']?.trim())
    const show = (name: string) => git(project, 'show', `${taken.ref}:${name}`)
    expect(show('a.txt')).toBe('two\n')
    expect(show('new.txt')).toBe('new\n')
    expect(git(project, 'show', `${taken.ref}:./dev/active/t/t-tasks.md`)).toContain('Second thing')
    expect(git(project, 'log', '-1', '--format=%an <%ae>|%cn|%P|%s', 'refs/baton/01S/1').trim()).toBe(
      `Baton <baton@localhost>|Baton|${taken.headCommit}|Checkpoint 1`,
    )
  })
})

it('works in a repository without a commit', async () => {
  const project = newFolder()
  git(project, 'init', '-q')
  put(project, 'new.txt', 'new\n')
  putDevDocs(project)
  const before = userView(project)
  const taken = await snapshot(project)
  expect(userView(project)).toEqual(before)
  expect(taken).toMatchObject({ ref: 'refs/baton/01S/1', headCommit: null, branch: 'main' })
  expect(git(project, 'log', '--format=%P', 'refs/baton/01S/1').trim()).toBe('')
  expect(git(project, 'show', 'refs/baton/01S/1:new.txt')).toBe('new\n')
})

it('keeps a submodule’s commit and says when it holds more', async () => {
  const project = newRepository()
  git(project, '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', newRepository(), 'sub')
  git(project, 'commit', '-q', '-m', 'Submodule')
  put(project, 'sub/a.txt', 'changed\n')
  putDevDocs(project)
  const before = userView(project)
  const taken = await snapshot(project)
  expect(userView(project)).toEqual(before)
  const inside = git(path.join(project, 'sub'), 'rev-parse', 'HEAD').trim()
  expect(git(project, 'ls-tree', 'refs/baton/01S/1', 'sub')).toContain(`160000 commit ${inside}`)
  expect(taken.skipped).toContainEqual({ path: 'sub', why: expect.stringContaining('submodule') })
})

it('has files only where there is no repository, and says so', async () => {
  const project = newFolder()
  const taken = await snapshot(project)
  expect(taken).toMatchObject({ ref: null, commit: null, refProblem: 'not a git repository' })
  expect(taken.contents.map((content) => content.path)).toEqual(taken.files.map((file) => file.path))
  expect(taken.files).toHaveLength(3)
})

it('takes a folder that an outer repository ignores for no repository', async () => {
  const top = newRepository()
  put(top, '.gitignore', 'work/\n')
  mkdirSync(path.join(top, 'work'))
  const taken = await snapshot(path.join(top, 'work'))
  expect(taken.refProblem).toContain('ignores the folder')
})

it('says why when the repository takes no ref', async () => {
  const project = newRepository()
  put(project, '.git/refs/baton', 'in the way\n')
  const before = userView(project)
  const taken = await snapshot(project)
  expect(taken.ref).toBeNull()
  expect(taken.refProblem).toContain('refs/baton')
  expect(taken.files).toHaveLength(3)
  expect(userView(project)['bytes']).toBe(before['bytes'])
})

it('says why when the repository takes no objects', async () => {
  const project = newRepository()
  // A file where each folder of objects would be made: refused even to root.
  for (let n = 0; n < 256; n += 1) {
    const folder = path.join(project, '.git/objects', n.toString(16).padStart(2, '0'))
    if (!existsSync(folder)) writeFileSync(folder, '')
  }
  putDevDocs(project)
  const before = userView(project)
  const taken = await snapshot(project)
  expect(taken).toMatchObject({
    ref: null,
    commit: null,
    refProblem: 'unable to create temporary file: Not a directory',
  })
  expect(userView(project)).toEqual(before)
})

it('leaves a repository that stands in the place of a tracked file', async () => {
  const project = newRepository()
  put(project, 'z.txt', 'one\n')
  rmSync(path.join(project, 'a.txt'))
  mkdirSync(path.join(project, 'a.txt'))
  git(path.join(project, 'a.txt'), 'init', '-q')
  const taken = await snapshot(project)
  expect(taken.refProblem).toBeNull()
  expect(taken.skipped).toEqual([{ path: 'a.txt/', why: 'a git repository of its own' }])
  expect(git(project, 'show', `${taken.ref}:z.txt`)).toBe('one\n')
})

it.skipIf(process.getuid?.() === 0)('keeps the rest when a file cannot be read', async () => {
  const project = newRepository()
  put(project, 'z.txt', 'one\n')
  git(project, 'add', '-A')
  chmodSync(put(project, 'a.txt', 'two\n'), 0o000)
  chmodSync(put(project, 'new.txt', 'x'), 0o000)
  put(project, 'z.txt', 'two\n')
  const taken = await snapshot(project)
  expect(taken.refProblem).toBeNull()
  expect(taken.skipped).toEqual([
    { path: 'a tracked file', why: expect.stringContaining('a.txt') },
    { path: 'new.txt', why: 'cannot be read (EACCES)' },
  ])
  expect(git(project, 'show', `${taken.ref}:z.txt`)).toBe('two\n')
  expect(git(project, 'show', `${taken.ref}:a.txt`)).toBe('one\n')
})

it('goes on with files only when git is out of time', async () => {
  const project = newRepository()
  put(project, 'slow.bin', 'x')
  put(project, '.gitattributes', '*.bin filter=slow\n')
  const mark = path.join(newFolder(), 'filter-ran')
  git(project, 'config', 'filter.slow.clean', `echo $$ > ${mark}; exec sleep 60`)
  let taken = await snapshot(project, { limitMs: 1_000 })
  // On a busy machine time may be out before git has come to the filter.
  for (let limitMs = 2_000; !existsSync(mark) && limitMs < 20_000; limitMs *= 2)
    // oxlint-disable-next-line no-await-in-loop -- the next one only if this one was too short
    taken = await snapshot(project, { limitMs })
  expect(taken).toMatchObject({ ref: null, headCommit: expect.any(String) })
  expect(taken.refProblem).toMatch(/did not end within \d+ s/)
  // The filter was in git's process group and must not live on.
  const filter = Number(readFileSync(mark, 'utf8'))
  await expect.poll(() => runs(filter), { timeout: 10_000 }).toBe(false)
})

it('replaces its own ref when it is taken again', async () => {
  const project = newRepository()
  const first = await snapshot(project)
  put(project, 'a.txt', 'three\n')
  const second = await snapshot(project)
  expect(second.commit).not.toBe(first.commit)
  expect(git(project, 'show', 'refs/baton/01S/1:a.txt')).toBe('three\n')
})

/** False for a zombie, too: who takes it away is not ours to say. */
function runs(pid: number): boolean {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim()
  return state !== '' && !state.startsWith('Z')
}
