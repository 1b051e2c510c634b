import { cleanLine } from '../../../contract/text.ts'
import type { Box } from '../../../contract/series.ts'
import { observe, step, type Step } from '../effects.ts'
import type { AgentSignal, Look } from '../facts.ts'
import type { Rules } from '../rules.ts'
import type { CyclerState, Launch, Wish } from '../state.ts'
import { goOnText } from '../words.ts'
import { askAtTurnEnd, handoverAnswered } from './asking.ts'
import { subagentsRun } from './background.ts'
import { seen } from './boxes.ts'
import { boxesDone } from './checking.ts'
import { attention, isStopped, pause, wait } from './holding.ts'
import { isPastDue, overshootsNext, withLimitWish } from './measuring.ts'
import { turnBegan, withPace } from './pacing.ts'
import { pickUp, withReceipt } from './pickup.ts'

type TurnEnded = Extract<AgentSignal, { type: 'TurnEnded' }>

const NEEDS_HUMAN = /^\s*BATON: NEEDS-HUMAN\b[:\s]*(.*)$/

/** The agent came to a turn end: the one place where the loop decides what is next. */
export function turnEnded(state: CyclerState, signal: TurnEnded, look: Look | null, at: number, rules: Rules): Step {
  const { launch } = state
  if (launch === null || look === null) return observe(state)
  if (subagentsRun(signal.background)) return observe(state)
  const rested = withLimitWish(seen(endTurn(state, launch, look, at), look), at, rules)
  const counted = rested.launch
  if (counted === null) return observe(rested)
  if (isStopped(rested)) return observe(rested)
  if (rested.step.name === 'asking' || rested.step.name === 'halting') {
    if (counted.draft && rested.step.name === 'asking') return wait(rested, at, 'draft')
    return handoverAnswered(rested, rested.step, look, needsHuman(signal), at, rules)
  }
  if (rested.step.name !== 'working') return observe(rested)

  const why = needsHuman(signal)
  if (why !== null) return wait(rested, at, 'human', { why })
  if (rested.hold !== null) return observe(rested)
  if (counted.draft) return wait(rested, at, 'draft')

  const receipt = pickUp(rested, look, at)
  if (receipt.done) return receipt.step
  return withReceipt(decide(receipt.state, receipt.launch, look, at, rules), receipt.events)
}

function decide(state: CyclerState, launch: Launch, look: Look, at: number, rules: Rules): Step {
  const { wish } = state
  if (wish !== null) return askAtTurnEnd(state, wish, look, rules)
  if (state.pausing) return pause(state, at)
  if (look.boxes === null) return attention(state, at, 'dev-docs', { problem: describe(look) })
  if (look.boxes.every((box) => box.done)) return boxesDone(state, look, at, rules)
  const due = dueReason(state, launch, rules)
  if (due !== null) return askAtTurnEnd(state, due, look, rules)
  const { idleTurns, idleContinuations } = rules.timing
  if (state.idleTurns >= idleTurns || state.idleContinuations >= idleContinuations) {
    const turns = Math.max(state.idleTurns, state.idleContinuations)
    return attention({ ...state, idleTurns: 0, idleContinuations: 0 }, at, 'no-progress', { turns })
  }
  return goOn(state, look.boxes)
}

function goOn(state: CyclerState, boxes: Box[]): Step {
  const next = boxes.find((box) => !box.done)
  if (next === undefined) return observe(state)
  return step('go-on', busy(state), { answer: { do: 'tell', text: goOnText(next) } })
}

export function busy(state: CyclerState): CyclerState {
  return state.launch === null ? state : { ...state, launch: { ...state.launch, turn: 'busy' } }
}

function dueReason(state: CyclerState, launch: Launch, rules: Rules): Wish | null {
  if (isPastDue(launch, rules)) return { purpose: 'cycle', reason: 'due' }
  if (launch.compacting) return { purpose: 'cycle', reason: 'compaction' }
  if (overshootsNext(state, launch, rules)) return { purpose: 'cycle', reason: 'forecast' }
  return null
}

/** Books the turn: its growth, and whether it moved the work. */
function endTurn(state: CyclerState, launch: Launch, look: Look, at: number): CyclerState {
  const grown =
    launch.used === null || launch.usedAtTurnEnd === null ? 0 : Math.max(0, launch.used - launch.usedAtTurnEnd)
  const moved = hasMoved(state, look)
  const tools = launch.toolsThisTurn
  return {
    ...withPace(state, launch, at),
    launch: {
      ...launch,
      turns: launch.turns + 1,
      toolsThisTurn: 0,
      growth: Math.max(launch.growth, grown),
      usedAtTurnEnd: launch.used,
      // The next one, if it is answered with what to do next.
      turnBegan: turnBegan(state, at),
    },
    idleTurns: moved ? 0 : state.idleTurns + (tools > 0 ? 1 : 0),
    idleContinuations: moved || tools > 0 ? 0 : state.idleContinuations + 1,
    workMark: look.workMark,
    retry: null,
  }
}

/** A box ticked, a commit, or a changed file outside dev/. */
function hasMoved(state: CyclerState, look: Look): boolean {
  if (state.workMark === null || look.workMark !== state.workMark) return true
  const ticked = (boxes: Box[]): number => boxes.filter((box) => box.done).length
  return look.boxes !== null && ticked(look.boxes) > ticked(state.boxes)
}

/** Why the agent needs a person, by its last line; null when it does not say so. */
function needsHuman(signal: TurnEnded): string | null {
  const last = signal.lastMessage.trimEnd().split('\n').at(-1) ?? ''
  const match = NEEDS_HUMAN.exec(last.replace(/[`*_]/g, ''))
  return match === null ? null : cleanLine(match[1] ?? '') || 'it did not say why'
}

function describe(look: Look): string {
  const problem = look.problem
  return problem === null ? 'the dev-docs cannot be read' : `${problem.thing}: ${problem.cause}. ${problem.remedy}`
}
