import type { TranscriptReading } from '../agents/transcripts.ts'
import { blockWriter, requestsIn } from '../store/request-block.ts'
import { REQUEST_COLUMNS, type RequestBlock, type ScanBatch, type TranscriptFile } from '../store/scan-types.ts'
import type { ScanLedger } from './types.ts'

/** A batch is one transaction, and a hook's transition may wait behind it: so many requests take the store some ms. */
const BATCH_REQUESTS = 500
const BATCH_FILES = 50
/** So many batches wait for the store at most, so that reading and writing go on at once and memory stays bounded. */
const BATCHES_WAITING = 3

export interface Keeper {
  /** Resolves when the next reading may be made. Rejects when the store could not take an earlier one. */
  take(reading: TranscriptReading): Promise<void>
  /** Resolves when all that was taken is in the store. */
  done(): Promise<void>
}

/** Gathers readings into batches and has the store keep them: a file's requests before its place or with it, never after. */
export function createKeeper(ledger: ScanLedger, kept: (files: TranscriptFile[]) => void): Keeper {
  let batch = emptyBatch()
  let requests = 0
  let waiting: Promise<void>[] = []

  function send(): void {
    if (batch.files.length + batch.requests.length + batch.limits.length === 0) return
    const { files } = batch
    const sent = ledger.recordScan(batch).then(() => kept(files))
    // Told when it is waited for.
    sent.catch(() => {})
    waiting.push(sent)
    batch = emptyBatch()
    requests = 0
  }

  async function settle(most: number): Promise<void> {
    while (waiting.length > most) {
      const [first] = waiting
      try {
        await first
      } catch (error) {
        batch = emptyBatch()
        requests = 0
        await Promise.allSettled(waiting)
        waiting = []
        throw error
      }
      waiting.shift()
    }
  }

  async function takeOne({ file, requests: block, limits }: TranscriptReading): Promise<void> {
    const spread = rowsOf(block) > BATCH_REQUESTS
    for (const part of parts(block)) {
      const rows = rowsOf(part)
      if (requests + rows > BATCH_REQUESTS) send()
      batch.requests.push(part)
      requests += rows
      if (spread) await settle(BATCHES_WAITING)
    }
    if (spread) {
      // Were one of these not kept, the file's place must not be either.
      send()
      await settle(0)
    }
    batch.files.push(file)
    batch.limits.push(...limits)
    if (batch.files.length >= BATCH_FILES) send()
    await settle(BATCHES_WAITING)
  }

  /** One after the other, whoever brings them. */
  let turn: Promise<void> = Promise.resolve()
  function inTurn(act: () => Promise<void>): Promise<void> {
    const next = turn.then(act)
    turn = next.catch(() => {})
    return next
  }

  return {
    take: (reading) => inTurn(() => takeOne(reading)),
    done: () =>
      inTurn(async () => {
        send()
        await settle(0)
      }),
  }
}

function emptyBatch(): ScanBatch {
  return { files: [], requests: [], limits: [] }
}

function rowsOf({ figures }: RequestBlock): number {
  return figures.length / REQUEST_COLUMNS.length
}

/** A block in parts that each fit a batch. */
function* parts(block: RequestBlock): Generator<RequestBlock> {
  const rows = rowsOf(block)
  if (rows === 0) return
  if (rows <= BATCH_REQUESTS) return yield block
  const writer = blockWriter()
  for (const request of requestsIn(block)) {
    writer.add(request)
    if (writer.rows === BATCH_REQUESTS) yield writer.take()
  }
  if (writer.rows > 0) yield writer.take()
}
