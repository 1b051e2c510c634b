import { hash } from 'node:crypto'
import type { AgentTelemetry } from '../../agents/telemetry.ts'
import type { Attributes, PointGroup, Scope } from '../../otlp/points.ts'
import { attributesText, senderId } from './identity.ts'

/** Who sent a group of points, and what is the same for all of them. */
export interface Sender {
  /** Names resource and scope, for identities. */
  id: string
  resource: Attributes
  scope: Scope
  agent: AgentTelemetry
  /** `origin:<hash>`, for points that name no session. */
  origin: string
}

export function senderOf({ resource, scope }: PointGroup, agents: readonly AgentTelemetry[]): Sender {
  const agent = agents.find((one) => one.owns(resource, scope)) ?? UNKNOWN_AGENT
  const origin = `origin:${hash('sha1', `${agent.agent}|${attributesText(resource)}`, 'hex').slice(0, 16)}`
  return { id: senderId(resource, scope), resource, scope, agent, origin }
}

/** For what no agent owns: kept under its own names. */
const UNKNOWN_AGENT: AgentTelemetry = {
  agent: 'other',
  owns: () => true,
  session: () => null,
  log: ({ eventName }) => unknown(eventName),
  metric: ({ name, unit }) => ({ ...unknown(name), unit }),
  span: ({ name }) => ({ ...unknown(name), unit: 'ms' }),
}

function unknown(name: string) {
  return { name: name || 'no name', known: false, model: '', type: '', value: null, unit: '', request: null }
}
