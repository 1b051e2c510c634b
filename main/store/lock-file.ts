import { randomUUID } from 'node:crypto'
import { link, open, readFile, rename, rm } from 'node:fs/promises'
import { z } from 'zod'

/** What `core.lock` says of the core that holds the data folder. */
export const CoreLockRecord = z.object({
  pid: z.number().int(),
  /** As `processStart` gives it: tells the core from a later process of the same pid. */
  pidStart: z.string(),
  startedAt: z.string(),
  /** Where it listens; null until it does. */
  url: z.string().nullable(),
  /** The control token of its server; null until it listens. */
  token: z.string().nullable(),
  version: z.string(),
})
export type CoreLockRecord = z.infer<typeof CoreLockRecord>

/** Creates the lock with its whole content, or answers false when there is one: no reader ever sees half a record. */
export async function createRecord(path: string, record: CoreLockRecord): Promise<boolean> {
  const draft = await writeDraft(path, record)
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

/** `text` null: no lock. `record` null with a text: not one of ours, or damaged. */
export async function readRecord(path: string): Promise<{ text: string | null; record: CoreLockRecord | null }> {
  try {
    const text = await readFile(path, 'utf8')
    return { text, record: parse(text) }
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return { text: null, record: null }
    throw error
  }
}

/** Atomic; the caller knows that the lock is its own to replace. */
export async function replaceRecord(path: string, record: CoreLockRecord): Promise<void> {
  const draft = await writeDraft(path, record)
  try {
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

/** Removes the lock if it is that owner's. No one takes a live owner's lock, so nothing comes between look and removal. */
export async function removeRecord(path: string, owner: CoreLockRecord): Promise<void> {
  const { record } = await readRecord(path)
  if (record && isSameRecord(record, owner)) await rm(path, { force: true })
}

/** The same holder, whatever it has published since. */
export function isSameRecord(one: CoreLockRecord, other: CoreLockRecord): boolean {
  return one.pid === other.pid && one.pidStart === other.pidStart && one.startedAt === other.startedAt
}

function parse(text: string): CoreLockRecord | null {
  try {
    return CoreLockRecord.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

async function writeDraft(path: string, record: CoreLockRecord): Promise<string> {
  const draft = `${path}.${randomUUID()}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(record)}\n`)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  } finally {
    await file.close()
  }
  return draft
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
