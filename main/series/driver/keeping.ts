import type { RunEvent, StoredEvent } from '../../../contract/events.ts'
import type { LaunchRow } from '../../store/types.ts'
import type { BareEvent, Step } from '../effects.ts'
import type { SeriesFact } from '../facts.ts'
import type { CyclerState, Launch } from '../state.ts'
import { runOnEvent } from './on-event.ts'
import type { Driven } from './ports.ts'

/** Between two tries to write to a store that refuses (a full disk), ms. */
const RETRY_MS = 5_000

/** Commits one transition with all that belongs to it, and tells its events. Tries until the store takes it. */
export async function keep(driver: Driven, made: Step, fact: SeriesFact): Promise<void> {
  const { ports } = driver
  const { store } = ports
  const { transition, state } = made
  if (transition === null) return
  const at = new Date(fact.at).toISOString()
  const totals = made.events.some(tellsTotals) ? await store.usageOfSeries(state.id) : null
  const events = made.events.map((event) => complete(event, at, state.id, totals))
  ports.probe?.before(transition, state)
  const record = {
    seriesId: state.id,
    name: transition,
    fact: fact.type,
    at: fact.at,
    status: state.status,
    state,
    policy: driver.policy,
    events,
    launches: launchRows(driver, state, fact),
    checkpoint: fact.type === 'SnapshotTaken' ? driver.pending : null,
  }
  let stored: StoredEvent[]
  for (;;) {
    try {
      stored = await store.commit(record)
      break
    } catch (error) {
      if (!isStoreProblem(error) || driver.closed) throw error
      ports.problem(error.problem, { series: state.id })
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
  driver.pending = null
  for (const { event, seq } of stored) {
    ports.event(event, seq)
    const { onEvent } = driver.policy
    if (onEvent !== undefined) {
      const where = { project: state.project, env: driver.env }
      runOnEvent(onEvent, event, where, (problem) => ports.problem(problem, { series: state.id }))
    }
  }
}

function isStoreProblem(
  error: unknown,
): error is Error & { problem: { code: string; thing: string; cause: string; remedy: string } } {
  return error instanceof Error && error.name === 'StoreError' && 'problem' in error
}

function tellsTotals(event: BareEvent): event is Extract<BareEvent, { type: 'series.completed' | 'series.stopped' }> {
  return event.type === 'series.completed' || event.type === 'series.stopped'
}

/** Adds what every event carries; the tokens of a finished series are the ledger's. */
function complete(
  event: BareEvent,
  at: string,
  series: string,
  totals: { costUsd: number; tokens: Extract<RunEvent, { type: 'series.completed' }>['tokens'] } | null,
): RunEvent {
  if (tellsTotals(event)) {
    if (totals === null) throw new Error(`${event.type} without its totals`)
    // As everywhere: the larger of the agent's own figure and the ledger's.
    const costUsd = Math.max(event.costUsd, totals.costUsd)
    return { ...event, at, series, costUsd, tokens: totals.tokens }
  }
  return { ...event, at, series }
}

/** The launch as it stands after the transition, and the one that the fact ended. */
function launchRows(driver: Driven, state: CyclerState, fact: SeriesFact): LaunchRow[] {
  const rows: LaunchRow[] = []
  const before = driver.state.launch
  const again = state.step.name === 'starting' && state.launch?.id === before?.id
  if (fact.type === 'LaunchGone' && before?.id === fact.launchId && !again) {
    const end = { endedAt: fact.at, exitCode: fact.exitCode, signal: fact.signal }
    rows.push({ ...rowOf(driver, before, state), ...end })
  }
  if (state.launch !== null && state.launch !== before && state.launch.id !== rows[0]?.id) {
    rows.push(rowOf(driver, state.launch, state))
  }
  return rows
}

function rowOf(driver: Driven, launch: Launch, state: CyclerState): LaunchRow {
  return {
    id: launch.id,
    seriesId: state.id,
    sessionId: launch.sessionId,
    n: launch.n,
    mode: launch.mode,
    project: state.project,
    argv: driver.ready?.argv ?? [],
    intentAt: launch.intendedAt,
    pid: launch.pid,
    pidStart: launch.pidStart,
    startedAt: launch.startedAt,
    endedAt: null,
    exitCode: null,
    signal: null,
  }
}
