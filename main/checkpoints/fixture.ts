import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, vi } from 'vitest'
import { parseBoxes } from './boxes.ts'
import { devDocsPaths, type DevDocs, type DevDocsFile } from './dev-docs.ts'

/** Set-up shared by this room's tests: real folders and repositories, gone after the file's last test. */
const made: string[] = []

/** A new empty folder, as its real path. */
export function newFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'baton-test-')))
  made.push(folder)
  return folder
}

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

/** Each test starts dozens of git processes; on a busy machine the default of 5 s is too short. Ms. */
vi.setConfig({ testTimeout: 60_000 })

/** A home without anybody's git configuration, for our git and the tests' own. */
const home = newFolder()
writeFileSync(
  path.join(home, '.gitconfig'),
  '[user]\n\tname = Ann\n\temail = ann@example.com\n[init]\n\tdefaultBranch = main\n',
)
vi.stubEnv('HOME', home)
vi.stubEnv('XDG_CONFIG_HOME', path.join(home, '.config'))

/** Runs git as the user would. Throws with git's words when it fails. */
export function git(folder: string, ...args: string[]): string {
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, LC_ALL: 'C', GIT_ALLOW_PROTOCOL: 'file' }
  return execFileSync('git', args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] }).toString()
}

export function put(folder: string, name: string, text: string): string {
  const full = path.join(folder, name)
  mkdirSync(path.dirname(full), { recursive: true })
  writeFileSync(full, text)
  return full
}

/** A repository with one commit of `a.txt`. */
export function newRepository(): string {
  const folder = newFolder()
  git(folder, 'init', '-q')
  put(folder, 'a.txt', 'one\n')
  git(folder, 'add', '-A')
  git(folder, 'commit', '-q', '-m', 'First')
  return folder
}

const PLAN = '# Plan\n'
const CONTEXT = '# Context\n\n## Next steps\n\n- Go on with box 2, the second thing\n'
const TASKS = '- [x] First thing\n- [ ] Second thing\n'

/** Writes dev-docs of the task `t`; gives them as `readDevDocs` would. */
export function putDevDocs(project: string, texts: { plan?: string; context?: string; tasks?: string } = {}): DevDocs {
  const all = { plan: PLAN, context: CONTEXT, tasks: TASKS, ...texts }
  const files = devDocsPaths(project, 't').map((file): DevDocsFile => {
    const text = all[file.role]
    put(project, file.path, text)
    return { ...file, text, sha256: createHash('sha256').update(text).digest('hex'), bytes: Buffer.byteLength(text) }
  })
  return { files, boxes: parseBoxes(all.tasks) }
}

/** All that must not move, as the user sees it. The index is read first: looking may refresh it. */
export function userView(folder: string): Record<string, string> {
  const index = path.join(git(folder, 'rev-parse', '--absolute-git-dir').trim(), 'index')
  const bytes = existsSync(index) ? readFileSync(index).toString('base64') : 'none'
  const ask = (...args: string[]) => {
    try {
      return git(folder, '--no-optional-locks', '-c', 'diff.autoRefreshIndex=false', ...args)
    } catch (error) {
      return String(error)
    }
  }
  return {
    bytes,
    head: ask('rev-parse', 'HEAD'),
    symbolic: ask('symbolic-ref', 'HEAD'),
    status: ask('status', '--porcelain'),
    stash: ask('stash', 'list'),
    staged: ask('diff', '--cached'),
    unstaged: ask('diff'),
    log: ask('log', '--branches', '--tags', '--remotes', '--format=%H %D'),
    refs: ask('for-each-ref', 'refs/heads', 'refs/tags', 'refs/remotes', 'refs/stash'),
    worktrees: ask('worktree', 'list'),
  }
}
