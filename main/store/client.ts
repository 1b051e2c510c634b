import type { Worker } from 'node:worker_threads'
import { failure, success } from '../../contract/problem.ts'
import type { Outcome, Problem } from '../../contract/problem.ts'
import { START_ID } from './protocol.ts'
import type { StoreCalls, StoreMethod, StoreReply, StoreRequest } from './protocol.ts'
import { StoreError } from './store-error.ts'
import type { Store } from './types.ts'

interface Pending {
  resolve: (value: unknown) => void
  reject: (error: Error) => void
}

/** The store as the core sees it. Resolves when the worker has the database open, or with what kept it from it. */
export async function connect(worker: Worker): Promise<Outcome<Store>> {
  const pending = new Map<number, Pending>()
  let lastId = START_ID
  /** Why no further call is taken; null while the worker serves. */
  let ended: Problem | null = null

  const settle = (reply: StoreReply) => {
    const call = pending.get(reply.id)
    pending.delete(reply.id)
    if (reply.ok) call?.resolve(reply.value)
    else call?.reject(new StoreError(reply.problem))
  }
  const fail = (problem: Problem) => {
    ended ??= problem
    for (const call of pending.values()) call.reject(new StoreError(problem))
    pending.clear()
  }
  const send = (request: StoreRequest): Promise<unknown> => {
    if (ended) return Promise.reject(new StoreError(ended))
    return new Promise((resolve, reject) => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
      worker.postMessage(request)
      pending.set(request.id, { resolve, reject })
    })
  }
  const started = new Promise((resolve, reject) => pending.set(START_ID, { resolve, reject }))
  worker.on('message', settle)
  worker.on('messageerror', (error) => fail(died(error.message)))
  worker.on('error', (error) => fail(died(error instanceof Error ? error.message : String(error))))
  worker.on('exit', (code) => fail(died(`it exited with code ${code}`)))

  const call = async <M extends StoreMethod>(method: M, args: Parameters<StoreCalls[M]>) =>
    // The reply to a method carries its value: `StoreCalls` types the handler that made it.
    (await send({ id: ++lastId, method, args } as StoreRequest)) as ReturnType<StoreCalls[M]>
  let closing: Promise<void> | null = null
  const close = () => {
    closing ??=
      ended?.code === 'store-worker-died'
        ? Promise.resolve()
        : closeWorker(worker, send({ id: ++lastId, method: 'close' }))
    ended ??= failure('store-closed', 'the store', 'it was closed', 'start Baton again').problem
    return closing
  }

  try {
    await started
  } catch (error) {
    await worker.terminate()
    if (error instanceof StoreError) return { ok: false, problem: error.problem }
    throw error
  }
  return success(clientOf(call, close))
}

async function closeWorker(worker: Worker, closed: Promise<unknown>): Promise<void> {
  try {
    await closed
  } finally {
    await worker.terminate()
  }
}

function died(cause: string): Problem {
  const remedy = 'start Baton again; what was saved before is kept'
  return failure('store-worker-died', 'the store', `its thread ended: ${cause}`, remedy).problem
}

type Call = <M extends StoreMethod>(method: M, args: Parameters<StoreCalls[M]>) => Promise<ReturnType<StoreCalls[M]>>

function clientOf(call: Call, close: () => Promise<void>): Store {
  return {
    createSeries: (...args) => call('createSeries', args),
    series: (...args) => call('series', args),
    listSeries: (...args) => call('listSeries', args),
    seriesMarks: (...args) => call('seriesMarks', args),
    unfinishedSeries: (...args) => call('unfinishedSeries', args),
    commit: (...args) => call('commit', args),
    appendEvents: (...args) => call('appendEvents', args),
    events: (...args) => call('events', args),
    toldEvents: (...args) => call('toldEvents', args),
    toldEventsAfter: (...args) => call('toldEventsAfter', args),
    lastSeq: (...args) => call('lastSeq', args),
    transitions: (...args) => call('transitions', args),
    transitionTimes: (...args) => call('transitionTimes', args),
    launches: (...args) => call('launches', args),
    launchesOf: (...args) => call('launchesOf', args),
    recordProcesses: (...args) => call('recordProcesses', args),
    processes: (...args) => call('processes', args),
    checkpoints: (...args) => call('checkpoints', args),
    checkpointContents: (...args) => call('checkpointContents', args),
    deleteCheckpoint: (...args) => call('deleteCheckpoint', args),
    addSession: (...args) => call('addSession', args),
    sessionsOf: (...args) => call('sessionsOf', args),
    recordFacts: (...args) => call('recordFacts', args),
    cursor: (...args) => call('cursor', args),
    usageOfSeries: (...args) => call('usageOfSeries', args),
    usageOfSession: (...args) => call('usageOfSession', args),
    contextOf: (...args) => call('contextOf', args),
    contextHistory: (...args) => call('contextHistory', args),
    histories: (...args) => call('histories', args),
    reportedCostOf: (...args) => call('reportedCostOf', args),
    recordTelemetry: (...args) => call('recordTelemetry', args),
    telemetryStreams: (...args) => call('telemetryStreams', args),
    telemetrySeen: (...args) => call('telemetrySeen', args),
    telemetryFigures: (...args) => call('telemetryFigures', args),
    telemetrySessions: (...args) => call('telemetrySessions', args),
    telemetryUnknown: (...args) => call('telemetryUnknown', args),
    ledgerTotals: (...args) => call('ledgerTotals', args),
    captures: (...args) => call('captures', args),
    pruneTelemetry: (...args) => call('pruneTelemetry', args),
    recentUsage: (...args) => call('recentUsage', args),
    recordAlerts: (...args) => call('recordAlerts', args),
    standingAlerts: (...args) => call('standingAlerts', args),
    alerts: (...args) => call('alerts', args),
    acknowledgeAlerts: (...args) => call('acknowledgeAlerts', args),
    openDeliveries: (...args) => call('openDeliveries', args),
    delivery: (...args) => call('delivery', args),
    dropDelivery: (...args) => call('dropDelivery', args),
    saveDelivery: (...args) => call('saveDelivery', args),
    pruneAlerts: (...args) => call('pruneAlerts', args),
    recordScan: (...args) => call('recordScan', args),
    transcriptFiles: (...args) => call('transcriptFiles', args),
    usage: (...args) => call('usage', args),
    usageHours: (...args) => call('usageHours', args),
    ledgerSessions: (...args) => call('ledgerSessions', args),
    ledgerRequests: (...args) => call('ledgerRequests', args),
    planLimits: (...args) => call('planLimits', args),
    recordLimits: (...args) => call('recordLimits', args),
    listPriced: (...args) => call('listPriced', args),
    setListPrices: (...args) => call('setListPrices', args),
    dismissedAdvice: (...args) => call('dismissedAdvice', args),
    dismissAdvice: (...args) => call('dismissAdvice', args),
    close,
  }
}
