import { type FileData, parseDiff } from 'react-diff-view'
import { type DiffSection, diffSections } from './diff-sections.ts'

/** One file of a diff, as the list and the diff show it. */
export interface DiffFile {
  /** Unique within the diff. */
  key: string
  /** As it is now; of a deleted file as it was. */
  path: string
  /** Where it was before, when it was renamed. */
  was: string | null
  change: FileData['type']
  added: number
  removed: number
  /** Lines that drawing it takes. */
  lines: number
  binary: boolean
  data: FileData
}

/** More lines than this are not drawn before a person asks for them: thousands of rows make a page slow. */
export const LARGE_LINES = 400

/** The files of a unified diff as git writes it; null: it cannot be read. */
export function diffFiles(text: string): DiffFile[] | null {
  if (text.trim() === '') return []
  const sections = diffSections(text)
  const files = sections.flatMap((section, index) => {
    const data = parsed(section.text)
    return data === null ? [] : [fileOf(data, section, index)]
  })
  // A part that is left out without a word would be a lie about what changed.
  return files.length === 0 || files.length < sections.length ? null : files
}

function parsed(text: string): FileData | null {
  try {
    return parseDiff(text, { nearbySequences: 'zip' })[0] ?? null
  } catch {
    // The parser throws on what is no diff; the raw text is shown then.
    return null
  }
}

function fileOf(data: FileData, section: DiffSection, index: number): DiffFile {
  const changes = data.hunks.flatMap((hunk) => hunk.changes)
  const [oldPath, newPath] = [pathOf(data.oldPath), pathOf(data.newPath)]
  const renamed = data.type === 'rename' || data.type === 'copy'
  const path = (renamed || changes.length > 0 ? null : section.path) ?? newPath ?? oldPath ?? ''
  return {
    key: `${index} ${path}`,
    path,
    was: renamed ? oldPath : null,
    change: section.change ?? data.type,
    added: changes.filter((change) => change.type === 'insert').length,
    removed: changes.filter((change) => change.type === 'delete').length,
    lines: changes.length,
    binary: section.binary,
    data,
  }
}

function pathOf(path: string): string | null {
  return path === '' || path === '/dev/null' ? null : path
}

/** "3 files, 214 added, 12 removed" */
export function diffWords(files: readonly DiffFile[]): string {
  const sum = (of: (file: DiffFile) => number) => files.reduce((total, file) => total + of(file), 0)
  const count = files.length === 1 ? '1 file' : `${files.length} files`
  return `${count}, ${sum((file) => file.added)} added, ${sum((file) => file.removed)} removed`
}
