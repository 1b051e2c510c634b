import { createHash } from 'node:crypto'
import { step, observe, type Step } from '../effects.ts'
import type { FactOf } from '../facts.ts'
import { attention, released } from './holding.ts'
import type { Adopted, CyclerState, Launch, PromptKind } from '../state.ts'

interface Ids {
  launchId: string
  sessionId: string
  n: number
}

/**
 * Ids follow from the series and its counts: a launch that was intended before a crash is intended again under the
 * same names, and no chance is needed inside the reducer.
 */
export function freshLaunch(state: CyclerState, at: number): Launch {
  const n = state.sessions + 1
  return launch(state, { launchId: `${state.id}-${n}`, sessionId: sessionIdOf(state.id, n), n }, 'fresh', 'recipe', at)
}

/** A session that ran without Baton, as the first of its series. */
export function adoptedLaunch(state: CyclerState, adopted: Adopted, at: number): Launch {
  const ids = { launchId: `${state.id}-1`, sessionId: adopted.sessionId, n: 1 }
  return { ...launch(state, ids, 'resume', 'adopted', at), transcript: adopted.transcript }
}

/** The same session once more, after it was lost. */
export function resumedLaunch(state: CyclerState, lost: Launch, at: number): Launch {
  const ids = { launchId: `${lost.id}r`, sessionId: lost.sessionId, n: lost.n }
  // Whether an adopted one heard what it is to do is known by its receipt alone; hearing it twice does no harm.
  const told = lost.prompt === 'adopted' && lost.pickup !== 'confirmed' ? 'adopted' : 'interrupted'
  return {
    ...launch(state, ids, 'resume', told, at),
    checkpoint: lost.checkpoint,
    pickup: lost.pickup,
    seen: lost.seen,
    worked: lost.worked,
    nudged: lost.nudged,
    turns: lost.turns,
    tools: lost.tools,
    transcript: lost.transcript,
    background: lost.background,
    window: lost.window,
    model: lost.model,
    resumed: true,
  }
}

function launch(state: CyclerState, ids: Ids, mode: Launch['mode'], prompt: PromptKind, at: number): Launch {
  return {
    id: ids.launchId,
    sessionId: ids.sessionId,
    n: ids.n,
    transcript: null,
    mode,
    prompt,
    checkpoint: state.checkpoints,
    intendedAt: at,
    pid: null,
    pidStart: null,
    startedAt: null,
    prompted: false,
    turn: 'busy',
    turns: 0,
    tools: 0,
    toolsThisTurn: 0,
    lastSignalAt: null,
    firstTranscriptAt: null,
    subagents: [],
    background: [],
    nudged: false,
    pickup: 'pending',
    seen: [],
    worked: false,
    draft: false,
    dueSince: null,
    compactionBlocks: 0,
    compacting: false,
    used: null,
    window: null,
    model: null,
    usedAtTurnEnd: null,
    growth: 0,
    resumed: false,
    endReason: null,
  }
}

/** The first step of a series: its first session is intended. */
export function begun(state: CyclerState, fact: FactOf<'Begun'>): Step {
  const { project, task, adopted } = state
  // A core that takes a series up between two sessions tells it again.
  const first = adopted !== undefined && state.sessions === 0
  return step('start', first ? startAdopted(state, adopted, fact.at) : startFresh(state, fact.at), {
    events: [
      { type: 'series.started', project, task, resumed: false, ...(first ? { adopted: adopted.sessionId } : {}) },
    ],
    effects: [{ do: 'start' }],
  })
}

function startAdopted(state: CyclerState, adopted: Adopted, at: number): CyclerState {
  return { ...startFresh(state, at), launch: adoptedLaunch(state, adopted, at) }
}

/** The state in which the next fresh session is intended. */
export function startFresh(state: CyclerState, at: number): CyclerState {
  return {
    ...released(state, at),
    retry: null,
    wish: null,
    step: { name: 'starting' },
    launch: freshLaunch(state, at),
    sessions: state.sessions + 1,
    idleTurns: 0,
    idleContinuations: 0,
  }
}

export function spawned(state: CyclerState, fact: FactOf<'Spawned'>): Step {
  const { launch } = state
  if (launch === null || launch.id !== fact.launchId || state.step.name !== 'starting') return observe(state)
  const { pid, pidStart, transcript } = fact
  const started = { ...launch, pid, pidStart, transcript, startedAt: fact.at }
  const event =
    launch.mode === 'fresh' || (launch.prompt === 'adopted' && !launch.resumed)
      ? ({ type: 'session.started', sessionId: launch.sessionId, n: state.sessions, pid: fact.pid } as const)
      : ({ type: 'session.resumed', sessionId: launch.sessionId, pid: fact.pid } as const)
  return step('started', { ...state, step: { name: 'working' }, launch: started }, { events: [event] })
}

export function spawnRefused(state: CyclerState, fact: FactOf<'SpawnRefused'>): Step {
  if (state.launch?.id !== fact.launchId || state.step.name !== 'starting') return observe(state)
  const { thing, cause, remedy } = fact.problem
  const sessions = state.launch.mode === 'fresh' ? state.sessions - 1 : state.sessions
  // A session that could not be resumed is still to be handed over.
  const orphan = state.launch.mode === 'resume' ? asOrphan(state.launch) : null
  const stopped: CyclerState = { ...state, launch: null, step: { name: 'ready' }, sessions, orphan }
  return attention(stopped, fact.at, 'start-failed', { exit: `${thing}: ${cause}`, screen: remedy })
}

/** An adopted one that never ran here is no lost one: a resume tries again to go on with it. */
function asOrphan(launch: Launch): Launch {
  return launch.prompt === 'adopted' ? { ...launch, prompted: true, resumed: false } : launch
}

/** A version-8 UUID (RFC 9562: free content) that says which session of which series it is. */
export function sessionIdOf(seriesId: string, n: number): string {
  const hex = createHash('sha256').update(`${seriesId}:${n}`).digest('hex')
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4] ?? '8'
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-')
}
