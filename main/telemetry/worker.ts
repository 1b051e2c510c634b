import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { describeProblem, type Outcome, type Problem } from '../../contract/problem.ts'
import type { ForwardView } from '../../contract/telemetry.ts'
import { AGENT_TELEMETRY } from '../agents/all-telemetry.ts'
import { usePrices } from '../agents/prices.ts'
import { withListPrices } from '../agents/with-list-prices.ts'
import { decodeInPieces } from '../otlp/decode.ts'
import { StoreError } from '../store/store-error.ts'
import type { StreamState } from '../store/telemetry-types.ts'
import { openForwarder } from './forward/forwarder.ts'
import { createProcessor } from './process/pipeline.ts'
import { startGrpcReceiver } from './receive/grpc.ts'
import { startHttpReceiver } from './receive/http.ts'
import type {
  Forwarder,
  FromThread,
  Processor,
  RunningReceiver,
  TelemetryLedger,
  ThreadInput,
  ThreadState,
  ToThread,
} from './types.ts'

/** Entry of the telemetry thread: receivers, processor and forwarder, apart from what the core has to answer at once. */
async function serve(port: MessagePort, input: ThreadInput): Promise<void> {
  const say = (message: FromThread): void => port.postMessage(message)
  const fault = (error: unknown): void =>
    say({ type: 'fault', what: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  usePrices(input.prices ?? [])
  const { ledger, done } = remoteLedger(say)
  let answer: ((message: Exclude<ToThread, { type: 'ledger-done' }>) => void) | null = null
  // The rooms ask the ledger while they are built.
  port.on('message', (message: ToThread) => {
    if (message.type === 'ledger-done') done(message)
    else answer?.(message)
  })
  const rooms = await openRooms(input, ledger, fault)
  const { receivers, processor, forwarder } = rooms

  async function close(): Promise<void> {
    await Promise.all(receivers.map((receiver) => receiver.close()))
    await processor.close()
    await forwarder?.close()
    say({ type: 'closed' })
  }

  answer = (message) => {
    if (message.type === 'own-event') forwarder?.own(message.event)
    else if (message.type === 'prices') usePrices(message.prices)
    else if (message.type === 'close') close().catch(fault)
    else say({ type: 'state', id: message.id, state: stateOf(rooms) })
  }
  say({ type: 'started', receivers: receivers.map((receiver) => receiver.view()) })
}

interface Rooms {
  since: string
  processor: Processor
  forwarder: Forwarder | null
  /** How forwarding stands; null: it is not wanted. */
  forward(): ForwardView | null
  receivers: RunningReceiver[]
}

async function openRooms(input: ThreadInput, ledger: TelemetryLedger, fault: (error: unknown) => void): Promise<Rooms> {
  const { dedupeMinutes, httpPort, grpcPort, takenPort } = input.settings
  let receivers: RunningReceiver[] = []
  const ownPorts = (): number[] => receivers.flatMap((receiver) => receiver.view().port ?? [])
  const opened = await forwarderOf(input, ownPorts, fault)
  const forwarder = opened?.ok === true ? opened.value : null
  const processor = await createProcessor({
    ledger,
    agents: withListPrices(AGENT_TELEMETRY),
    decode: decodeInPieces,
    settings: { dedupeMinutes },
    now: Date.now,
    forwarder,
    fault,
  })
  // The HTTP receiver tells of both.
  const health = () => ({
    receivers: receivers.map((receiver) => receiver.view()),
    queue: processor.queue(),
    lastError: processor.lastError(),
  })
  receivers = await Promise.all([
    startHttpReceiver({ port: httpPort, takenPort, intake: processor, health, fault }),
    startGrpcReceiver({ port: grpcPort, takenPort, intake: processor, fault }),
  ])
  const forward = (): ForwardView | null => {
    if (opened === null) return null
    return opened.ok ? opened.value.view() : cannotForward(input.settings.forward?.endpoint ?? '', opened.problem)
  }
  return { since: new Date().toISOString(), processor, forwarder, forward, receivers }
}

function stateOf({ since, processor, forward, receivers }: Rooms): ThreadState {
  return {
    since,
    receivers: receivers.map((receiver) => receiver.view()),
    received: processor.received(),
    steps: processor.steps(),
    queue: processor.queue(),
    lastError: processor.lastError(),
    forward: forward(),
  }
}

/** The ledger lies beyond this thread: its calls are messages, answered by their number. */
function remoteLedger(say: (message: FromThread) => void): {
  ledger: TelemetryLedger
  done(message: Extract<ToThread, { type: 'ledger-done' }>): void
} {
  const asked = new Map<number, PromiseWithResolvers<unknown>>()
  let lastId = 0
  const ask = (make: (id: number) => FromThread): Promise<unknown> => {
    const id = ++lastId
    const waiting = Promise.withResolvers<unknown>()
    asked.set(id, waiting)
    say(make(id))
    return waiting.promise
  }
  return {
    ledger: {
      async commit(batch) {
        await ask((id) => ({ type: 'ledger', id, call: 'commit', batch }))
      },
      // `answer` in start.ts gives each call what the store gives.
      streams: (keys) => ask((id) => ({ type: 'ledger', id, call: 'streams', keys })) as Promise<StreamState[]>,
      seen: (since) => ask((id) => ({ type: 'ledger', id, call: 'seen', since })) as Promise<Uint8Array[]>,
    },
    done(message) {
      const waiting = asked.get(message.id)
      asked.delete(message.id)
      if (message.ok) waiting?.resolve(message.value)
      else waiting?.reject(new StoreError(message.problem))
    },
  }
}

/** Null: nothing is forwarded. */
async function forwarderOf(
  input: ThreadInput,
  ownPorts: () => number[],
  fault: (error: unknown) => void,
): Promise<Outcome<Forwarder> | null> {
  const { forward: settings } = input.settings
  const { forwardHeaders: headers, dataDir, version } = input
  if (settings === null || headers === null) return null
  if (!headers.ok) return headers
  const opened = await openForwarder({ settings, headers: headers.value, dataDir, version, ownPorts, fault })
  if (!opened.ok) fault(new Error(describeProblem(opened.problem)))
  return opened
}

/** What is wanted and cannot be: nothing is kept for it either. */
function cannotForward(endpoint: string, problem: Problem): ForwardView {
  const queued = { requests: 0, bytes: 0, oldestAt: null }
  return { endpoint, state: 'failed', queued, sent: 0, dropped: {}, nextTryAt: null, problem }
}

if (parentPort !== null) {
  const port = parentPort
  // What throws here ends the thread, and the core says so.
  await serve(port, workerData as ThreadInput)
}
