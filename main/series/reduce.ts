import { observe, type Step } from './effects.ts'
import type { SeriesFact } from './facts.ts'
import type { CyclerState } from './state.ts'
import { snapshotFailed, snapshotTaken } from './steps/checkpointing.ts'
import { verifyEnded } from './steps/checking.ts'
import { commanded, policyChanged } from './steps/commands.ts'
import { launchGone } from './steps/ending.ts'
import { attention, drafted, interrupted, typed } from './steps/holding.ts'
import { costMeasured, measured } from './steps/measuring.ts'
import { rested } from './steps/resting.ts'
import { signalled } from './steps/signals.ts'
import { begun, spawned, spawnRefused } from './steps/starting.ts'
import { ticked, woke } from './steps/ticking.ts'
import type { Rules } from './rules.ts'

/**
 * The cycler: what a fact makes of a series. Pure: no clock (`fact.at` is now), no chance, no input or output.
 * A finished series changes no more.
 */
export function reduce(state: CyclerState, fact: SeriesFact, rules: Rules): Step {
  switch (fact.type) {
    case 'Begun':
      return begun(state, fact)
    case 'Spawned':
      return spawned(state, fact)
    case 'SpawnRefused':
      return spawnRefused(state, fact)
    case 'Signalled':
      return signalled(state, fact, rules)
    case 'Measured':
      return measured(state, fact, rules)
    case 'CostMeasured':
      return costMeasured(state, fact, rules)
    case 'TranscriptSeen':
      return transcriptSeen(state, fact.launchId, fact.at)
    case 'LaunchGone':
      return launchGone(state, fact, rules)
    case 'Rested':
      return rested(state, fact, rules)
    case 'SnapshotTaken':
      return snapshotTaken(state, fact, rules)
    case 'SnapshotFailed':
      return snapshotFailed(state, fact)
    case 'VerifyEnded':
      return verifyEnded(state, fact, rules)
    case 'Typed':
      return typed(state, fact)
    case 'Drafted':
      return drafted(state, fact)
    case 'Interrupted':
      return interrupted(state, fact)
    case 'Ticked':
      return ticked(state, fact, rules)
    case 'Faulted':
      return attention(state, fact.at, 'fault', { error: fact.error })
    case 'Woke':
      return woke(state, fact)
    case 'Commanded':
      return commanded(state, fact, rules)
    case 'PolicyChanged':
      return policyChanged(state, fact)
  }
}

function transcriptSeen(state: CyclerState, launchId: string, at: number): Step {
  const launch = state.launch
  if (launch?.id !== launchId || launch.firstTranscriptAt !== null) return observe(state)
  return observe({ ...state, launch: { ...launch, firstTranscriptAt: at } })
}
