import { failure } from '../../contract/problem.ts'
import type { Problem } from '../../contract/problem.ts'

/** What a failed system call on the data folder means to a person. */
export function folderProblem(error: NodeJS.ErrnoException, dir: string): Problem {
  const code = error.code ?? error.message
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return failure('disk-full', dir, `the disk is full (${code})`, 'free some space, then start again').problem
  }
  const cause = code === 'EEXIST' || code === 'ENOTDIR' ? 'it is not a folder' : 'it cannot be written'
  const remedy = 'give your user write permission for it, or choose another data folder with --data-dir'
  return failure('data-folder-unwritable', dir, `${cause} (${code})`, remedy).problem
}
