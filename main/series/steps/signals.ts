import type { AgentSignal } from '../../../contract/facts.ts'
import { observe, step, type Step } from '../effects.ts'
import type { FactOf, Look } from '../facts.ts'
import type { Rules } from '../rules.ts'
import { SELF_ENDING } from '../reasons.ts'
import type { CyclerState, Launch } from '../state.ts'
import { softNudge } from '../words.ts'
import { askMidTurn, compactionAsked, haltIfSafe } from './asking.ts'
import { isStopped, release, released, wait } from './holding.ts'
import { isLongPastDue, pointsOf, withLimitWish } from './measuring.ts'
import { turnBegan } from './pacing.ts'
import { noteReading, noteShown, receiptOf, withReceipt } from './pickup.ts'
import { turnFailed } from './trouble.ts'
import { turnEnded } from './turn-end.ts'
import { shellsOf, subagentsRun } from './background.ts'

type Signalled = FactOf<'Signalled'>

/** Reason of a session's end after which its process goes on with a new one. */
const CLEARED = 'clear'

/** A hook of the agent. What a subagent says is remembered, never answered. */
export function signalled(before: CyclerState, fact: Signalled, rules: Rules): Step {
  const launch = before.launch
  if (launch === null || launch.id !== fact.launchId) return observe(before)
  const { signal } = fact
  const state = noteShown(remember(before, launch, signal, fact.at), fact.look)
  if (state.step.name === 'ending' || state.step.name === 'snapshotting') return observe(state)
  if (signal.sessionId !== launch.sessionId && signal.type !== 'SessionEnded') return cleared(state, signal, fact.at)
  const moved = afterSignal(state, signal, fact.at)
  if (moved.transition !== null) return moved
  if (signal.agentId !== null && signal.type !== 'PermissionRequested') return moved
  return mainThread(moved.state, fact, rules)
}

function mainThread(state: CyclerState, fact: Signalled, rules: Rules): Step {
  const { signal, at, look } = fact
  // A turn end is booked, a compaction held back; else a stopped loop only looks on.
  if (isStopped(state) && signal.type !== 'TurnEnded' && signal.type !== 'CompactionAsked') return observe(state)
  switch (signal.type) {
    case 'PermissionRequested':
      return permissionRequested(state, signal, at)
    case 'ToolEnded':
      return withPickup(state, (receipt) => toolEnded(receipt, look, at, rules))
    case 'ToolBatchEnded':
      return haltIfSafe(state, look, rules)
    case 'TurnEnded':
      return turnEnded(state, signal, look, at, rules)
    case 'TurnFailed':
      return turnFailed(state, signal, at, rules)
    case 'CompactionAsked':
      return compactionAsked(state, signal, rules)
    case 'SessionEnded':
      return signal.reason === CLEARED ? wait(state, at, 'cleared') : observe(state)
    default:
      return observe(state)
  }
}

/** The last of the dev-docs may have been read just now. */
function withPickup(state: CyclerState, then: (state: CyclerState) => Step): Step {
  if (state.launch === null || state.step.name !== 'working') return then(state)
  const receipt = receiptOf(state, state.launch, [])
  return withReceipt(then(receipt.state), receipt.events)
}

function permissionRequested(
  state: CyclerState,
  signal: AgentSignal & { type: 'PermissionRequested' },
  at: number,
): Step {
  const made = signal.question
    ? wait(state, at, 'question')
    : wait(state, at, 'permission', { tool: describeTool(signal.tool) })
  const { hold } = made.state
  if (made.transition === null || hold?.status !== 'waiting') return made
  return { ...made, state: { ...made.state, hold: { ...hold, thread: signal.agentId } } }
}

/** A tool's end is where a running turn can be spoken to. A wish of a person or a limit waits for no turn end. */
function toolEnded(before: CyclerState, look: Look | null, at: number, rules: Rules): Step {
  const state = withLimitWish(before, at, rules)
  const { launch } = state
  if (launch === null || state.step.name !== 'working' || state.hold !== null) return observe(state)
  if (state.wish !== null) return askMidTurn(state, state.wish, look, rules)
  if (launch.compacting) return askMidTurn(state, { purpose: 'cycle', reason: 'compaction' }, look, rules)
  if (isLongPastDue(launch, at, rules)) return askMidTurn(state, { purpose: 'cycle', reason: 'due' }, look, rules)
  const points = pointsOf(launch, rules)
  if (points === null || launch.nudged || launch.used === null || launch.used < points.soft) return observe(state)
  return step(
    'nudge',
    { ...state, launch: { ...launch, nudged: true } },
    {
      events: [{ type: 'nudge', sessionId: launch.sessionId, used: launch.used, due: points.due }],
      answer: { do: 'tell', text: softNudge(state, launch.used, launch.window ?? 0, points.due) },
    },
  )
}

