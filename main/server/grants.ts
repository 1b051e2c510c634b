import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { ClientView, Role } from '../../contract/access.ts'
import { browserName } from './browser-name.ts'
import { grantKeeper } from './grant-file.ts'
import type { GrantRecord } from './grant-file.ts'
import { createOneTimeCodes, digestOf, findByDigest, newSecret } from './one-time-codes.ts'
import type { Access } from './types.ts'

/** A browser that was away longer is let in by a new address only. Its cookie lives as long. Milliseconds. */
export const GRANT_LIFE_MS = 30 * 24 * 60 * 60_000
/** Browsers of one person with their profiles; over it the one unseen for longest goes. */
export const GRANT_LIMIT = 100
/** When a browser was last seen is written this much later at most: a page that reloads is no reason to write. Milliseconds. */
const SEEN_SAVED_EVERY_MS = 60 * 60_000

export type Exchanged =
  /** `secret` goes into the cookie and is known nowhere else. */
  | { ok: true; secret: string; access: Access }
  | { ok: false; why: 'wrong' }
  | { ok: false; why: 'too-many'; retryAfterMs: number }

export interface Browser {
  userAgent: string | undefined
  /** Secrets that it has from before: it stays one browser in the list, with the role of the new code. */
  former: readonly string[]
}

/** The browsers that were let in, and the one-time codes that let others in. */
export interface Grants {
  /** A code for one browser, 43 characters of base64url. */
  createCode(role: Role): string
  exchange(code: string, browser: Browser): Promise<Exchanged>
  /** Who has this secret; null: nobody, any more. The browser counts as seen. */
  find(secret: string): Access | null
  /** A connection of that browser; `putOut` is called at once when it is revoked. Gives the way to say that it closed. */
  connected(clientId: string, putOut: () => void): () => void
  /** Newest first. */
  list(): ClientView[]
  /** Puts one out, or all with every code that is still open; kept when it resolves. False: there is none of that id. */
  revoke(id?: string): Promise<boolean>
  /** Writes what is not written yet. */
  flush(): Promise<void>
}

export interface GrantParts {
  /** Null: grants end with the process. */
  dataDir: string | null
  log: Logger
  /** Milliseconds since the epoch. */
  now?(): number
}

interface Grant {
  record: GrantRecord
  digest: Buffer
  connections: Set<() => void>
}

/** Reads who was let in before. A list that cannot be read lets nobody in. */
export async function openGrants({ dataDir, log, now = Date.now }: GrantParts): Promise<Grants> {
  const keeper = grantKeeper(dataDir, log)
  const codes = createOneTimeCodes(now)
  let grants: Grant[] = (await keeper.read()).map((record) => grantOf(record))
  let savedAt = now()
  let unsaved = false
  let saving = Promise.resolve()

  const save = (): Promise<void> => {
    unsaved = false
    savedAt = now()
    const records = grants.map(({ record }) => record)
    saving = saving.then(() => keeper.write(records))
    return saving
  }

  const seen = (grant: Grant): void => {
    grant.record = { ...grant.record, lastSeenAt: new Date(now()).toISOString() }
    unsaved = true
    if (now() - savedAt > SEEN_SAVED_EVERY_MS) void save()
  }

  const drop = (gone: readonly Grant[], why: string): void => {
    if (gone.length === 0) return
    grants = grants.filter((grant) => !gone.includes(grant))
    for (const { record, connections } of gone) {
      log.info({ client: record.id, role: record.role, name: record.name, why }, 'browser put out')
      for (const putOut of connections) putOut()
    }
    void save()
  }

  const dropExpired = (): void => {
    const oldest = now() - GRANT_LIFE_MS
    const lost = ({ record, connections }: Grant) => connections.size === 0 && Date.parse(record.lastSeenAt) < oldest
    drop(grants.filter(lost), 'unseen for 30 days')
  }

  return {
    createCode: (role) => codes.create(role),
    async exchange(code, { userAgent, former }) {
      const redeemed = codes.redeem(code)
      if (!redeemed.ok) return redeemed
      dropExpired()
      const before = former.flatMap((known) => findByDigest(grants, known) ?? [])
      const same = before.find(({ record }) => record.role === redeemed.role)
      const { secret, record } = newRecord(redeemed.role, userAgent, now())
      const grant = grantOf(same === undefined ? record : { ...record, id: same.record.id, since: same.record.since })
      // Its open pages go on: they are the same browser with the same role.
      for (const putOut of same?.connections ?? []) grant.connections.add(putOut)
      same?.connections.clear()
      drop(before, 'let in anew')
      grants.push(grant)
      drop(leastSeen(grants).slice(GRANT_LIMIT), 'too many browsers')
      log.info({ client: grant.record.id, role: grant.record.role, name: grant.record.name }, 'browser let in')
      await save()
      return { ok: true, secret, access: accessOf(grant.record) }
    },
    find(secret) {
      dropExpired()
      const grant = findByDigest(grants, secret)
      if (!grant) return null
      seen(grant)
      return accessOf(grant.record)
    },
    connected(clientId, putOut) {
      const grant = grants.find(({ record }) => record.id === clientId)
      if (!grant) {
        putOut()
        return () => {}
      }
      grant.connections.add(putOut)
      return () => {
        // Looked up again: it may have been let in anew meanwhile.
        const present = grants.find(({ record }) => record.id === clientId)
        if (present?.connections.delete(putOut) === true) seen(present)
      }
    },
    list() {
      dropExpired()
      return grants.map(viewOf).sort((one, other) => other.since.localeCompare(one.since))
    },
    async revoke(id) {
      if (id === undefined) codes.forget()
      const gone = grants.filter(({ record }) => id === undefined || record.id === id)
      drop(gone, 'revoked')
      await saving
      return id === undefined || gone.length > 0
    },
    async flush() {
      if (unsaved) void save()
      await saving
    },
  }
}

function newRecord(role: Role, userAgent: string | undefined, now: number): { secret: string; record: GrantRecord } {
  const secret = newSecret()
  const at = new Date(now).toISOString()
  const secretSha256 = digestOf(secret).toString('hex')
  const name = browserName(userAgent)
  return { secret, record: { id: randomUUID(), role, name, secretSha256, since: at, lastSeenAt: at } }
}

function grantOf(record: GrantRecord): Grant {
  return { record, digest: Buffer.from(record.secretSha256, 'hex'), connections: new Set() }
}

function accessOf({ id, role, name }: GrantRecord): Access {
  return { role, clientId: id, name }
}

function viewOf({ record: { id, role, name, since, lastSeenAt }, connections }: Grant): ClientView {
  return { id, role, name, since, lastSeenAt, connections: connections.size }
}

/** Last seen first. */
function leastSeen(grants: readonly Grant[]): Grant[] {
  return grants.toReversed().sort((one, other) => other.record.lastSeenAt.localeCompare(one.record.lastSeenAt))
}
