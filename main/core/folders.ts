import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { failure, success, type Outcome } from '../../contract/problem.ts'
import type { FolderView } from '../../contract/project.ts'

/** Folders that one answer lists: more is no list to choose from, but to type in. */
export const MOST_FOLDERS = 500

/** An absolute path: `~` is the home folder, and what is relative lies in it, because a page is nowhere else. */
export function expandPath(given: string, home: string): string {
  const text = given.trim()
  if (text === '~') return home
  return path.resolve(home, text.startsWith('~/') ? text.slice(2) : text)
}

/** The real path of a folder. Problem: `folder-missing`. */
export async function realFolder(given: string): Promise<Outcome<string>> {
  const remedy = 'give a folder that exists on the machine where Baton runs'
  try {
    const real = await realpath(given)
    if ((await stat(real)).isDirectory()) return success(real)
    return failure('folder-missing', given, 'it is no folder', remedy)
  } catch (error) {
    return failure('folder-missing', given, `there is no such folder (${codeOf(error)})`, remedy)
  }
}

/** The folders in a folder, hidden ones left out; links to folders are among them. Problems: `folder-missing`, `folder-unreadable`. */
export async function listFolder(given: string, home: string): Promise<Outcome<FolderView>> {
  const real = await realFolder(given)
  if (!real.ok) return real
  const folder = real.value
  const names = await folderNames(folder)
  if (!names.ok) return names
  const listed = names.value.slice(0, MOST_FOLDERS)
  const parent = path.dirname(folder)
  return success({
    path: folder,
    parent: parent === folder ? null : parent,
    home,
    folders: await Promise.all(
      listed.map(async (name) => {
        const full = path.join(folder, name)
        const [git, tasks] = await Promise.all([exists(path.join(full, '.git')), isFolder(tasksFolder(full))])
        return { name, path: full, git, tasks }
      }),
    ),
    more: names.value.length - listed.length,
  })
}

/** Where the tasks of a project lie. */
export function tasksFolder(project: string): string {
  return path.join(project, 'dev', 'active')
}

/** Names of the folders in a folder, as a person would order them. Problem: `folder-unreadable`. */
export async function folderNames(folder: string): Promise<Outcome<string[]>> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    const shown = entries.filter(({ name }) => !name.startsWith('.'))
    const folders = await Promise.all(
      shown.map(async (entry) => {
        const is = entry.isDirectory() || (entry.isSymbolicLink() && (await isFolder(path.join(folder, entry.name))))
        return is ? [entry.name] : []
      }),
    )
    return success(folders.flat().toSorted(byName.compare))
  } catch (error) {
    const remedy = 'choose another folder, or let your user read it'
    return failure('folder-unreadable', folder, `it cannot be read (${codeOf(error)})`, remedy)
  }
}

const byName = new Intl.Collator('en', { numeric: true })

/** Also where a link leads to a folder. */
async function isFolder(full: string): Promise<boolean> {
  return stat(full).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

async function exists(full: string): Promise<boolean> {
  return lstat(full).then(
    () => true,
    () => false,
  )
}

/** What the system calls it. Anything else is a bug and thrown on. */
function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code)
  throw error
}
