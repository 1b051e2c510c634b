import type { CyclerState, Launch, TurnPace } from '../state.ts'

/** Turns that are remembered of a series: as many as a forecast looks at. */
const MOST_TURNS = 64
/** A context that fell below this share of what it was has been compacted: what the turn added is not known. */
const COMPACTED = 0.8
const MINUTE = 60_000

/** Remembers what the turn that ends now added to the context, and how long it took; before the launch's own figures are moved on. */
export function withPace(state: CyclerState, launch: Launch, at: number): CyclerState {
  const began = launch.usedAtTurnEnd ?? launch.usedAtFirst ?? null
  if (launch.used === null || began === null || launch.used < began * COMPACTED) return state
  const pace: TurnPace = {
    sessionId: launch.sessionId,
    growth: Math.max(0, launch.used - began),
    minutes: minutesOf(state, launch, at),
  }
  return { ...state, pace: [...(state.pace ?? []), pace].slice(-MOST_TURNS) }
}

/** A turn begins: by a prompt, or by what the turn end before it was answered. */
export function turnBegan(state: CyclerState, at: number): { at: number; waitedMs: number } {
  return { at, waitedMs: state.waitedMs }
}

/** Without the time in which the loop was held. */
function minutesOf(state: CyclerState, { turnBegan }: Launch, at: number): number | null {
  if (turnBegan === undefined) return null
  return Math.max(0, at - turnBegan.at - (state.waitedMs - turnBegan.waitedMs)) / MINUTE
}

/** Turns of the session that runs, and growths of those before it. */
export function paceOf(state: CyclerState): { own: TurnPace[]; earlier: number[] } {
  const all = state.pace ?? []
  const current = state.launch?.sessionId
  return {
    own: all.filter(({ sessionId }) => sessionId === current),
    earlier: all.filter(({ sessionId }) => sessionId !== current).map(({ growth }) => growth),
  }
}
