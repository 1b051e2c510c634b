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
})

export interface RegistryEntry {
  sessionId: string
  status: 'busy' | 'idle' | 'waiting'
  /** "permission prompt", "input needed", "dialog open"; null when it waits for nothing. */
  waitingFor: string | null
  /** Milliseconds since the epoch. */
  updatedAt: number
}

/**
 * The CLI's own word on the process `pid`, from `<config>/sessions/<pid>.json`. Null: none, or not readable as such at
 * this moment. The file outlives a SIGKILL: whether the process lives is for the caller to know.
 */
export async function readRegistry(configDir: string, pid: number): Promise<RegistryEntry | null> {
  const text = await readIfThere(join(configDir, 'sessions', `${pid}.json`))
  const entry = text === null ? null : parse(text)
  if (entry === null || entry.pid !== pid) return null
  const { sessionId, status, waitingFor, updatedAt } = entry
  return { sessionId, status, waitingFor: waitingFor ?? null, updatedAt }
}

function parse(text: string): z.infer<typeof Entry> | null {
  try {
    return Entry.safeParse(JSON.parse(text)).data ?? null
  } catch {
    // It is rewritten in place at each change; the next look finds it whole.
    return null
  }
}