/** Signs of life end the waits that were for them. */
function afterSignal(state: CyclerState, signal: AgentSignal, at: number): Step {
  const { hold } = state
  if (hold === null) return observe(state)
  if (hold.kind === 'subagent-long') {
    const over = signal.type === 'SubagentEnded' || (signal.type === 'TurnEnded' && !subagentsRun(signal.background))
    return over ? onward(state, signal, at) : observe(state)
  }
  if (hold.status === 'needs-attention') {
    return SELF_ENDING.includes(hold.kind) ? onward(state, signal, at) : observe(state)
  }
  const spoke = signal.type === 'PromptSubmitted'
  const moved =
    spoke || signal.type === 'ToolEnded' || signal.type === 'ToolBatchEnded' || signal.type === 'ToolStarting'
  switch (hold.kind) {
    case 'permission':
    case 'question':
      if (!spoke && signal.agentId !== (hold.thread ?? null)) return observe(state)
      return moved || signal.type === 'TurnEnded' || signal.type === 'SubagentEnded'
        ? onward(state, signal, at)
        : observe(state)
    case 'limit':
      return moved ? release(state, at) : signal.type === 'TurnEnded' ? onward(state, signal, at) : observe(state)
    case 'paused':
      return observe(state)
    default:
      return spoke ? release(state, at) : observe(state)
  }
}

/** A turn end both ends the wait and asks what is next: the answer decides which transition is kept. */
function onward(state: CyclerState, signal: AgentSignal, at: number): Step {
  return signal.type === 'TurnEnded' ? observe(released(state, at)) : release(state, at)
}

/** Another session id in the same process: the person cleared the conversation. */
function cleared(state: CyclerState, signal: AgentSignal, at: number): Step {
  const { launch } = state
  if (launch === null) return observe(state)
  const next: Launch = {
    ...launch,
    sessionId: signal.sessionId,
    used: null,
    dueSince: null,
    usedAtTurnEnd: null,
    usedAtFirst: null,
    nudged: false,
    pickup: 'confirmed',
  }
  // A handover for want of room is wanted no more; what a person or a limit wanted is.
  const asked = 'wish' in state.step && state.step.wish.purpose !== 'cycle' ? state.step.wish : null
  const anew: CyclerState = { ...state, launch: next, step: { name: 'working' }, wish: asked ?? state.wish }
  return signal.type === 'PromptSubmitted' ? afterSignal(anew, signal, at) : wait(anew, at, 'cleared')
}

/** The bookkeeping of one signal, main thread and subagents. */
function remember(state: CyclerState, launch: Launch, signal: AgentSignal, at: number): CyclerState {
  const transcript = signal.transcriptPath ?? launch.transcript
  const next: Launch = { ...launch, lastSignalAt: at, transcript }
  const main = signal.agentId === null
  switch (signal.type) {
    case 'SubagentStarted':
      if (signal.agentId !== null) next.subagents = [...launch.subagents, { id: signal.agentId, since: at }]
      break
    case 'SubagentEnded':
      next.subagents = launch.subagents.filter((subagent) => subagent.id !== signal.agentId)
      break
    case 'SessionEnded':
      next.endReason = signal.reason
      break
    case 'PromptSubmitted':
      next.prompted = true
      next.draft = false
      // What is typed into a running turn belongs to it.
      if (main && (launch.turn !== 'busy' || launch.turnBegan === undefined)) next.turnBegan = turnBegan(state, at)
      if (main) next.turn = 'busy'
      break
    case 'ToolEnded':
      if (main) {
        next.tools += 1
        next.toolsThisTurn += 1
        next.turn = 'busy'
      }
      return { ...state, launch: noteReading(state, next, signal) }
    case 'TurnEnded':
      if (!main) break
      next.background = shellsOf(signal.background)
      next.turn = 'ended'
      break
    case 'TurnFailed':
      if (main) next.turn = 'failed'
      break
    case 'ToolStarting':
      return { ...state, launch: noteReading(state, next, signal) }
    default:
      break
  }
  return { ...state, launch: next }
}

function describeTool(tool: { name: string; command: string | null }): string {
  return tool.command === null ? tool.name : `${tool.name}: ${tool.command.slice(0, 120)}`
}
