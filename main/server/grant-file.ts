import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { Role } from '../../contract/access.ts'

/** A browser that was let in, as the data folder keeps it: its secret as a digest only. */
export const GrantRecord = z.object({
  id: z.string(),
  role: Role,
  name: z.string(),
  /** sha256 of the cookie's secret, hex. */
  secretSha256: z.string().regex(/^[0-9a-f]{64}$/),
  since: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
})
export type GrantRecord = z.infer<typeof GrantRecord>

const GrantFile = z.object({ clients: z.array(GrantRecord) })

export interface GrantKeeper {
  read(): Promise<GrantRecord[]>
  /** Never fails: a browser whose grant could not be kept is let in until the core ends. */
  write(grants: readonly GrantRecord[]): Promise<void>
}

const GRANT_FILE = 'clients.json'

/** `clients.json` of a data folder, 0600, replaced in one step. `dataDir` null: nothing is kept. */
export function grantKeeper(dataDir: string | null, log: Logger): GrantKeeper {
  if (dataDir === null) return { read: async () => [], write: async () => {} }
  const file = join(dataDir, GRANT_FILE)
  return {
    async read() {
      try {
        return GrantFile.parse(JSON.parse(await readFile(file, 'utf8'))).clients
      } catch (error) {
        const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
        if (!missing) log.warn({ err: error, file }, 'browsers have to be let in again: their list cannot be read')
        return []
      }
    },
    async write(grants) {
      try {
        await writeFileAtomic(file, `${JSON.stringify({ clients: grants }, null, 2)}\n`, { mode: 0o600 })
      } catch (error) {
        log.warn({ err: error, file }, 'the list of browsers that were let in cannot be kept')
      }
    },
  }
}
