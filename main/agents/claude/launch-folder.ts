import { lstat, mkdir, open, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { failure, success, type Outcome } from '../../../contract/problem.ts'

/** Makes a launch's folder, readable by us alone. The folder it lies in is made too, or must be ours. */
export async function makeLaunchFolder(launchDir: string): Promise<Outcome<null>> {
  for (const folder of [dirname(launchDir), launchDir]) {
    // oxlint-disable-next-line no-await-in-loop -- the outer folder first
    const checked = await makePrivate(folder)
    if (!checked.ok) return checked
  }
  return success(null)
}

/** Writes a new file that only we may read; one that is there already is refused, never followed or replaced. */
export async function writePrivate(file: string, text: string): Promise<Outcome<null>> {
  try {
    const handle = await open(file, 'wx', 0o600)
    await handle.writeFile(text).finally(() => handle.close())
    return success(null)
  } catch (error) {
    return failure(
      'launch-file',
      file,
      `it could not be written (${reason(error)})`,
      'look into the folder and try again',
    )
  }
}

/** Removes a launch's folder; a link is removed, not what it points to. Missing is fine. */
export async function removeLaunch(launchDir: string): Promise<void> {
  await rm(launchDir, { recursive: true, force: true })
}

/** Removes the launch folders whose ids are not in `liveIds`, and says which. */
export async function removeStaleLaunches(launchesDir: string, liveIds: Iterable<string>): Promise<string[]> {
  const live = new Set(liveIds)
  const found = await readdir(launchesDir).catch((): string[] => [])
  const stale = found.filter((name) => !live.has(name))
  await Promise.all(stale.map((name) => removeLaunch(join(launchesDir, name))))
  return stale
}

async function makePrivate(folder: string): Promise<Outcome<null>> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const found = await lstat(folder)
    const wrong = whatIsWrong(found.isDirectory(), found.uid, found.mode)
    if (wrong === null) return success(null)
    return failure('launch-folder', folder, wrong, 'remove it, or choose another data folder with --data-dir')
  } catch (error) {
    const remedy = 'free the path, or choose another data folder with --data-dir'
    return failure('launch-folder', folder, `it could not be made (${reason(error)})`, remedy)
  }
}

function whatIsWrong(isFolder: boolean, owner: number, mode: number): string | null {
  if (!isFolder) return 'it is a link or a file, not a folder'
  const us = process.getuid?.()
  if (us === undefined) return null
  if (owner !== us) return 'it belongs to somebody else'
  return (mode & 0o077) === 0 ? null : 'others may enter it, and it is to hold the key to a session'
}

function reason(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
