import { lstat, mkdir, realpath, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { failure, success, type Outcome } from '../../contract/problem.ts'
import { fieldsOf, gitIn, lineOf, type Git } from './git.ts'
import { findRepository } from './repository.ts'
import type { Content } from './snapshot.ts'

export interface RestoreRequest {
  project: string
  checkpoint: { commit: string | null; contents: Content[] }
  /** Exactly one of the two. */
  branch?: string
  /** Absolute, or relative to the project's parent folder; must not exist. */
  folder?: string
}

export interface Restored {
  branch: string | null
  /** Real path. */
  folder: string | null
  files: number
}

/** Checking out a large work tree takes longer than looking at it. */
const RESTORE_LIMIT_MS = 600_000

/**
 * Puts a checkpoint into a new branch, which is not checked out, or into a new folder: a detached git worktree, or the stored
 * dev-docs where there is no commit. Overwrites nothing; HEAD, index and work tree stay. Problems: `restore-target`,
 * `branch-invalid`, `branch-exists`, `folder-invalid`, `folder-exists`, `no-ref`, `no-repository`, `restore-failed`.
 */
export async function restoreCheckpoint(request: RestoreRequest): Promise<Outcome<Restored>> {
  const { branch, folder } = request
  if (branch !== undefined && folder === undefined) return restoreBranch(request, branch)
  if (folder !== undefined && branch === undefined) return restoreFolder(request, folder)
  return failure('restore-target', 'restore', 'needs a place', 'name either a new branch or a new folder')
}

async function restoreBranch(request: RestoreRequest, branch: string): Promise<Outcome<Restored>> {
  const { commit } = request.checkpoint
  if (commit === null)
    return failure('no-ref', 'checkpoint', 'holds files only, no commit', 'restore it into a new folder instead')
  const found = await findRepository(request.project, gitIn(request.project))
  if (!found.ok) return found
  const git = gitIn(found.value.top)
  const ref = `refs/heads/${branch}`
  if (branch.startsWith('-') || branch === 'HEAD' || (await git(['check-ref-format', ref])).code !== 0)
    return failure('branch-invalid', JSON.stringify(branch), 'is no branch name', 'choose a name like "before-cycle-3"')
  if (lineOf(await git(['rev-parse', '--verify', '-q', ref])) !== null)
    return failure('branch-exists', branch, 'is a branch already', 'choose a new name')
  const files = await countFiles(git, commit)
  if (files === null) return gone(commit)
  // An empty old value: the ref is made only if it is still not there.
  const made = await git(['update-ref', '-m', 'baton restore', ref, commit, ''])
  if (made.code !== 0) return failure('restore-failed', branch, made.why, 'choose another name')
  return success({ branch, folder: null, files })
}

async function restoreFolder(request: RestoreRequest, wanted: string): Promise<Outcome<Restored>> {
  const place = await newFolder(request.project, wanted)
  if (!place.ok) return place
  const folder = place.value
  const { commit, contents } = request.checkpoint
  const found = await findRepository(request.project, gitIn(request.project))
  if (commit === null || (!found.ok && found.problem.cause.startsWith('not a git repository')))
    return writeContents(folder, contents)
  if (!found.ok) return found
  const git = gitIn(found.value.top, RESTORE_LIMIT_MS)
  const files = await countFiles(git, commit)
  if (files === null) return gone(commit)
  const added = await git(['worktree', 'add', '--detach', folder, commit])
  if (added.code !== 0) return failure('restore-failed', folder, added.why, 'choose another folder')
  return success({ branch: null, folder, files })
}

/** The real path of a folder that is still to be made. */
async function newFolder(project: string, wanted: string): Promise<Outcome<string>> {
  const invalid = (cause: string) =>
    failure('folder-invalid', JSON.stringify(wanted), cause, 'name a new folder in a folder that exists')
  // oxlint-disable-next-line no-control-regex -- no path of a person holds one
  if (wanted === '' || /[\u0000-\u001f]/.test(wanted)) return invalid('is no path')
  if (wanted.split(/[/\\]/).includes('..')) return invalid('climbs with ".."')
  const full = path.resolve(path.dirname(path.resolve(project)), wanted)
  const parent = await realpath(path.dirname(full)).catch(() => null)
  if (parent === null) return invalid('lies in a folder that is not there')
  const folder = path.join(parent, path.basename(full))
  if (folder.split(path.sep).includes('.git')) return invalid("lies in git's own folder")
  const there = await lstat(folder).catch(() => null)
  return there ? failure('folder-exists', folder, 'is there already', 'name a new folder') : success(folder)
}

/** Whether a stored path stays inside the folder it is written to. */
export function safeContentPath(name: string): boolean {
  const parts = name.split('/')
  return !/[\\:\0]/.test(name) && parts.every((part) => part !== '' && part !== '.' && part !== '..' && part !== '.git')
}

async function writeContents(folder: string, contents: Content[]): Promise<Outcome<Restored>> {
  const unsafe = contents.find((content) => !safeContentPath(content.path))
  if (unsafe)
    return failure('restore-failed', JSON.stringify(unsafe.path), 'leads out of the folder', 'do not trust this store')
  try {
    await mkdir(folder)
    for (const content of contents) {
      const full = path.join(folder, content.path)
      // oxlint-disable-next-line no-await-in-loop -- a handful of files
      await mkdir(path.dirname(full), { recursive: true })
      // oxlint-disable-next-line no-await-in-loop -- as above
      await writeFile(full, content.text, { flag: 'wx' })
    }
    return success({ branch: null, folder, files: contents.length })
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    return failure('restore-failed', folder, error.message, 'see that your user can write there')
  }
}

async function countFiles(git: Git, commit: string): Promise<number | null> {
  const listed = await git(['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit])
  return listed.code === 0 ? fieldsOf(listed).length : null
}

function gone(commit: string) {
  return failure('no-ref', commit, 'is not in the repository any more', 'restore another checkpoint')
}
