import type { AgentSignal, Look } from '../facts.ts'
import { observe, step, type Step } from '../effects.ts'
import type { Rules } from '../rules.ts'
import type { CyclerState, Launch, Step as At, Wish } from '../state.ts'
import { handoverRequest, repairText } from '../words.ts'
import { boxesDone } from './checking.ts'
import { wait } from './holding.ts'
import { snapshot } from './snapshot.ts'

type Asking = Extract<At, { name: 'asking' }>
type Halting = Extract<At, { name: 'halting' }>

/** A mid-turn request that was not followed is said again after so many tool batches. */
const BATCHES_BEFORE_REMINDER = 12

/** The request as the answer to a turn end. */
export function askAtTurnEnd(state: CyclerState, wish: Wish, look: Look, rules: Rules): Step {
  const baseline = look.contextSha256
  return ask(state, { name: 'asking', wish, midTurn: false, repaired: false, baseline, batches: 0 }, rules)
}

/** The request as the answer to a tool's end, when no turn end comes. */
export function askMidTurn(state: CyclerState, wish: Wish, look: Look | null, rules: Rules): Step {
  const baseline = look?.contextSha256 ?? state.contextSha256
  return ask(state, { name: 'asking', wish, midTurn: true, repaired: false, baseline, batches: 0 }, rules)
}

function ask(state: CyclerState, asking: Asking, rules: Rules): Step {
  const { launch } = state
  if (launch === null) return observe(state)
  return step(
    'ask',
    { ...state, wish: null, step: asking, launch: { ...launch, turn: 'busy' } },
    {
      events: [{ type: 'checkpoint.requested', sessionId: launch.sessionId, reason: asking.wish.reason }],
      answer: { do: 'tell', text: handoverRequest(state, launch, rules.policy.checkpointRequest) },
    },
  )
}

/** A turn end while a checkpoint is asked for. */
export function handoverAnswered(
  state: CyclerState,
  at: Asking | Halting,
  look: Look,
  needsHuman: string | null,
  now: number,
  rules: Rules,
): Step {
  const { launch } = state
  if (launch === null) return observe(state)
  const cycling = at.wish.purpose === 'cycle'
  if (cycling && look.boxes !== null && look.boxes.length > 0 && look.boxes.every((box) => box.done)) {
    return boxesDone({ ...state, step: { name: 'working' } }, look, now, rules)
  }
  // A secret is asked to be taken out once; one that remains is masked in the checkpoint, and the handover stands.
  const mayStay = at.name === 'halting' || at.repaired
  const missing = mayStay ? look.missing : [...look.missing, ...look.secrets]
  if (missing.length === 0) return snapshot(state, at.wish, 'agent')
  const rejected = [{ type: 'checkpoint.rejected', sessionId: launch.sessionId, why: missing } as const]
  if (needsHuman !== null && at.name === 'asking') {
    return { ...wait(state, now, 'human', { why: needsHuman }) }
  }
  if (at.name === 'asking' && !at.repaired) {
    return step(
      'repair',
      { ...state, step: { ...at, midTurn: false, repaired: true }, launch: { ...launch, turn: 'busy' } },
      { events: rejected, answer: { do: 'tell', text: repairText(missing) } },
    )
  }
  return snapshot(state, at.wish, 'mechanical', rejected)
}

/** Mid-turn: once the handover is safe, the turn ends at this tool boundary. */
export function haltIfSafe(state: CyclerState, look: Look | null, rules: Rules): Step {
  const { step: at, launch } = state
  if (at.name !== 'asking' || !at.midTurn || launch === null || look === null) return observe(state)
  if (look.missing.length + look.secrets.length > 0) return remind(state, at, launch, rules)
  return step(
    'halt',
    { ...state, step: { name: 'halting', wish: at.wish, baseline: at.baseline }, launch: { ...launch, turn: 'ended' } },
    {
      answer: { do: 'stop', reason: 'Baton: the checkpoint is written; the next session goes on from it.' },
      effects: [{ do: 'rest', wish: at.wish, baseline: at.baseline }],
    },
  )
}

function remind(state: CyclerState, at: Asking, launch: Launch, rules: Rules): Step {
  const batches = at.batches + 1
  const next = { ...state, step: { ...at, batches } }
  if (batches % BATCHES_BEFORE_REMINDER !== 0) return observe(next)
  return step('ask', next, {
    answer: { do: 'tell', text: handoverRequest(state, launch, rules.policy.checkpointRequest) },
  })
}

/** The agent's own compaction would throw away what is not written yet: it is held back, to a limit. */
export function compactionAsked(
  state: CyclerState,
  signal: Extract<AgentSignal, { type: 'CompactionAsked' }>,
  { timing }: Rules,
): Step {
  const { launch } = state
  if (launch === null || !signal.auto) return observe(state)
  const percent = launch.used === null || launch.window === null ? 0 : launch.used / launch.window
  const compacting: Launch = { ...launch, compacting: true, compactionBlocks: launch.compactionBlocks + 1 }
  if (launch.compactionBlocks >= timing.compactionBlocks || percent >= timing.compactionPast) {
    return step('compaction', { ...state, launch: { ...compacting, compacting: false, used: null } })
  }
  return step(
    'compaction',
    { ...state, launch: compacting },
    { answer: { do: 'block', reason: 'Baton: the handover is not written yet. Write it first.' } },
  )
}
