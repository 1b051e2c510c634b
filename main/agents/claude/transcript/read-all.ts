import { readdir, stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { TokenCounts } from '../../../../contract/usage.ts'
import { workerUrl } from '../../../package/worker-url.ts'
import { priceOf } from '../prices.ts'
import type { Skipped } from './lines.ts'
import type { ReadAllInput, ReadAllOutput } from './read-all-worker.ts'
import type { ScannedContext, ScannedUsage } from './scan-usage.ts'

export interface ModelTotals {
  tokens: TokenCounts
  requests: number
  webSearches: number
  /** USD at list prices; null for a model without a price. */
  costUsd: number | null
}

export interface CorpusReading {
  models: Map<string, ModelTotals>
  requests: number
  /** Last known context by session id. */
  contexts: Map<string, ScannedContext>
  files: number
  bytes: number
  /** Lines that could not be read. */
  skipped: Skipped
  /** Files that could not be read, with the reason. */
  failed: { path: string; why: string }[]
}

/** More threads than this wait for the disk, not for each other. */
const MOST_THREADS = 4
/** A thread of its own pays from about this many bytes. */
const BYTES_PER_THREAD = 16 * 1024 * 1024

/**
 * Usage of all transcripts below a `projects` folder, each response counted once however many files repeat it. Runs in
 * threads of its own. A folder that is not there is empty.
 */
export async function readCorpus(root: string): Promise<CorpusReading> {
  const files = await transcriptsBelow(root)
  const totalBytes = files.reduce((sum, file) => sum + file.size, 0)
  const wanted = Math.ceil(totalBytes / BYTES_PER_THREAD)
  const threads = Math.min(wanted, availableParallelism(), MOST_THREADS, files.length)
  const input: ReadAllInput = {
    files: files.sort((a, b) => b.size - a.size).map((file) => file.path),
    next: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT),
  }
  const url = workerUrl(import.meta.url, 'read-all-worker.ts', 'corpus-worker.js')
  return merge(await Promise.all(Array.from({ length: threads }, () => runWorker(url, input))), files.length)
}

async function transcriptsBelow(root: string): Promise<{ path: string; size: number }[]> {
  const names = await readdir(root, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const paths = names.filter((name) => name.endsWith('.jsonl')).map((name) => join(root, name))
  // A file that goes away between the two looks is not there.
  const sizes = await Promise.all(
    paths.map((path) =>
      stat(path)
        .then(({ size }) => size)
        .catch(() => null),
    ),
  )
  return paths.flatMap((path, n) => {
    const size = sizes[n]
    return typeof size === 'number' ? [{ path, size }] : []
  })
}

function runWorker(url: URL, workerData: ReadAllInput): Promise<ReadAllOutput> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(url, { workerData, execArgv: [] })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

function merge(outputs: ReadAllOutput[], files: number): CorpusReading {
  const usages = new Map<string, ScannedUsage>()
  const reading: CorpusReading = {
    models: new Map(),
    requests: 0,
    contexts: new Map(),
    files,
    bytes: 0,
    skipped: { lines: 0, bytes: 0 },
    failed: outputs.flatMap((output) => output.failed),
  }
  for (const { scanned, bytes } of outputs) {
    reading.bytes += bytes
    reading.skipped.lines += scanned.skipped.lines
    reading.skipped.bytes += scanned.skipped.bytes
    for (const [session, context] of scanned.contexts) reading.contexts.set(session, context)
    for (const [key, usage] of scanned.usages) {
      const known = usages.get(key)
      if (known === undefined || usage.figures[1] > known.figures[1]) usages.set(key, usage)
    }
  }
  reading.requests = usages.size
  for (const usage of usages.values()) add(reading.models, usage)
  return reading
}

function add(models: Map<string, ModelTotals>, { model, figures }: ScannedUsage): void {
  const [input, output, cacheRead, cacheWrite5m, cacheWrite1h, webSearches] = figures
  const cost = priceOf(model, { input, output, cacheRead, cacheWrite5m, cacheWrite1h }, webSearches)
  const total = models.get(model)
  if (total === undefined) {
    const tokens = { input, output, cacheRead, cacheWrite5m, cacheWrite1h }
    models.set(model, { tokens, requests: 1, webSearches, costUsd: cost })
    return
  }
  total.tokens.input += input
  total.tokens.output += output
  total.tokens.cacheRead += cacheRead
  total.tokens.cacheWrite5m += cacheWrite5m
  total.tokens.cacheWrite1h += cacheWrite1h
  total.requests += 1
  total.webSearches += webSearches
  total.costUsd = total.costUsd === null || cost === null ? null : total.costUsd + cost
}
