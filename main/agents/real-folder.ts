import { realpathSync } from 'node:fs'

const MOST_FOLDERS = 10_000
const known = new Map<string, string>()

/** The real path of a folder, as it was when it was first asked for: many sessions share one. A folder that is gone keeps its name. */
export function realFolder(folder: string): string {
  const found = known.get(folder)
  if (found !== undefined) return found
  let real = folder
  try {
    real = realpathSync(folder)
  } catch {
    // It is gone, or nobody may look: its name is all that there is.
  }
  if (known.size >= MOST_FOLDERS) known.clear()
  known.set(folder, real)
  return real
}
