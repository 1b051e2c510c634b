import { observe, step, type Step } from '../effects.ts'
import type { FactOf, Look } from '../facts.ts'
import type { Rules } from '../rules.ts'
import type { CyclerState } from '../state.ts'
import { verifyFailedText } from '../words.ts'
import { attention } from './holding.ts'
import { startNext } from './next.ts'
import { snapshot } from './snapshot.ts'

/** Titles named in one line. */
const TITLES_NAMED = 5

/** Every box is ticked: nothing may have vanished, and then the verify command has the last word. */
export function boxesDone(state: CyclerState, look: Look, at: number, { policy }: Rules): Step {
  if (look.vanished.length > 0) {
    const titles = look.vanished.slice(0, TITLES_NAMED).join(' · ')
    return attention(state, at, 'boxes-vanished', { titles })
  }
  if (policy.verify === undefined) return snapshot(state, { purpose: 'complete', reason: 'completed' }, 'agent')
  return step('check', { ...state, step: { name: 'checking' } }, { effects: [{ do: 'verify' }] })
}

export function verifyEnded(state: CyclerState, fact: FactOf<'VerifyEnded'>, rules: Rules): Step {
  const { timing } = rules
  if (state.step.name !== 'checking') return observe(state)
  const resting: CyclerState = { ...state, step: { name: state.launch === null ? 'ready' : 'working' } }
  if (fact.problem !== null) {
    return attention(resting, fact.at, 'verify-broken', { why: `${fact.problem.cause}. ${fact.problem.remedy}` })
  }
  if (fact.exitCode === 0) {
    return snapshot({ ...resting, verifyFailures: 0 }, { purpose: 'complete', reason: 'completed' }, 'agent')
  }
  const failures = state.verifyFailures + 1
  if (failures >= timing.verifyFailures) {
    return attention(resting, fact.at, 'verify-failing', { times: failures, output: fact.output })
  }
  const failed = { ...resting, verifyFailures: failures }
  if (state.launch === null) return startNext(failed, fact.at, rules)
  return step('retry', failed, { effects: [{ do: 'type', text: verifyFailedText(fact.exitCode, fact.output) }] })
}
