import type { AgentSignal } from '../../../contract/facts.ts'
import type { CyclerState, Launch } from '../state.ts'
import type { LookFor } from './look.ts'

/** What has to be looked at on disk before a signal can be judged; null: nothing. */
export function lookFor(
  state: CyclerState,
  signal: AgentSignal,
  transcript: string | null,
  at: number,
): LookFor | null {
  if (signal.agentId !== null || state.launch === null) return null
  const { step, launch } = state
  const handover = step.name === 'asking' || step.name === 'halting' ? { baseline: step.baseline } : null
  switch (signal.type) {
    case 'TurnEnded':
      return {
        at,
        work: true,
        ...(handover === null ? {} : { handover }),
        shownIn: launch.pickup === 'confirmed' ? null : transcript,
      }
    case 'ToolStarting':
      return isFirstTool(launch) ? { at, shownIn: transcript } : null
    case 'ToolBatchEnded':
      return handover !== null && step.name === 'asking' && step.midTurn ? { at, handover } : null
    case 'ToolEnded':
      return step.name === 'working' && (launch.dueSince !== null || launch.compacting || state.wish !== null)
        ? { at }
        : null
    default:
      return null
  }
}

/** Before it runs, the dev-docs are still what the prompt showed of them. */
export function isFirstTool(launch: Launch): boolean {
  return launch.pickup === 'pending' && launch.tools === 0 && !launch.worked && launch.seen.length === 0
}
