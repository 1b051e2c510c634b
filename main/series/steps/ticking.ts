import { FINISHED } from '../../../contract/series.ts'
import { observe, step, type Step } from '../effects.ts'
import type { FactOf } from '../facts.ts'
import type { Rules } from '../rules.ts'
import type { CyclerState, Launch } from '../state.ts'
import type { Timing } from '../timing.ts'
import { inspect, resting, unaskable } from './commands.ts'
import { attention, restingEffects, wait, waitsForHuman } from './holding.ts'
import { withLimitWish } from './measuring.ts'

type Ticked = FactOf<'Ticked'>

/** Time passed: what was to happen by now. */
export function ticked(before: CyclerState, fact: Ticked, rules: Rules): Step {
  if (FINISHED.includes(before.status) || before.status === 'needs-attention') return observe(before)
  const state = withLimitWish(before, fact.at, rules)
  const { launch, hold, wish } = state
  if (wish !== null && launch?.draft === false && unaskable(state, wish)) return inspect(state, wish)
  if (hold !== null) return holdTicked(state, fact.at, rules)
  if (launch === null || state.step.name === 'ending' || state.step.name === 'snapshotting') return observe(state)
  return silence(state, launch, fact, rules.timing) ?? observe(state)
}

function holdTicked(state: CyclerState, at: number, { policy, timing }: Rules): Step {
  const { hold } = state
  if (hold === null) return observe(state)
  const patience = policy.waitForHumanMs
  if (waitsForHuman(hold) && patience !== null && at - hold.since >= patience) {
    return attention(state, at, 'no-human', { time: minutes(patience), why: hold.said })
  }
  const { retry, launch } = state
  if (hold.kind !== 'limit' || retry === null || launch === null || at < retry.until) return observe(state)
  const again: CyclerState = { ...state, retry: { ...retry, until: at + timing.firstPrompt } }
  return step('retry', again, { effects: [{ do: 'type', text: 'Continue.' }] })
}

/** What an agent that says nothing may mean. */
function silence(state: CyclerState, launch: Launch, fact: Ticked, timing: Timing): Step | null {
  const { at } = fact
  const { firstTranscriptAt, lastSignalAt, startedAt } = launch
  if (lastSignalAt === null && firstTranscriptAt !== null && at - firstTranscriptAt >= timing.hooksSilent) {
    const setting = fact.hooksSetting === null ? '' : ` (${fact.hooksSetting})`
    return attention(state, at, 'hooks-disabled', { setting })
  }
  if (!launch.prompted && firstTranscriptAt === null && startedAt !== null && at - startedAt >= timing.firstPrompt) {
    return wait(state, at, 'first-prompt')
  }
  const oldest = Math.min(...launch.subagents.map((subagent) => subagent.since))
  if (at - oldest >= timing.subagentMost) return attention(state, at, 'subagent-long', { time: minutes(at - oldest) })
  if (launch.turn === 'busy' && lastSignalAt !== null && at - lastSignalAt >= timing.stalled) {
    return attention(state, at, 'stalled', { time: minutes(at - lastSignalAt) })
  }
  if (resting(state) && !launch.draft && lastSignalAt !== null && at - lastSignalAt >= timing.stranded) {
    const again: CyclerState = { ...state, launch: { ...launch, lastSignalAt: at } }
    return step('retry', again, { effects: restingEffects(state) })
  }
  return null
}

/** The machine slept: nothing that was to happen meanwhile happens now. */
export function woke(state: CyclerState, fact: FactOf<'Woke'>): Step {
  const shift = (time: number | null): number | null => (time === null ? null : time + fact.sleptMs)
  const { launch, hold, retry } = state
  return observe({
    ...state,
    waitedMs: state.waitedMs + (hold === null ? fact.sleptMs : 0),
    hold: hold === null ? null : { ...hold, since: hold.since + fact.sleptMs },
    // A limit's reset is a moment of the world's clock: it does not move.
    retry: retry === null ? null : { ...retry, until: Math.max(retry.until, fact.at) },
    launch:
      launch === null
        ? null
        : {
            ...launch,
            startedAt: shift(launch.startedAt),
            lastSignalAt: shift(launch.lastSignalAt),
            firstTranscriptAt: shift(launch.firstTranscriptAt),
            dueSince: shift(launch.dueSince),
            subagents: launch.subagents.map((subagent) => ({ ...subagent, since: subagent.since + fact.sleptMs })),
          },
  })
}

function minutes(ms: number): string {
  return ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`
}
