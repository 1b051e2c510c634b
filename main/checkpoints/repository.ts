import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { failure, success, type Outcome } from '../../contract/problem.ts'
import { lineOf, type Git } from './git.ts'

export interface Repository {
  /** Real path of the work tree's top folder. */
  top: string
  /** This work tree's own git folder; a linked one has `…/.git/worktrees/<name>`. */
  gitDir: string
  /** Commit id, or null in an empty repository. */
  head: string | null
  /** Short name, or null when HEAD is detached. */
  branch: string | null
}

const REF_PREFIX = 'refs/baton/'

/** The ref of a checkpoint. Other ids than ours are a bug and throw. */
export function checkpointRef(seriesId: string, n: number): string {
  if (!/^[A-Za-z0-9]+$/.test(seriesId) || !Number.isInteger(n) || n < 1) throw new RangeError('checkpointRef: bad id')
  return `${REF_PREFIX}${seriesId}/${n}`
}

/** The repository whose work tree holds the project. Problem: `no-repository`, with `cause` saying why in words. */
export async function findRepository(project: string, git: Git): Promise<Outcome<Repository>> {
  const [places, head, branch] = await Promise.all([findPlaces(project, git), git(HEAD_COMMIT), git(HEAD_BRANCH)])
  if (!places.ok) return places
  return success({ ...places.value, head: lineOf(head), branch: lineOf(branch) })
}

const HEAD_COMMIT = ['rev-parse', '--verify', '-q', 'HEAD^{commit}']
const HEAD_BRANCH = ['symbolic-ref', '-q', '--short', 'HEAD']

/** Where the repository lies, without what is checked out. Problem as `findRepository`. */
export async function findPlaces(project: string, git: Git): Promise<Outcome<Pick<Repository, 'top' | 'gitDir'>>> {
  const places = await git(['rev-parse', '--show-toplevel', '--absolute-git-dir'])
  if (places.code !== 0) return noRepository(project, shortCause(places.why))
  const [shown, gitDir] = places.stdout.toString().split('\n')
  if (!shown || !gitDir) return noRepository(project, 'git names no work tree')
  const [top, real] = await Promise.all([realpath(shown), realpath(project)])
  // A folder that an outer repository ignores (a project under a home folder kept in git) is not part of it.
  const ignored = real !== top && (await git(['check-ignore', '-q', '--', real])).code === 0
  if (ignored && lineOf(await git(['ls-files', '--', '.'])) === null)
    return noRepository(project, 'not a git repository (the one around it ignores the folder)')
  return success({ top, gitDir: path.normalize(gitDir) })
}

/** Id of the tree without files, whatever hash the repository uses. */
export async function emptyTree(git: Git): Promise<string | null> {
  return lineOf(await git(['hash-object', '-t', 'tree', '--stdin']))
}

function shortCause(why: string): string {
  return why.startsWith('not a git repository') ? 'not a git repository' : why
}

function noRepository(project: string, cause: string) {
  return failure(
    'no-repository',
    project,
    cause,
    'run `git init` in it if its work tree is to be kept in checkpoints too',
  )
}
