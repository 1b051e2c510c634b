import { createHash } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import path from 'node:path'
import type { Outcome } from '../../contract/problem.ts'
import type { CheckpointFile } from '../../contract/series.ts'
import type { DevDocsFile } from './dev-docs.ts'
import { GIT_LIMIT_MS, gitIn, lineOf, type Git } from './git.ts'
import { checkpointRef, findRepository, type Repository } from './repository.ts'
import { maskSecrets } from './secrets.ts'
import { withWorkTree, type Overlay } from './tree.ts'
import type { Skipped } from './untracked.ts'

/** A file of a checkpoint as the store keeps it. */
export interface Content {
  path: string
  text: string
}

export interface Snapshot {
  /** `refs/baton/<series>/<n>`, or null: `refProblem` says why and the checkpoint has files only. */
  ref: string | null
  commit: string | null
  refProblem: string | null
  skipped: Skipped[]
  /** Paths of the dev-docs in which a secret was masked; the user's files are as they were. */
  masked: string[]
  /** The user's own HEAD and branch at that moment. */
  headCommit: string | null
  branch: string | null
  /** Dev-docs as they are to be stored (masked), their hashes, and the hash over all: see `Checkpoint` in the contract. */
  contents: Content[]
  files: CheckpointFile[]
  sha256: string
}

export interface SnapshotRequest {
  project: string
  seriesId: string
  /** 1-based number of the checkpoint. Taken again after a crash, it replaces its ref. */
  n: number
  docs: { files: DevDocsFile[] }
  /** First line of the commit. */
  message: string
  /** Whether secrets in the dev-docs are masked. */
  mask: boolean
  /** All git calls together, ms. */
  limitMs?: number
}

const IDENTITY = {
  GIT_AUTHOR_NAME: 'Baton',
  GIT_AUTHOR_EMAIL: 'baton@localhost',
  GIT_COMMITTER_NAME: 'Baton',
  GIT_COMMITTER_EMAIL: 'baton@localhost',
}

type Kept = Pick<Snapshot, 'ref' | 'commit' | 'refProblem' | 'skipped' | 'headCommit' | 'branch'>

/**
 * The dev-docs and the whole work tree around the project as they are now. Never fails: where git cannot keep the work tree,
 * `refProblem` says so. HEAD, index, branches, stash and files of the user are not touched.
 */
export async function takeSnapshot(request: SnapshotRequest): Promise<Snapshot> {
  const started = performance.now()
  const finding = findRepository(request.project, gitIn(request.project, request.limitMs))
  const { contents, masked } = await contentsOf(request)
  const files = contents.map(({ path, text }) => ({ path, sha256: sha256(text), bytes: Buffer.byteLength(text) }))
  const lines = files.map((file) => `${file.sha256}  ${file.path}\n`).toSorted()
  const kept = await keepWorkTree(request, contents, await finding, started)
  return { ...kept, masked, contents, files, sha256: sha256(lines.join('')) }
}

async function contentsOf(request: SnapshotRequest): Promise<{ contents: Content[]; masked: string[] }> {
  const contents: Content[] = []
  const masked: string[] = []
  for (const file of request.docs.files) {
    // oxlint-disable-next-line no-await-in-loop -- three files, and the search takes the one processor anyway
    const safe = request.mask ? await maskSecrets(file.text) : { text: file.text, kinds: [] }
    contents.push({ path: file.path, text: safe.text })
    if (safe.kinds.length > 0) masked.push(file.path)
  }
  return { contents, masked }
}

async function keepWorkTree(
  request: SnapshotRequest,
  contents: Content[],
  found: Outcome<Repository>,
  started: number,
): Promise<Kept> {
  const without = { ref: null, commit: null, skipped: [], headCommit: null, branch: null }
  if (!found.ok) return { ...without, refProblem: found.problem.cause }
  const repository = found.value
  const { head, branch, top } = repository
  const left = (request.limitMs ?? GIT_LIMIT_MS) - (performance.now() - started)
  const git = gitIn(top, left)
  const overlays = await overlaysOf(request, contents, top)
  const kept = await withWorkTree(repository, git, { overlays, scratch: false }, async (tree, skipped, inside) => ({
    ...(await keepCommit(request, repository, tree, inside)),
    skipped,
  }))
  const known = { headCommit: head, branch }
  if (!kept.ok) return { ...without, ...known, refProblem: kept.problem.cause }
  return { ...kept.value, ...known }
}

async function keepCommit(
  request: SnapshotRequest,
  repository: Repository,
  tree: string,
  git: Git,
): Promise<Pick<Kept, 'ref' | 'commit' | 'refProblem'>> {
  const ref = checkpointRef(request.seriesId, request.n)
  const parent = repository.head === null ? [] : ['-p', repository.head]
  const made = await git(['commit-tree', tree, ...parent], { env: IDENTITY, input: `${request.message}\n` })
  const commit = lineOf(made)
  if (commit === null) return { ref: null, commit: null, refProblem: made.why }
  const put = await git(['update-ref', ref, commit])
  if (put.code !== 0) return { ref: null, commit: null, refProblem: put.why }
  return { ref, commit, refProblem: null }
}

/** The dev-docs go into the tree as they are stored, even where git ignores them: a restore must hold the handover. */
async function overlaysOf(request: SnapshotRequest, contents: Content[], top: string): Promise<Overlay[]> {
  const overlays: Overlay[] = []
  for (const { path: name, text } of contents) {
    const file = request.docs.files.find((one) => one.path === name)
    // oxlint-disable-next-line no-await-in-loop -- three files
    const real = file ? await realpath(file.absolutePath).catch(() => file.absolutePath) : null
    const relative = real === null ? '..' : path.relative(top, real).split(path.sep).join('/')
    if (!relative.startsWith('..') && !path.isAbsolute(relative)) overlays.push({ path: relative, text })
  }
  return overlays
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
