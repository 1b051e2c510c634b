import { appendFileSync, mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { requestsIn, type BlockRequest } from '../../../store/request-block.ts'
import type { TranscriptFile } from '../../../store/scan-types.ts'
import type { FoundFile } from '../../transcripts.ts'
import { claudeTranscripts } from '../transcripts.ts'

export const SESSION = 'aaaaaaaa-0000-4000-8000-000000000001'

/** A `projects` folder of its own. */
export function projectsFolder(): string {
  return join(mkdtempSync(join(tmpdir(), 'baton-transcripts-')), 'projects')
}

export interface ReadTranscript {
  file: TranscriptFile
  requests: BlockRequest[]
  /** What each response is counted as, over all that was read. */
  counted: Map<string, BlockRequest>
  reported: TranscriptFile['reported']
}

/** One transcript file that grows and is read as it does. */
export function growingTranscript(relativePath = join('-p', `${SESSION}.jsonl`), root = projectsFolder()) {
  const path = join(root, relativePath)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, '')
  let known: TranscriptFile | null = null
  const counted = new Map<string, BlockRequest>()
  const reported: TranscriptFile['reported'] = []
  return {
    path,
    append: (bytes: Buffer): void => appendFileSync(path, bytes),
    /** Null: nothing was new. */
    read(bufferBytes = 4096): ReadTranscript | null {
      const reading = claudeTranscripts.read(foundFile(path, root), known, Buffer.alloc(bufferBytes))
      if (reading === null) return null
      known = reading.file
      const requests = [...requestsIn(reading.requests)]
      for (const request of requests) count(counted, request)
      reported.push(...reading.file.reported)
      return { file: reading.file, requests, counted, reported }
    },
  }
}

/** As the ledger merges what lines and files repeat of one request. */
function count(counted: Map<string, BlockRequest>, request: BlockRequest): void {
  const key = `${request.message} ${request.request}`
  const before = counted.get(key)
  const larger = before === undefined || request.output > before.output ? request : before
  counted.set(key, { ...larger, endsTurn: request.endsTurn || before?.endsTurn === true })
}

export function foundFile(path: string, root: string): FoundFile {
  const stats = statSync(path, { bigint: true })
  return {
    path,
    root,
    size: Number(stats.size),
    changedAt: Number(stats.mtimeNs) / 1e6,
    bornAt: Number(stats.birthtimeNs) / 1e6,
    dev: String(stats.dev),
    ino: String(stats.ino),
  }
}

export function readTranscript(content: Buffer, relativePath?: string, bufferBytes?: number): ReadTranscript {
  const transcript = growingTranscript(relativePath)
  transcript.append(content)
  const read = transcript.read(bufferBytes)
  if (read === null) throw new Error('a new file is new')
  return read
}
