import type { RunEvent } from '../../../contract/events.ts'
import type { ContextMeasured } from '../../../contract/facts.ts'
import { windowOf } from '../../agents/claude/windows.ts'
import type { HostedEvents } from '../../sessions/hosted-session.ts'
import { exitedByItself } from './ending.ts'
import type { Driven } from './ports.ts'

/** What a hosted session tells, as facts of its series. */
export function hostedEvents(driver: Driven, launchId: string): HostedEvents {
  const { ports } = driver
  const series = { series: driver.id }
  const mine = (): boolean => driver.state.launch?.id === launchId
  const background = (work: Promise<unknown>): void => {
    work.catch((error: unknown) => ports.fault(error, series))
  }
  let lastFigure = ''

  const context = (measured: ContextMeasured, resetsAt: number | null): void => {
    if (!mine()) return
    const model = measured.model ?? driver.state.launch?.model ?? null
    const window = measured.window ?? driver.state.launch?.window ?? (model === null ? null : windowOf(model))
    const { sessionId, used } = measured
    driver.tell({ type: 'Measured', at: ports.now(), sessionId, used, window, model, resetsAt })
    const figure = `${sessionId} ${used} ${window}`
    if (used === null || window === null || figure === lastFigure) return
    lastFigure = figure
    const at = new Date(measured.at).toISOString()
    const percent = percentOf(used, window)
    const event = {
      type: 'context',
      at,
      series: driver.id,
      sessionId,
      used,
      window,
      percent,
      source: measured.source,
    } as const
    background(keepReading(event))
  }
  const keepReading = async (event: RunEvent): Promise<void> => {
    for (const stored of await ports.store.appendEvents(driver.id, [event])) ports.event(stored.event, stored.seq)
    ports.changed(driver.id)
  }
  const cost = async (): Promise<void> => {
    const costUsd = await seriesCost(driver)
    driver.tell({ type: 'CostMeasured', at: ports.now(), costUsd })
  }

  return {
    measured(batch) {
      for (const reading of batch.contexts) context(reading, null)
      if (batch.usages.length + batch.costs.length > 0) background(cost())
    },
    statusLine(reading) {
      context(reading.context, reading.rateLimitResetsAt)
      if (reading.limits.length > 0) ports.limits?.(reading.limits)
      const facts = { usages: [], contexts: [reading.context], costs: [reading.cost], cursor: null }
      background(ports.store.recordFacts(facts).then(cost))
    },
    transcriptSeen() {
      if (mine()) driver.tell({ type: 'TranscriptSeen', at: ports.now(), launchId })
    },
    drafted(draft) {
      if (mine()) driver.tell({ type: 'Drafted', at: ports.now(), draft })
    },
    exited() {
      if (driver.state.step.name === 'ending') return
      background(exitedByItself(driver, launchId))
    },
    problem: (problem) => ports.problem(problem, series),
  }
}

/** To a hundredth: enough for any bar, and no digits that are only rounding. */
function percentOf(used: number, window: number): number {
  return Math.round((used / window) * 10_000) / 100
}

/** USD: for each session the larger of the agent's own figure and the ledger's. */
async function seriesCost(driver: Driven): Promise<number> {
  const { store } = driver.ports
  const sessions = await store.sessionsOf(driver.id)
  const costs = await Promise.all(
    sessions.map(async ({ sessionId }) => {
      const [usage, reported] = await Promise.all([store.usageOfSession(sessionId), store.reportedCostOf(sessionId)])
      return Math.max(usage.costUsd, reported ?? 0)
    }),
  )
  return costs.reduce((sum, one) => sum + one, 0)
}
