import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { PriceOverride } from '../../contract/prices.ts'
import type { AgentName } from '../../contract/telemetry.ts'
import type { FoundFile } from '../agents/transcripts.ts'
import { workerUrl } from '../package/worker-url.ts'
import type { TranscriptFile } from '../store/scan-types.ts'
import type { Outcome } from './read-one.ts'

/** Pieces in which files are read: large enough to be few, small enough to be little memory. Bytes. */
export const BUFFER_BYTES = 2 * 1024 * 1024
/** Readings of one helper that wait to be taken. */
export const READ_AHEAD = 32
/** A thread more pays from about this many bytes that it would read. */
const BYTES_PER_HELPER = 64 * 1024 * 1024
/** More than these wait for the disk and the store, not for each other. */
const MOST_HELPERS = 3
/** One reads already, and one writes into the store. */
const BUSY_CORES = 2
/** For what lives a moment; left to itself V8 lets it grow to many times that under load. */
const YOUNG_MB = 4

/** A file to be read, and how far it was read before. */
export interface Work {
  agent: AgentName
  file: FoundFile
  known: TranscriptFile | null
}

/** What helpers share. `next`: index of the work that nobody has; `taken`: how many readings of one were taken from it. */
export interface HelpInput {
  work: Work[]
  prices: PriceOverride[]
  next: SharedArrayBuffer
  taken: SharedArrayBuffer
}

export interface Helped {
  n: number
  outcome: Outcome
}

export interface Helpers {
  /** The index of the next file that nobody has; may lie beyond the last. */
  next(): number
  /** Resolves when all helpers have ended. Rejects when one failed. */
  done(): Promise<void>
  /** Ends them as they stand. */
  close(): Promise<void>
}

/**
 * As many threads as help with that much work, none for little. `take` is given each reading in its turn, and the helper waits
 * while it takes no more.
 */
export function startHelpers(
  work: Work[],
  bytes: number,
  prices: PriceOverride[],
  take: (helped: Helped) => Promise<void>,
  cores = availableParallelism(),
): Helpers {
  const next = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  const counter = new Int32Array(next)
  const wanted = Math.min(Math.floor(bytes / BYTES_PER_HELPER), cores - BUSY_CORES, MOST_HELPERS)
  const helpers = Array.from({ length: Math.max(0, wanted) }, () => startHelper({ work, prices, next }, take))
  return {
    next: () => Atomics.add(counter, 0, 1),
    async done() {
      await Promise.all(helpers.map(({ ended }) => ended))
    },
    async close() {
      Atomics.store(counter, 0, work.length)
      await Promise.all(helpers.map(({ worker }) => worker.terminate()))
    },
  }
}

function startHelper(
  shared: Omit<HelpInput, 'taken'>,
  take: (helped: Helped) => Promise<void>,
): { worker: Worker; ended: Promise<void> } {
  const taken = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  const uptake = new Int32Array(taken)
  const worker = new Worker(workerUrl(import.meta.url, 'read-worker.ts', 'read-worker.js'), {
    workerData: { ...shared, taken } satisfies HelpInput,
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  })
  let turn: Promise<void> = Promise.resolve()
  const ended = new Promise<void>((resolve, reject) => {
    worker.on('message', (helped: Helped) => {
      turn = turn
        .then(() => take(helped))
        .catch(reject)
        .finally(() => {
          Atomics.add(uptake, 0, 1)
          Atomics.notify(uptake, 0)
        })
    })
    worker.on('error', reject)
    worker.on('exit', () => void turn.then(resolve))
  })
  // Told when it is waited for.
  ended.catch(() => {})
  return { worker, ended }
}
