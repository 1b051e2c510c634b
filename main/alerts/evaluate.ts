import { ALERT_FACTS, alertBelow } from '../../contract/alert-words.ts'
import type { AlertFact, AlertRule } from '../../contract/alerts.ts'
import type { AgentName } from '../../contract/telemetry.ts'

/** One fact of one subject as it stands now. */
export interface Figure {
  fact: AlertFact
  /** Tells it apart from all others, of other facts too. */
  key: string
  /** As a person knows it: a task, a session, a limit; "" for the machine. */
  subject: string
  /** In the fact's unit; null: not known now. */
  value: number | null
  /** Real path. */
  project: string | null
  agent: AgentName | null
  seriesId: string | null
  sessionId: string | null
}

/** All that is known now. Of the facts named `partly` a subject may be missing that is still there. */
export interface Facts {
  figures: readonly Figure[]
  partly: ReadonlySet<AlertFact>
}

/** Where each rule stands with each subject, by `stateKey`. */
export interface AlertStates {
  standing: ReadonlySet<string>
  /** Since when a figure is at its rule's threshold that has to stay there first, ms since the epoch. */
  pending: ReadonlyMap<string, number>
}

export interface Evaluated {
  states: AlertStates
  fired: { rule: AlertRule; figure: Figure }[]
  /** State keys of those that are over. */
  ended: string[]
}

export const NO_STATES: AlertStates = { standing: new Set(), pending: new Map() }

const MINUTE_MS = 60_000
/** Neither ids of rules nor keys have a line break. */
const BREAK = '\n'

export function stateKey(ruleId: string, key: string): string {
  return `${ruleId}${BREAK}${key}`
}

/** The key of the figure that a rule over a scope looks at: all projects and agents, one of them, or both. */
export function scopeKey({ fact, project, agent }: Pick<AlertRule, 'fact' | 'project' | 'agent'>): string {
  return `${fact} scope ${agent ?? '*'} ${project ?? '*'}`
}

/**
 * What the facts mean by the rules in force. One alert for a rule and a subject at most: it fires when the figure has stood at
 * `above` or over it for as long as the rule says, and is over when it falls below `below`, or when its subject or its rule is
 * gone. A figure that is not known changes nothing.
 */
export function evaluate(before: AlertStates, facts: Facts, rules: readonly AlertRule[], now: number): Evaluated {
  const standing = new Set<string>()
  const pending = new Map<string, number>()
  const fired: Evaluated['fired'] = []
  const ended: string[] = []
  const met = new Set<string>()
  for (const rule of rules) {
    for (const figure of facts.figures) {
      const id = stateKey(rule.id, figure.key)
      if (!concerns(rule, figure) || met.has(id)) continue
      met.add(id)
      const since = before.pending.get(id)
      const { value } = figure
      if (before.standing.has(id)) {
        if (value === null || value >= alertBelow(rule)) standing.add(id)
        else ended.push(id)
      } else if (value === null) {
        if (since !== undefined) pending.set(id, since)
      } else if (value >= rule.above) {
        if (now - (since ?? now) >= rule.forMinutes * MINUTE_MS) {
          fired.push({ rule, figure })
          standing.add(id)
        } else pending.set(id, since ?? now)
      }
    }
  }
  const unseen = new Set(rules.filter(({ fact }) => facts.partly.has(fact)).map(({ id }) => id))
  const mayBeThere = (id: string): boolean => !met.has(id) && unseen.has(id.slice(0, id.indexOf(BREAK)))
  for (const id of before.standing) {
    if (mayBeThere(id)) standing.add(id)
    else if (!met.has(id)) ended.push(id)
  }
  for (const [id, since] of before.pending) if (mayBeThere(id)) pending.set(id, since)
  return { states: { standing, pending }, fired, ended }
}

function concerns(rule: AlertRule, figure: Figure): boolean {
  if (rule.fact !== figure.fact) return false
  if (ALERT_FACTS[rule.fact].per === 'scope') return figure.key === scopeKey(rule)
  if (rule.project !== null && rule.project !== figure.project) return false
  return rule.agent === null || rule.agent === figure.agent
}
