import { hash } from 'node:crypto'
import type { AgentName } from '../../../contract/telemetry.ts'
import type { Attributes } from '../../otlp/points.ts'
import type { TelemetrySource } from '../../store/telemetry-types.ts'
import type { StepCounter } from './counter.ts'
import type { Sender } from './sender.ts'

const DAY_MS = 86_400_000
/** Sessions and nameless senders of one agent in a day; a person has some hundred. */
const SOURCES_A_DAY = 2_000
/** Characters of an id or a name that is kept of each source. */
const ID_LENGTH = 128
const NAME_LENGTH = 512

export interface SourcesParts {
  now(): number
  counter: StepCounter
  /** For tests; see `SOURCES_A_DAY`. */
  limit?: number
}

/** Tells of which source a point is, and how many there are. */
export class Sources {
  readonly #now: () => number
  readonly #counter: StepCounter
  readonly #limit: number
  #day = 0
  #keys = new Map<AgentName, Set<string>>()

  constructor({ now, counter, limit = SOURCES_A_DAY }: SourcesParts) {
    this.#now = now
    this.#counter = counter
    this.#limit = limit
  }

  sourceOf(sender: Sender, attributes: Attributes): TelemetrySource {
    this.#counter.in += 1
    this.#counter.out += 1
    const { resource } = sender
    const { agent } = sender.agent
    const session = sender.agent.session(attributes, resource)
    const named = session === null ? { key: sender.origin, sessionId: null } : namedBy(agent, session)
    const launchId = textOf(attributes, resource, 'baton.launch', ID_LENGTH)
    const project = textOf(attributes, resource, 'baton.project', NAME_LENGTH)
    if (this.#hasRoom(agent, named.key)) return { agent, ...named, launchId, project }
    this.#counter.drop('too-many-sources')
    return { agent, key: `origin:overflow-${agent}`, sessionId: null, launchId: null, project: null }
  }

  #hasRoom(agent: AgentName, key: string): boolean {
    const day = Math.floor(this.#now() / DAY_MS)
    if (day !== this.#day) this.#keys = new Map()
    this.#day = day
    const keys = this.#keys.get(agent) ?? new Set<string>()
    this.#keys.set(agent, keys)
    if (keys.size >= this.#limit && !keys.has(key)) return false
    keys.add(key)
    return true
  }
}

/** A session's own id; what is too long for one, or looks like an origin of ours, is told apart all the same. */
function namedBy(agent: AgentName, session: string): { key: string; sessionId: string | null } {
  const isId = session !== '' && session.length <= ID_LENGTH && !session.startsWith('origin:')
  if (isId) return { key: session, sessionId: session }
  return { key: `origin:${hash('sha1', `${agent}|session|${session}`, 'hex').slice(0, 16)}`, sessionId: null }
}

function textOf(attributes: Attributes, resource: Attributes, name: string, length: number): string | null {
  const value = resource[name] ?? attributes[name]
  return typeof value === 'string' && value !== '' ? value.slice(0, length) : null
}
