import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { requestsIn, type BlockRequest } from '../store/request-block.ts'
import type { TranscriptFile } from '../store/scan-types.ts'
import type { AgentTranscripts, FoundFile, TranscriptReading } from './transcripts.ts'

const BUFFER_BYTES = 64 * 1024

/** A folder that is gone after the test. */
export function folderForTest(): string {
  const folder = mkdtempSync(join(tmpdir(), 'baton-transcripts-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** What a scan would have found. */
export function found(path: string, root = dirname(path)): FoundFile {
  const { size, mtimeMs, birthtimeMs, dev, ino } = statSync(path)
  return { path, root, size, changedAt: mtimeMs, bornAt: birthtimeMs, dev: String(dev), ino: String(ino) }
}

/** One file read now and then, as a scan does; requests by their ids, the last telling of each. */
export function follow(transcripts: AgentTranscripts, path: string, root?: string) {
  const buffer = Buffer.alloc(BUFFER_BYTES)
  const requests = new Map<string, BlockRequest>()
  let file: TranscriptFile | null = null
  const limits = new Map<string, TranscriptReading['limits'][number]>()
  return {
    requests,
    limits,
    get file() {
      if (file === null) throw new Error('nothing was read')
      return file
    },
    /** False: nothing was new. */
    read(): boolean {
      const reading = transcripts.read(found(path, root), file, buffer)
      if (reading === null) return false
      file = reading.file
      for (const limit of reading.limits) limits.set(limit.name, limit)
      for (const one of requestsIn(reading.requests)) requests.set(`${one.message} ${one.request}`, one)
      return true
    },
  }
}

/** A file read whole. */
export function readWhole(transcripts: AgentTranscripts, path: string, root?: string) {
  const followed = follow(transcripts, path, root)
  followed.read()
  return followed
}

/** What does not depend on the pieces in which a file was read, nor on the file system. */
export function telling({ requests, limits, file }: ReturnType<typeof follow>) {
  const { sessionId, agentId, project, title, context, ending, firstAt, lastAt, damagedLines } = file
  const facts = { sessionId, agentId, project, title, context, ending, firstAt, lastAt, damagedLines }
  return { requests: [...requests.values()], limits: [...limits.values()], ...facts }
}

/** The bytes, written into a file of that name in pieces and read after each. */
export function readInPieces(transcripts: AgentTranscripts, name: string, bytes: Buffer, cuts: readonly number[]) {
  const path = join(folderForTest(), name)
  mkdirSync(dirname(path), { recursive: true })
  const followed = follow(transcripts, path)
  for (const end of [...cuts.toSorted((a, b) => a - b), bytes.length]) {
    writeFileSync(path, bytes.subarray(0, end))
    followed.read()
  }
  return followed
}

/** A copy of a fixture that a test may change. */
export function copied(path: string): string {
  const copy = join(folderForTest(), basename(path))
  copyFileSync(path, copy)
  return copy
}

export function bytesOf(path: string): Buffer {
  return readFileSync(path)
}
