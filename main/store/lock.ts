import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { failure, success } from '../../contract/problem.ts'
import type { Outcome, Problem } from '../../contract/problem.ts'
import { isSameRecord, readRecord, removeRecord, replaceRecord } from './lock-file.ts'
import type { CoreLockRecord } from './lock-file.ts'
import { folderProblem } from './folder-problem.ts'
import { takeLock } from './lock-takeover.ts'
import { isSameProcess, processStart } from './process-start.ts'

export type { CoreLockRecord } from './lock-file.ts'

/** The right to be the one core of a data folder. */
export interface CoreLock {
  readonly record: CoreLockRecord
  /** Tells clients where the core listens. Atomic: a reader sees the old record or the new one. Throws when it is no longer ours. */
  publish(address: { url: string; token: string }): Promise<void>
  /** Tells clients that come from now on that nobody listens any more; the folder is still held. */
  withdraw(): Promise<void>
  /** Removes the lock if it is still ours. */
  release(): Promise<void>
}

const LOCK_FILE = 'core.lock'

/**
 * Takes `core.lock` of a data folder for this process. A lock whose process has ended (or whose pid another process now
 * has) is taken over, by exactly one of several starters.
 * Problems: `data-folder-locked`, `data-folder-unwritable`, `disk-full`.
 */
export async function acquireCoreLock(options: { dir: string; version: string }): Promise<Outcome<CoreLock>> {
  const { dir, version } = options
  const path = join(dir, LOCK_FILE)
  const pidStart = (await processStart(process.pid)) ?? ''
  const startedAt = new Date().toISOString()
  const record: CoreLockRecord = { pid: process.pid, pidStart, startedAt, url: null, token: null, version }
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 })
    const owner = await takeLock(path, record)
    return owner ? { ok: false, problem: lockedProblem(dir, owner) } : success(lockOf(path, record))
  } catch (error) {
    return { ok: false, problem: folderProblem(error as NodeJS.ErrnoException, dir) }
  }
}

/**
 * The record of the live core of a data folder; null when none lives. `url` and `token` are null until it listens.
 * Throws when the lock belongs to another user.
 */
export async function readCoreLock(dir: string): Promise<CoreLockRecord | null> {
  const { record } = await readRecord(join(dir, LOCK_FILE))
  return record && (await isSameProcess(record.pid, record.pidStart)) ? record : null
}

function lockOf(path: string, acquired: CoreLockRecord): CoreLock {
  let record = acquired
  return {
    get record() {
      return record
    },
    publish: async ({ url, token }) => {
      const { record: current } = await readRecord(path)
      if (!current || !isSameRecord(current, record)) throw new Error(`${path} is no longer the lock of this process`)
      record = { ...record, url, token }
      await replaceRecord(path, record)
    },
    withdraw: async () => {
      record = { ...record, url: null, token: null }
      const { record: current } = await readRecord(path)
      if (!current || !isSameRecord(current, record)) return
      try {
        await replaceRecord(path, record)
      } catch (error) {
        // A full disk or a folder that is gone must not keep a core from ending: who comes now finds a closed port.
        if ((error as NodeJS.ErrnoException).code === undefined) throw error
      }
    },
    release: () => removeRecord(path, record),
  }
}

function lockedProblem(dir: string, owner: CoreLockRecord): Problem {
  const remedy = `use the Baton that runs there, end it with \`baton quit\` (or kill ${owner.pid}), or choose another data folder with --data-dir`
  return failure('data-folder-locked', dir, `another Baton (pid ${owner.pid}) is using it`, remedy).problem
}
