import type { ContextForecast } from '../../../contract/forecast.ts'
import type { ObservedSession } from '../../../contract/observed.ts'
import { cleanLine } from '../../../contract/text.ts'
import { NO_TOKENS, type ContextReading } from '../../../contract/usage.ts'
import { windowOf } from '../../agents/claude/windows.ts'
import type { Registered } from '../../sessions/registered.ts'
import type { LastContext, LedgerSession } from '../../store/scan-types.ts'
import { adoptable } from './adoptable.ts'
import type { LiveState } from './match.ts'

/** What is known of a session beside its ledger. */
export interface Around {
  live: LiveState
  forecast: ContextForecast | null
  /** Share of its requests that telemetry told of, too; null: none was told. */
  captured: number | null
  parallel: number
}

/** A session as people see it. What others wrote of it (its title) is data. */
export function observedView(session: LedgerSession, around: Around): ObservedSession {
  const { agent, sessionId, project, figures } = session
  const { live, forecast, captured, parallel } = around
  const context = readingOf(session.context, agent)
  return {
    agent,
    sessionId,
    project,
    title: session.title === null ? null : cleanLine(session.title) || null,
    state: live.state,
    stateSource: live.source,
    waitingFor: live.waitingFor === null ? null : cleanLine(live.waitingFor),
    pid: live.pid,
    startedAt: iso(session.firstAt),
    lastAt: iso(session.lastAt),
    model: session.context?.model ?? null,
    context,
    forecast: live.state === 'ended' ? null : forecast,
    requests: figures.requests,
    turns: figures.turns,
    subagents: session.subagents,
    tokens: figures.tokens,
    costUsd: figures.costUsd,
    unpriced: figures.unpriced,
    unattributedUsd: session.unattributedUsd,
    captured,
    seriesId: session.seriesId,
    parallel,
    adopt: adoptable(session, live),
  }
}

/** A session that lives and has no transcript yet: nobody prompted in it. */
export function unspokenSession({ sessionId, cwd, startedAt, updatedAt }: Registered): LedgerSession {
  const figures = { requests: 0, errors: 0, turns: 0, tokens: NO_TOKENS, costUsd: 0, unpriced: 0 }
  const unknown = { title: null, path: null, context: null, reportedUsd: null, unattributedUsd: null, seriesId: null }
  const times = { firstAt: startedAt, lastAt: updatedAt }
  return { agent: 'claude', sessionId, project: cwd, ...times, figures, subagents: 0, ending: 'unknown', ...unknown }
}

/** Null: it had no request yet, or the size of its window is not known. */
export function readingOf(context: LastContext | null, agent: LedgerSession['agent']): ContextReading | null {
  if (context === null) return null
  const { used, model, at } = context
  const window = context.window ?? (agent === 'claude' && model !== null ? windowOf(model) : null)
  if (window === null) return null
  return { used, window, percent: used === null ? null : (used / window) * 100, source: 'transcript', at: iso(at) }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
