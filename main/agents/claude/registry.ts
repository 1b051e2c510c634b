import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readIfThere } from './user-settings.ts'

/** A live session as the CLI itself lists it. A private format of the CLI: a help, never the only ground to act. */
const Entry = z.object({
  pid: z.number(),
  sessionId: z.string(),
  status: z.enum(['busy', 'idle', 'waiting']),
  waitingFor: z.string().nullish().catch(null),
  updatedAt: z.number().catch(0),
  cwd: z.string().nullish().catch(null),
  startedAt: z.number().catch(0),
  procStart: z.string().nullish().catch(null),
  pidDomain: z.string().nullish().catch(null),
})

export interface RegistryEntry {
  sessionId: string
  status: 'busy' | 'idle' | 'waiting'
  /** "permission prompt", "input needed", "dialog open"; null when it waits for nothing. */
  waitingFor: string | null
  /** Milliseconds since the epoch. */
  updatedAt: number
}

/** What it takes to tell whether the process of an entry still lives. */
export interface ListedEntry extends RegistryEntry {
  pid: number
  /** Folder that the process was started in; null: not told. */
  cwd: string | null
  /** Milliseconds since the epoch. */
  startedAt: number
  /** On Linux the kernel's start of the process, as field 22 of `/proc/<pid>/stat`; null: not told. */
  procStart: string | null
  /** On Linux `linux:<machine id>:pid:[<namespace>]`: where the pid means this process; null: not told. */
  pidDomain: string | null
}

/**
 * The CLI's own word on the process `pid`, from `<config>/sessions/<pid>.json`. Null: none, or not readable as such at
 * this moment. The file outlives a SIGKILL: whether the process lives is for the caller to know.
 */
export async function readRegistry(configDir: string, pid: number): Promise<RegistryEntry | null> {
  const entry = await readEntry(configDir, `${pid}.json`)
  if (entry === null || entry.pid !== pid) return null
  const { sessionId, status, waitingFor, updatedAt } = entry
  return { sessionId, status, waitingFor, updatedAt }
}

/** Every entry of a configuration folder, also those of processes that are gone. Keys that lie beside them are not touched. */
export async function listRegistry(configDir: string): Promise<ListedEntry[]> {
  const names = await readdir(join(configDir, 'sessions')).catch(() => [])
  const files = names.filter((name) => /^\d+\.json$/.test(name))
  const entries = await Promise.all(files.map((name) => readEntry(configDir, name)))
  return entries.flatMap((entry, index) => (entry !== null && `${entry.pid}.json` === files[index] ? [entry] : []))
}

async function readEntry(configDir: string, name: string): Promise<ListedEntry | null> {
  const text = await readIfThere(join(configDir, 'sessions', name))
  const entry = text === null ? null : parse(text)
  if (entry === null) return null
  const { waitingFor, cwd, procStart, pidDomain, ...rest } = entry
  return {
    ...rest,
    waitingFor: waitingFor ?? null,
    cwd: cwd ?? null,
    procStart: procStart ?? null,
    pidDomain: pidDomain ?? null,
  }
}

function parse(text: string): z.infer<typeof Entry> | null {
  try {
    return Entry.safeParse(JSON.parse(text)).data ?? null
  } catch {
    // It is rewritten in place at each change; the next look finds it whole.
    return null
  }
}
