import { constants } from 'node:fs'
import { access, lstat } from 'node:fs/promises'
import path from 'node:path'
import { looksSecret } from './secret-files.ts'

export interface Skipped {
  path: string
  why: string
}

/** An untracked file over this is data or a build's product rather than work. Bytes. */
const MAX_FILE_BYTES = 5_000_000
/** All untracked files of one snapshot together. Bytes. */
const MAX_TOTAL_BYTES = 200_000_000
/** Ignored paths that are named; the rest is counted. */
const MAX_IGNORED_NAMED = 50

/** Of untracked files, as git's own path bytes, those that a snapshot takes, and those that it leaves with the reason. */
export async function chooseUntracked(
  top: string,
  untracked: Buffer[],
): Promise<{ taken: Buffer[]; skipped: Skipped[] }> {
  const taken: Buffer[] = []
  const skipped: Skipped[] = []
  let total = 0
  for (const bytes of untracked) {
    // oxlint-disable-next-line no-await-in-loop -- the total decides over the next file
    const { size, why } = await judge(top, bytes, total)
    if (why === null) {
      taken.push(bytes)
      total += size
    } else skipped.push({ path: bytes.toString(), why })
  }
  return { taken, skipped }
}

async function judge(top: string, bytes: Buffer, total: number): Promise<{ size: number; why: string | null }> {
  const name = bytes.toString()
  if (name.endsWith('/')) return { size: 0, why: 'a git repository of its own' }
  if (looksSecret(name)) return { size: 0, why: 'its name looks like a secret' }
  const full = Buffer.concat([Buffer.from(top + path.sep), bytes])
  try {
    const { size, ...found } = await lstat(full)
    if (size > MAX_FILE_BYTES) return { size, why: `untracked and over ${MAX_FILE_BYTES / 1e6} MB` }
    if (total + size > MAX_TOTAL_BYTES) return { size, why: `untracked files come to over ${MAX_TOTAL_BYTES / 1e6} MB` }
    if ((found.mode & constants.S_IFMT) !== constants.S_IFLNK) await access(full, constants.R_OK)
    return { size, why: null }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === '') throw error
    return { size: 0, why: code === 'ENOENT' ? 'gone meanwhile' : `cannot be read (${code})` }
  }
}

/** The first of what git ignores by name, the rest by count. */
export function skippedIgnored(paths: string[]): Skipped[] {
  const named = paths.slice(0, MAX_IGNORED_NAMED).map((name) => ({ path: name, why: 'ignored by git' }))
  const more = paths.length - named.length
  return more > 0 ? [...named, { path: `… and ${more} more`, why: 'ignored by git' }] : named
}
