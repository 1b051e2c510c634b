import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { failure, success, type Outcome } from '../../contract/problem.ts'
import { Settings } from '../../contract/settings.ts'

/** `settings.json` as it lies in the data folder. */
export interface SettingsFile {
  file: string
  /** sha256 of its bytes as hex; '' when there is none, or it cannot be read. */
  revision: string
  bytes: Uint8Array
  /** Problems: `settings-malformed`, `settings-unreadable`. */
  settings: Outcome<Settings>
}

export function settingsPath(dataDir: string): string {
  return path.join(dataDir, 'settings.json')
}

/** The person's own settings; the defaults where there is no file. Nothing that acts is read from a project. */
export async function readSettings(dataDir: string): Promise<SettingsFile> {
  const file = settingsPath(dataDir)
  let bytes: Buffer
  try {
    bytes = await readFile(file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    const nothing = { file, revision: '', bytes: new Uint8Array() }
    if (code === 'ENOENT') return { ...nothing, settings: success(Settings.parse({})) }
    const problem = failure('settings-unreadable', file, `it cannot be read (${code})`, 'let its owner read it')
    return { ...nothing, settings: problem }
  }
  return { file, revision: revisionOf(bytes), bytes, settings: parse(file, bytes.toString('utf8')) }
}

function revisionOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function parse(file: string, text: string): Outcome<Settings> {
  try {
    return success(Settings.parse(JSON.parse(text)))
  } catch (error) {
    const cause = error instanceof z.ZodError ? z.prettifyError(error).replace(/\s+/g, ' ') : String(error)
    return failure('settings-malformed', file, cause, 'correct it, or remove it to use the defaults')
  }
}
