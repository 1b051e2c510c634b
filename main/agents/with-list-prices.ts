import type { LogPoint } from '../otlp/points.ts'
import { priceOf } from './prices.ts'
import type { AgentTelemetry, Meaning } from './telemetry.ts'

const NANOSECONDS_PER_MS = 1_000_000n

/**
 * The same agents; a response whose agent tells no cost costs what the list prices of its time say. Where no table knows the
 * model it stays unknown.
 */
export function withListPrices(agents: readonly AgentTelemetry[]): AgentTelemetry[] {
  return agents.map((agent) => ({
    ...agent,
    log: (record) => priced(agent, agent.log(record), timeOf(record)),
    span: (span) => priced(agent, agent.span(span), span.end),
  }))
}

function priced({ agent }: AgentTelemetry, meaning: Meaning, at: bigint): Meaning {
  const { request } = meaning
  if (request === null || request.costUsd !== null) return meaning
  const { model, tokens, fast = false } = request
  const listUsd = priceOf(agent, model, tokens, { at: Number(at / NANOSECONDS_PER_MS), fast })
  return { ...meaning, request: { ...request, listUsd } }
}

function timeOf({ time, observed }: LogPoint): bigint {
  return time === 0n ? observed : time
}
