import { parentPort, workerData } from 'node:worker_threads'
import { createUsageScanner, emptyScan, type Scanned } from './scan-usage.ts'

/** What the threads share: the files, largest first, and the index of the next one to take. */
export interface ReadAllInput {
  files: string[]
  next: SharedArrayBuffer
}

export interface ReadAllOutput {
  scanned: Scanned
  bytes: number
  /** Files that could not be read, with the reason. */
  failed: { path: string; why: string }[]
}

function readShare({ files, next }: ReadAllInput): ReadAllOutput {
  const scanned = emptyScan()
  const scan = createUsageScanner(scanned)
  const counter = new Int32Array(next)
  const failed: ReadAllOutput['failed'] = []
  let bytes = 0
  for (;;) {
    const path = files[Atomics.add(counter, 0, 1)]
    if (path === undefined) return { scanned, bytes, failed }
    try {
      bytes += scan(path)
    } catch (error) {
      failed.push({ path, why: error instanceof Error ? error.message : String(error) })
    }
  }
}

const port = parentPort
if (port !== null) port.postMessage(readShare(workerData as ReadAllInput))
