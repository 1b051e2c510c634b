import { mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { failure, success, type Outcome } from '../../contract/problem.ts'
import { lineOf, type Git } from './git.ts'
import type { Repository } from './repository.ts'
import { lookAround } from './look-around.ts'
import type { Skipped } from './untracked.ts'

/** A file whose content in the tree is given, whatever lies on disk. */
export interface Overlay {
  /** Relative to the top of the work tree, with `/`. */
  path: string
  text: string
}

/**
 * Writes the whole work tree as a git tree by way of a temporary index, so that nothing of the user's moves. `git` must run
 * in the top folder. Problem: `snapshot-failed` with git's words as the cause. With `scratch` the objects go to a
 * folder that is removed again after `use`.
 */
export async function withWorkTree<T>(
  repository: Repository,
  git: Git,
  options: { overlays: Overlay[]; scratch: boolean },
  use: (tree: string, skipped: Skipped[], git: Git) => Promise<T>,
): Promise<Outcome<T>> {
  try {
    return await inFolder(repository, git, options, use)
  } catch (error) {
    // A full or unwritable disk; anything else is a bug.
    if (!(error instanceof Error && 'syscall' in error)) throw error
    return snapshotFailed(repository, error.message)
  }
}

async function inFolder<T>(
  repository: Repository,
  git: Git,
  options: { overlays: Overlay[]; scratch: boolean },
  use: (tree: string, skipped: Skipped[], git: Git) => Promise<T>,
): Promise<Outcome<T>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'baton-index-'))
  try {
    const env: Record<string, string> = { GIT_INDEX_FILE: path.join(folder, 'index') }
    if (options.scratch) Object.assign(env, await scratchObjects(folder, git))
    const inside: Git = (args, more) => git(args, { ...more, env: { ...env, ...more?.env } })
    await copyIndex(path.join(repository.gitDir, 'index'), path.join(folder, 'index'))
    const written = await writeTree(repository, inside, options.overlays)
    return written.ok ? success(await use(written.value.tree, written.value.skipped, inside)) : written
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function writeTree(
  repository: Repository,
  git: Git,
  overlays: Overlay[],
): Promise<Outcome<{ tree: string; skipped: Skipped[] }>> {
  // Exit code 1 with --ignore-errors: some file could not be read; the others are in the index.
  const [update, blobs] = await Promise.all([
    git(['add', '-u', '--ignore-errors']),
    blobsOf(repository.top, git, overlays),
  ])
  if (update.code !== 0 && update.code !== 1) return snapshotFailed(repository, update.why)
  if (!blobs.ok) return snapshotFailed(repository, blobs.why)
  const partly = update.code === 1 ? [{ path: 'a tracked file', why: update.why }] : []
  const seen = await lookAround(repository.top, git)
  if (seen.why !== null) return snapshotFailed(repository, seen.why)
  if (seen.taken.length > 0) {
    const input = Buffer.concat(seen.taken.flatMap((name) => [name, NUL]))
    const added = await git(['update-index', '--add', '--remove', '-z', '--stdin'], { input })
    if (added.code !== 0) return snapshotFailed(repository, added.why)
  }
  if (overlays.length > 0) {
    const input = overlays.map(({ path: name }, n) => `100644 ${blobs.ids[n] ?? ''}\t${name}\0`).join('')
    const put = await git(['update-index', '-z', '--index-info'], { input })
    if (put.code !== 0) return snapshotFailed(repository, put.why)
  }
  const tree = await git(['write-tree'])
  const id = lineOf(tree)
  if (id === null) return snapshotFailed(repository, tree.why)
  return success({ tree: id, skipped: [...seen.submodules, ...partly, ...seen.skipped] })
}

const NUL = Buffer.from([0])

type Blobs = { ok: true; ids: string[] } | { ok: false; why: string }

/**
 * Ids of the overlays as written objects, in their order. Those that lie on disk as they are given go to one git together; whether
 * they did is seen after it has read them.
 */
async function blobsOf(top: string, git: Git, overlays: Overlay[]): Promise<Blobs> {
  // A line that git would read otherwise than as a path.
  const plain = overlays.every((overlay) => !/^"|\n/.test(overlay.path))
  const input = overlays.map((overlay) => `${overlay.path}\n`).join('')
  const together = plain && input !== '' ? await git(['hash-object', '-w', '--stdin-paths'], { input }) : null
  const read = together?.code === 0 ? together.stdout.toString().split('\n') : []
  const ids: string[] = []
  for (const [n, overlay] of overlays.entries()) {
    // oxlint-disable-next-line no-await-in-loop -- three files
    const id = (await liesThere(top, overlay)) ? read[n] : undefined
    // oxlint-disable-next-line no-await-in-loop -- seldom more than one
    const blob = id === undefined ? await blobOf(git, overlay) : { ok: true as const, id }
    if (!blob.ok) return blob
    ids.push(blob.id)
  }
  return { ok: true, ids }
}

async function liesThere(top: string, overlay: Overlay): Promise<boolean> {
  const there = await readFile(path.join(top, overlay.path)).catch(() => null)
  return there !== null && there.equals(Buffer.from(overlay.text))
}

async function blobOf(git: Git, overlay: Overlay): Promise<{ ok: true; id: string } | { ok: false; why: string }> {
  const blob = await git(['hash-object', '-w', '--stdin', '--path', overlay.path], { input: overlay.text })
  const id = lineOf(blob)
  return id === null ? { ok: false, why: blob.why } : { ok: true, id }
}

/**
 * The copy must not look newer than the original: git takes entries as old as the index for doubtful and compares their
 * content. The time is taken before the bytes and cut to the second, which only makes git compare more.
 */
async function copyIndex(from: string, to: string): Promise<void> {
  try {
    const { mtimeMs } = await stat(from)
    await writeFile(to, await readFile(from), { mode: 0o600 })
    const seconds = Math.floor(mtimeMs / 1000)
    await utimes(to, seconds, seconds)
  } catch (error) {
    // A repository without an index is empty or was never added to.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}

async function scratchObjects(folder: string, git: Git): Promise<Record<string, string>> {
  const objects = lineOf(await git(['rev-parse', '--path-format=absolute', '--git-path', 'objects'])) ?? ''
  await mkdir(path.join(folder, 'objects'))
  return { GIT_OBJECT_DIRECTORY: path.join(folder, 'objects'), GIT_ALTERNATE_OBJECT_DIRECTORIES: objects }
}

function snapshotFailed(repository: Repository, cause: string) {
  return failure(
    'snapshot-failed',
    repository.top,
    cause || 'git gave no reason',
    'the dev-docs are kept; see that git can add the work tree',
  )
}
