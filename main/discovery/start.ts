import { Worker } from 'node:worker_threads'
import type { ScanState } from '../../contract/observed.ts'
import { workerUrl } from '../package/worker-url.ts'
import type { Store } from '../store/types.ts'
import type { FromThread, ScanSettings, ThreadInput, ToThread } from './types.ts'

/** How long the thread may take to leave what it reads; a file that it did not end is read again, ms. */
const CLOSE_LIMIT_MS = 1_000
/** For what lives a moment; left to itself V8 lets it grow to many times that under load, and does not give it back. */
const YOUNG_MB = 4

export interface DiscoveryParts extends Omit<ThreadInput, 'store'> {
  store: Pick<Store, 'port'>
  state(state: ScanState): void
  /** Of these sessions something new is in the store. */
  sessions(ids: string[]): void
  fault(error: unknown, context?: object): void
}

export interface RunningDiscovery {
  /** Resolves when all that stands on disk at the call is in the store; with what was reached where the thread ends before. */
  look(): Promise<ScanState | null>
  use(settings: ScanSettings): void
  close(): Promise<void>
}

/** Starts the thread that reads all transcripts and follows them. */
export function startDiscovery(parts: DiscoveryParts): RunningDiscovery {
  const { store, state, sessions, fault, ...input } = parts
  const ledger = store.port()
  const worker = new Worker(workerUrl(import.meta.url, 'worker.ts', 'scan-worker.js'), {
    workerData: { ...input, store: ledger } satisfies ThreadInput,
    transferList: [ledger],
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  })
  const asked = new Map<number, (state: ScanState | null) => void>()
  const ended = Promise.withResolvers<void>()
  let lastId = 0
  let closing = false
  const send = (message: ToThread): void => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
    worker.postMessage(message)
  }
  const gone = (): void => {
    for (const answer of asked.values()) answer(null)
    asked.clear()
    ended.resolve()
  }
  worker.on('message', (message: FromThread) => {
    if (message.type === 'closed') return gone()
    if (message.type === 'fault') fault(new Error(message.what), { thread: 'discovery' })
    else if (message.type === 'sessions') sessions(message.ids)
    else state(message.state)
    if (message.type !== 'looked') return
    asked.get(message.id)?.(message.state)
    asked.delete(message.id)
  })
  worker.on('error', (error) => {
    fault(error, { thread: 'discovery' })
    gone()
  })
  worker.on('exit', (code) => {
    if (!closing) fault(new Error(`it exited with code ${code}`), { thread: 'discovery' })
    closing = true
    gone()
  })
  return {
    look: () =>
      new Promise((resolve) => {
        if (closing) return resolve(null)
        const id = ++lastId
        asked.set(id, resolve)
        send({ type: 'look', id })
      }),
    use: (settings) => send({ type: 'settings', settings }),
    async close() {
      closing = true
      send({ type: 'close' })
      const late = setTimeout(ended.resolve, CLOSE_LIMIT_MS)
      await ended.promise
      clearTimeout(late)
      await worker.terminate()
    },
  }
}
