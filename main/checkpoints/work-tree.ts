import { createHash } from 'node:crypto'
import { lstat, readdir } from 'node:fs/promises'
import path from 'node:path'
import { failure, success, type Outcome } from '../../contract/problem.ts'
import { fieldsOf, gitIn, type Git } from './git.ts'
import { emptyTree, findPlaces, findRepository } from './repository.ts'
import { withWorkTree } from './tree.ts'

/** Files looked at in a folder without git: enough for a source tree, bounded for a disk. */
const MAX_WALKED = 20_000
/** Folders that builds and tools fill; changes there are no work on the task. */
const NOT_WALKED = new Set(['.git', 'node_modules', '.venv', '__pycache__', 'target', 'dist', 'build'])

/** Commit and branch first, then each change in the whole work tree, paths from its top; not of the `dev` folder here. */
const STATUS = [
  'status',
  '--porcelain=v2',
  '-z',
  '--branch',
  '--no-ahead-behind',
  '--no-renames',
  '--untracked-files=all',
  '--ignore-submodules=none',
  '--',
  ':/',
  ':(exclude,literal)dev',
]

/**
 * A hash that changes with HEAD and with each edit outside the project's `dev/`: with git of the whole work tree around the
 * project but ignored files, else of the times and sizes of the files in the folder.
 */
export async function workTreeMark(project: string): Promise<string> {
  const hash = createHash('sha256')
  const git = gitIn(project)
  const [places, status] = await Promise.all([findPlaces(project, git), git(STATUS)])
  if (places.ok && status.code === 0) {
    const { top } = places.value
    for (const field of fieldsOf(status)) {
      hash.update(field)
      // oxlint-disable-next-line no-await-in-loop -- the order of the list is the hash's order
      if (field[0] !== HEADER) hash.update(await stampOf(Buffer.concat([Buffer.from(top + path.sep), pathOf(field)])))
    }
    return hash.digest('hex')
  }
  await walk(project, hash)
  return hash.digest('hex')
}

/**
 * Lines of `git diff --stat` from a commit (null: the empty tree) to a commit or to the work tree as it is now. Problems:
 * `no-repository`, `snapshot-failed`, `diff-failed`.
 */
export async function diffStat(
  project: string,
  fromCommit: string | null,
  toCommit: string | 'now',
): Promise<Outcome<string[]>> {
  const text = await gitDiff(project, fromCommit, toCommit, ['--stat=100', '-r', '--root'])
  return text.ok ? success(text.value.split('\n').filter((line) => line !== '')) : text
}

/** `git diff-tree` with these options; commands of the user's configuration are not run. Problems as `diffStat`. */
export async function gitDiff(
  project: string,
  from: string | null,
  to: string | 'now',
  options: string[],
): Promise<Outcome<string>> {
  const found = await findRepository(project, gitIn(project))
  if (!found.ok) return found
  const git = gitIn(found.value.top, undefined, MAX_DIFF_BYTES)
  const compare = async (tree: string, run: Git): Promise<Outcome<string>> => {
    const old = from ?? (await emptyTree(run))
    if (old === null) return failure('diff-failed', project, 'git names no empty tree', 'see that git works in it')
    const safe = ['--no-ext-diff', '--no-textconv', '--no-color', '-M', ...options]
    const diff = await run(['diff-tree', ...safe, old, tree, '--'])
    if (diff.code !== 0)
      return failure('diff-failed', project, diff.why, 'the checkpoint is pruned, or its repository was made anew')
    return success(diff.stdout.toString() + (diff.truncated ? '\n… cut here: the difference is over 8 MB\n' : ''))
  }
  if (to !== 'now') return compare(to, git)
  const now = await withWorkTree(found.value, git, { overlays: [], scratch: true }, (tree, _skipped, inside) =>
    compare(tree, inside),
  )
  return now.ok ? now.value : now
}

/** A page or terminal shows no more. */
const MAX_DIFF_BYTES = 8_000_000

/** First byte of a line on commit and branch: `#`. */
const HEADER = 35

/** The path in a field of `status --porcelain=v2 -z`: the 9th word of a changed entry, the 11th of an unmerged one. */
function pathOf(field: Buffer): Buffer {
  const spaces = { '1': 8, u: 10, '?': 1 }[String.fromCharCode(field[0] ?? 0)] ?? 0
  let at = 0
  for (let seen = 0; seen < spaces; seen += 1) at = field.indexOf(32, at) + 1
  return field.subarray(at)
}

async function stampOf(file: Buffer | string): Promise<string> {
  return lstat(file, { bigint: true }).then(
    (found) => ` ${found.mtimeNs} ${found.ctimeNs} ${found.size}\n`,
    () => ' gone\n',
  )
}

async function walk(project: string, hash: ReturnType<typeof createHash>): Promise<void> {
  const folders = ['']
  let left = MAX_WALKED
  for (let folder = folders.shift(); folder !== undefined && left > 0; folder = folders.shift()) {
    // oxlint-disable-next-line no-await-in-loop -- breadth first, bounded
    const entries = await readdir(path.join(project, folder), { withFileTypes: true }).catch(() => [])
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const relative = path.join(folder, entry.name)
      if (NOT_WALKED.has(entry.name) || relative === 'dev' || left <= 0) continue
      left -= 1
      if (entry.isDirectory()) folders.push(relative)
      // oxlint-disable-next-line no-await-in-loop -- as above
      else hash.update(relative + (await stampOf(path.join(project, relative))))
    }
  }
}
