import type { MessagePort } from 'node:worker_threads'
import type { Problem } from '../../contract/problem.ts'
import type { ScanBatch, TranscriptFile } from '../store/scan-types.ts'
import { StoreError } from '../store/store-error.ts'
import type { ScanLedger } from './types.ts'

type Asked = { id: number; batch: ScanBatch | null }
type Answered = { id: number; value: TranscriptFile[] } | { id: number; problem: Problem }

/** Answers the thread's calls from the store. */
export function serveLedger(ledger: ScanLedger, port: MessagePort): void {
  port.on('message', ({ id, batch }: Asked) => {
    const answer = batch === null ? ledger.transcriptFiles() : ledger.recordScan(batch).then(() => [])
    answer.then(
      (value) => port.postMessage({ id, value } satisfies Answered),
      (error: unknown) => {
        if (!(error instanceof StoreError)) throw error
        port.postMessage({ id, problem: error.problem } satisfies Answered)
      },
    )
  })
}

/** The ledger as the thread sees it. */
export function ledgerOver(port: MessagePort): ScanLedger {
  const asked = new Map<number, PromiseWithResolvers<TranscriptFile[]>>()
  let lastId = 0
  port.on('message', (answer: Answered) => {
    const waiting = asked.get(answer.id)
    asked.delete(answer.id)
    if ('value' in answer) waiting?.resolve(answer.value)
    else waiting?.reject(new StoreError(answer.problem))
  })
  const ask = (batch: ScanBatch | null): Promise<TranscriptFile[]> => {
    const id = ++lastId
    const waiting = Promise.withResolvers<TranscriptFile[]>()
    asked.set(id, waiting)
    port.postMessage({ id, batch } satisfies Asked)
    return waiting.promise
  }
  return {
    transcriptFiles: () => ask(null),
    async recordScan(batch) {
      await ask(batch)
    },
  }
}
