import { UNATTRIBUTED_MODEL, type ModelComparison, type UsageFigures, type UsageRow } from '../../contract/ledger.ts'
import type { AgentName } from '../../contract/telemetry.ts'
import { promptOf } from './threads.ts'

/** What the sessions of a series did on one model, and what the series came to. */
export interface ModelInSeries {
  agent: AgentName
  model: string
  seriesId: string
  costUsd: number
  requests: number
}

/**
 * Models beside each other, the dearest first. `rows`: by agent and model; `inSeries`: by series, agent and model; `ticked`: boxes that
 * were ticked by series. A box of a series on which several models worked counts for the one that answered most.
 */
export function compareModels(
  rows: readonly UsageRow[],
  inSeries: readonly ModelInSeries[],
  ticked: ReadonlyMap<string, number>,
): ModelComparison[] {
  const tasks = tasksByModel(inSeries, ticked)
  return rows
    .flatMap((row) => {
      const { agent, model } = row
      // What an agent says beyond its requests is no model's work.
      if (agent === undefined || model === undefined || model === UNATTRIBUTED_MODEL) return []
      return [
        { ...figuresOf(row), agent, model, ...sharesOf(row), ...(tasks.get(keyOf({ agent, model })) ?? NO_TASKS) },
      ]
    })
    .toSorted((a, b) => b.costUsd - a.costUsd || b.requests - a.requests)
}

const NO_TASKS = { tasksDone: null, costPerTask: null }

function figuresOf({ requests, errors, turns, tokens, costUsd, unpriced }: UsageFigures): UsageFigures {
  return { requests, errors, turns, tokens, costUsd, unpriced }
}

function sharesOf(row: UsageFigures): Pick<ModelComparison, 'cacheShare' | 'costPerTurn' | 'tokensPerTurn'> {
  const { tokens, turns, costUsd, requests, unpriced } = row
  const prompt = promptOf(tokens)
  const priced = unpriced < requests
  return {
    cacheShare: prompt === 0 ? null : tokens.cacheRead / prompt,
    costPerTurn: turns === 0 || !priced ? null : costUsd / turns,
    tokensPerTurn: turns === 0 ? null : (prompt + tokens.output) / turns,
  }
}

/** Every model of a series pays for its boxes; who answered most has them. */
function tasksByModel(
  inSeries: readonly ModelInSeries[],
  ticked: ReadonlyMap<string, number>,
): Map<string, { tasksDone: number; costPerTask: number | null }> {
  const bySeries = Map.groupBy(inSeries, ({ seriesId }) => seriesId)
  const sums = new Map<string, { tasksDone: number; costUsd: number }>()
  for (const [seriesId, parts] of bySeries) {
    const main = parts.toSorted((a, b) => b.requests - a.requests || b.costUsd - a.costUsd)[0]
    if (main === undefined) continue
    const sum = sums.get(keyOf(main)) ?? { tasksDone: 0, costUsd: 0 }
    sum.tasksDone += ticked.get(seriesId) ?? 0
    sum.costUsd += parts.reduce((cost, part) => cost + part.costUsd, 0)
    sums.set(keyOf(main), sum)
  }
  return new Map(
    [...sums].map(([key, { tasksDone, costUsd }]) => [
      key,
      { tasksDone, costPerTask: tasksDone === 0 || costUsd === 0 ? null : costUsd / tasksDone },
    ]),
  )
}

function keyOf({ agent, model }: { agent: AgentName; model: string }): string {
  return `${agent} ${model}`
}
