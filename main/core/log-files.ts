import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const NAME = /^(\d{4}-\d{2}-\d{2})\.log$/
/** Long enough to look into a run of last week's; prompts never stand in it. */
const KEPT_DAYS = 14
const DAY_MS = 86_400_000

/** `day`: YYYY-MM-DD. */
export function logFile(dir: string, day: string): string {
  return join(dir, `${day}.log`)
}

/** Removes files of more than 14 days before `today` (YYYY-MM-DD); other files are left alone. */
export function removeOldLogs(dir: string, today: string): void {
  const oldest = new Date(Date.parse(today) - KEPT_DAYS * DAY_MS).toISOString().slice(0, 10)
  for (const day of daysOf(dir)) if (day < oldest) rmSync(logFile(dir, day), { force: true })
}

/**
 * The last `lines` log lines, oldest first, as JSON texts; with `id` those that name this series, launch or
 * session. None when nothing was logged yet.
 */
export function readLog({ dir, id, lines }: { dir: string; id?: string | undefined; lines: number }): string[] {
  const found: string[] = []
  for (const day of daysOf(dir).toReversed()) {
    const all = readFileSync(logFile(dir, day), 'utf8').split('\n')
    for (const line of all.toReversed()) {
      if (line !== '' && (id === undefined || line.includes(id))) found.push(line)
      if (found.length >= lines) return found.toReversed()
    }
  }
  return found.toReversed()
}

/** Days that have a file, oldest first. */
function daysOf(dir: string): string[] {
  try {
    return readdirSync(dir)
      .flatMap((name) => NAME.exec(name)?.[1] ?? [])
      .sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
