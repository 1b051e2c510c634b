import { failure, success, type Outcome } from '../../contract/problem.ts'
import { gitIn } from './git.ts'
import { checkpointRef, findRepository } from './repository.ts'

/**
 * Takes the refs of checkpoints away; git's own collection later frees their objects. Refs that are not there are no
 * problem. Problems: `no-repository`, `prune-failed`. Gives the number of refs that were there.
 */
export async function pruneRefs(
  project: string,
  checkpoints: { seriesId: string; n: number }[],
): Promise<Outcome<number>> {
  const found = await findRepository(project, gitIn(project))
  if (!found.ok) return found
  const git = gitIn(found.value.top)
  const listed = await git(['for-each-ref', '--format=%(refname)', 'refs/baton/'])
  const present = new Set(listed.stdout.toString().split('\n'))
  const wanted = checkpoints.map(({ seriesId, n }) => checkpointRef(seriesId, n)).filter((ref) => present.has(ref))
  if (wanted.length === 0) return success(0)
  const deleted = await git(['update-ref', '--no-deref', '--stdin', '-z'], {
    input: wanted.map((ref) => `delete ${ref}\0\0`).join(''),
  })
  if (deleted.code === 0) return success(wanted.length)
  return failure('prune-failed', found.value.top, deleted.why, 'try again when no other git command runs')
}
