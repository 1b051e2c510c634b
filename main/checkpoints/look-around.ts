import { fieldsOf, type Git } from './git.ts'
import { chooseUntracked, skippedIgnored, type Skipped } from './untracked.ts'

/** What a snapshot has to know beside the tracked files. */
export interface Surroundings {
  /** Untracked files to be taken, as git's own path bytes. */
  taken: Buffer[]
  submodules: Skipped[]
  skipped: Skipped[]
  /** Null, or why git could not say. */
  why: string | null
}

const STATUS = [
  'status',
  '--porcelain=v2',
  '-z',
  '--no-renames',
  '--ignore-submodules=none',
  '--untracked-files=all',
  // Folders that a pattern names are listed whole and not walked.
  '--ignored=matching',
]
/** Of a submodule with changes of its own: state, six more words, path. */
const DIRTY_SUBMODULE = /^1 \S+ S.(?:M.|.U) (?:\S+ ){5}(.+)$/s

/** Untracked and ignored files and submodules of the work tree, by one git. `git` must run in its top folder. */
export async function lookAround(top: string, git: Git): Promise<Surroundings> {
  const status = await git(STATUS)
  if (status.code !== 0) return { taken: [], submodules: [], skipped: [], why: status.why }
  const fields = fieldsOf(status)
  const pathsAfter = (mark: string): Buffer[] =>
    fields.filter((field) => field.toString('latin1', 0, 2) === `${mark} `).map((field) => field.subarray(2))
  const submodules = fields.flatMap((field) => {
    // Only the commit of a submodule is kept; what else changed in it is said.
    const found = DIRTY_SUBMODULE.exec(field.toString())
    const why = 'submodule with changes of its own: only its commit is kept'
    return found ? [{ path: found[1] ?? '', why }] : []
  })
  const { taken, skipped } = await chooseUntracked(top, pathsAfter('?'))
  const ignored = skippedIgnored(pathsAfter('!').map((bytes) => bytes.toString()))
  return { taken, submodules, skipped: [...skipped, ...ignored], why: null }
}
