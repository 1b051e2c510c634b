import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isObject } from '../claude/transcript/lines.ts'
import { realFolder } from '../real-folder.ts'

const MOST_PROJECTS = 10_000
const HASH = /^[0-9a-f]{64}$/
const found = new Map<string, string>()

/**
 * The folder of a project, by its name below `.gemini/tmp`: a short one, or in old versions the sha256 of the folder's path.
 * Null: not known. `tmp`: the folder `.gemini/tmp`.
 */
export function projectFolder(tmp: string, name: string): string | null {
  const key = join(tmp, name)
  const known = found.get(key)
  if (known !== undefined) return known
  const folder = textOf(join(key, '.project_root')) ?? inRegistry(join(dirname(tmp), 'projects.json'), name)
  if (folder === null) return null
  if (found.size >= MOST_PROJECTS) found.clear()
  const real = realFolder(folder)
  found.set(key, real)
  return real
}

/** Gemini CLI's own list of folders and their short names. */
function inRegistry(path: string, name: string): string | null {
  const projects = parseProjects(textOf(path) ?? '')
  const byName = Object.entries(projects).find(([, shortName]) => shortName === name)
  if (byName !== undefined) return byName[0]
  if (!HASH.test(name)) return null
  return Object.keys(projects).find((folder) => sha256(folder) === name) ?? null
}

function parseProjects(json: string): Record<string, unknown> {
  try {
    const registry: unknown = JSON.parse(json)
    return isObject(registry) && isObject(registry['projects']) ? registry['projects'] : {}
  } catch {
    // Half written, or none: the next reading looks again.
    return {}
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim() || null
  } catch {
    // Not there, or not for us: the project stays unknown.
    return null
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
