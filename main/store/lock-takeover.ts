import { setTimeout as delay } from 'node:timers/promises'
import { createRecord, readRecord, removeRecord, replaceRecord } from './lock-file.ts'
import type { CoreLockRecord } from './lock-file.ts'
import { isSameProcess } from './process-start.ts'

/** Held by the one starter that replaces a stale lock. It is a lock like any other and can be stale itself. */
const TAKEOVER_SUFFIX = '.takeover'
/** A takeover is a few file operations and perhaps one `ps`; waiting longer means that something is wrong. */
const TAKEOVER_LIMIT_MS = 15_000
const TAKEOVER_RETRY_MS = 20

/** Takes the lock at `path`, from a dead owner too. Null: it is ours. Else its live owner. */
export async function takeLock(path: string, mine: CoreLockRecord): Promise<CoreLockRecord | null> {
  const deadline = Date.now() + TAKEOVER_LIMIT_MS
  while (true) {
    if (await createRecord(path, mine)) return null
    const { text, record: owner } = await readRecord(path)
    if (text === null) {
      // Released between the two looks; a link that leads nowhere would be so for ever.
      if (Date.now() > deadline) throw new Error(`${path} is there but cannot be read`)
      continue
    }
    if (owner && (await isSameProcess(owner.pid, owner.pidStart))) return owner
    const rival = await replaceStale(path, text, mine)
    if (rival === 'replaced') return null
    if (rival !== 'changed' && Date.now() > deadline) return rival
    if (rival !== 'changed') await delay(TAKEOVER_RETRY_MS)
  }
}

/**
 * Only the holder of the takeover lock replaces a stale lock, and only the very one (`stale`, its text) that was found
 * stale: it may be someone's by now (`changed`). Else who is taking over at this moment.
 */
export async function replaceStale(
  path: string,
  stale: string,
  mine: CoreLockRecord,
): Promise<'replaced' | 'changed' | CoreLockRecord> {
  const guard = path + TAKEOVER_SUFFIX
  const rival = await takeLock(guard, mine)
  if (rival) return rival
  try {
    if ((await readRecord(path)).text !== stale) return 'changed'
    await replaceRecord(path, mine)
    return 'replaced'
  } finally {
    await removeRecord(guard, mine)
  }
}
