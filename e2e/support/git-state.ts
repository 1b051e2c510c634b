import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Project } from './project.ts'

/** All of a repository that is the user's own. */
export interface GitState {
  head: string
  branch: string
  refs: string
  stash: string
  staged: string
  status: string
  history: string
  /** sha256 of `.git/index`, byte for byte. */
  index: string
  /** sha256 of the work tree's changes against HEAD. */
  work: string
}

/** Reads only: no git call of it refreshes the index. */
export function gitState(project: Project): GitState {
  const git = (...args: string[]): string => project.git('--no-optional-locks', ...args)
  return {
    index: sha256(readFileSync(join(project.path, '.git/index'))),
    head: git('rev-parse', 'HEAD'),
    branch: git('symbolic-ref', 'HEAD'),
    refs: git('for-each-ref', 'refs/heads', 'refs/tags', 'refs/remotes', 'refs/stash'),
    stash: git('stash', 'list'),
    staged: git('diff', '--cached'),
    status: git('status', '--porcelain', '--untracked-files=all'),
    history: git('log', '--branches', '--tags', '--remotes', '--format=%H %D'),
    work: sha256(Buffer.from(git('diff', 'HEAD'))),
  }
}

/** What no run may ever change, whatever it writes into the work tree. */
export function kept({ head, branch, refs, stash, staged, history, index }: GitState): Partial<GitState> {
  return { head, branch, refs, stash, staged, history, index }
}

/** Gives a repository all that can be lost: a branch, a tag, a stash, a staged, a changed and an untracked file. */
export function liveIn(project: Project): void {
  const write = (name: string, text: string): void => writeFileSync(join(project.path, name), text)
  project.git('branch', 'aside')
  project.git('tag', 'start')
  write('README.md', '# Put aside\n')
  project.git('stash', 'push', '--quiet')
  write('staged.txt', 'staged\n')
  project.git('add', 'staged.txt')
  write('README.md', '# Being changed\n')
  write('untracked.txt', 'untracked\n')
}

/** Refs of the checkpoints of a series, by their numbers. */
export function checkpointRefs(project: Project, series: string): string[] {
  return project
    .git('for-each-ref', '--format=%(refname)', '--sort=version:refname', `refs/baton/${series}`)
    .split('\n')
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
