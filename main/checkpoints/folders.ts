import { mkdir, realpath } from 'node:fs/promises'
import path from 'node:path'
import { failure, success, type Outcome } from '../../contract/problem.ts'

/**
 * Makes the folders of a relative path one by one, so that none of them is a link out of `root` (a real path). Gives the
 * real path of the last. Problem: `dev-docs-outside`; file system errors throw.
 */
export async function makeFolders(root: string, relative: string): Promise<Outcome<string>> {
  let folder = root
  for (const name of relative.split('/')) {
    // oxlint-disable-next-line no-await-in-loop -- each folder must be proven before the next is made in it
    await mkdir(path.join(folder, name)).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    })
    // oxlint-disable-next-line no-await-in-loop -- as above
    folder = await realpath(path.join(folder, name))
    if (!folder.startsWith(root + path.sep))
      return failure(
        'dev-docs-outside',
        relative,
        'leads out of the project by a link',
        'put a plain folder in its place',
      )
  }
  return success(folder)
}
