import { Worker } from 'node:worker_threads'
import type { PriceOverride } from '../../contract/prices.ts'
import { failure, success, type Outcome } from '../../contract/problem.ts'
import type { ReceiverView, TelemetryState } from '../../contract/telemetry.ts'
import { workerUrl } from '../package/worker-url.ts'
import { StoreError } from '../store/store-error.ts'
import type { TelemetryStore } from '../store/telemetry-types.ts'
import type { FromThread, OwnEvent, ThreadInput, ThreadState, ToThread } from './types.ts'

/** How long the thread may take to commit what waits and to answer what is under way. */
const CLOSE_LIMIT_MS = 5_000
/** For what lives a moment; left to itself V8 lets it grow to many times that under load, and does not give it back. */
const YOUNG_MB = 8

export interface TelemetryParts extends ThreadInput {
  store: TelemetryStore
  fault(error: unknown, context?: object): void
}

export interface RunningTelemetry {
  /** As they stood at the start. */
  receivers: ReceiverView[]
  /** Where sessions of this machine send to: the HTTP receiver; null: it is not bound. */
  endpoint: string | null
  state(): Promise<TelemetryState>
  ownEvent(event: OwnEvent): void
  /** Responses that come from now on have these prices before the built-in ones. */
  usePrices(prices: readonly PriceOverride[]): void
  close(): Promise<void>
}

/** Starts the thread that receives. `telemetry-thread`: it could not be started, or ended at once. */
export async function startTelemetry(parts: TelemetryParts): Promise<Outcome<RunningTelemetry>> {
  const { store, fault, ...input } = parts
  const worker = new Worker(workerUrl(import.meta.url, 'worker.ts', 'telemetry-worker.js'), {
    workerData: input satisfies ThreadInput,
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  })
  const started = Promise.withResolvers<ReceiverView[]>()
  const ended = Promise.withResolvers<void>()
  const asked = new Map<number, PromiseWithResolvers<ThreadState>>()
  let lastId = 0
  let why: string | null = null
  const send = (message: ToThread): void => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
    worker.postMessage(message)
  }
  const gone = (cause: string): void => {
    why ??= cause
    started.reject(new Error(cause))
    for (const { reject } of asked.values()) reject(new Error(cause))
    asked.clear()
    ended.resolve()
  }
  const call = async (message: Extract<FromThread, { type: 'ledger' }>): Promise<void> => {
    const { id } = message
    try {
      send({ type: 'ledger-done', id, ok: true, value: await answer(store, message) })
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      send({ type: 'ledger-done', id, ok: false, problem: error.problem })
    }
  }
  worker.on('message', (message: FromThread) => {
    if (message.type === 'started') started.resolve(message.receivers)
    else if (message.type === 'ledger') call(message).catch(fault)
    else if (message.type === 'fault') fault(new Error(message.what), { thread: 'telemetry' })
    else if (message.type === 'state') {
      asked.get(message.id)?.resolve(message.state)
      asked.delete(message.id)
    } else ended.resolve()
  })
  worker.on('error', (error) => {
    fault(error, { thread: 'telemetry' })
    gone(error instanceof Error ? error.message : String(error))
  })
  worker.on('exit', (code) => gone(`it exited with code ${code}`))

  const views = await started.promise.catch((error: unknown) => (error instanceof Error ? error : new Error('')))
  if (views instanceof Error) {
    await worker.terminate()
    const remedy = 'switch the receiver off in the settings (telemetry.enabled), and tell us of it'
    return failure('telemetry-thread', 'the telemetry receiver', views.message, remedy)
  }
  const http = views.find(({ protocol }) => protocol === 'http')?.port ?? null
  return success({
    receivers: views,
    endpoint: http === null ? null : `http://127.0.0.1:${http}`,
    async state() {
      if (why !== null) throw new Error(why)
      const id = ++lastId
      const waiting = Promise.withResolvers<ThreadState>()
      asked.set(id, waiting)
      send({ type: 'state', id })
      const [state, unknown] = await Promise.all([waiting.promise, store.telemetryUnknown()])
      return { ...state, unknown }
    },
    ownEvent: (event) => send({ type: 'own-event', event }),
    usePrices: (prices) => send({ type: 'prices', prices }),
    async close() {
      send({ type: 'close' })
      const late = setTimeout(() => ended.resolve(), CLOSE_LIMIT_MS)
      await ended.promise
      clearTimeout(late)
      await worker.terminate()
    },
  })
}

function answer(store: TelemetryStore, message: Extract<FromThread, { type: 'ledger' }>): Promise<unknown> {
  if (message.call === 'commit') return store.recordTelemetry(message.batch)
  if (message.call === 'streams') return store.telemetryStreams(message.keys)
  return store.telemetrySeen(message.since)
}
