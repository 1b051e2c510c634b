import type { BareEvent, Step } from '../effects.ts'
import { observe, step } from '../effects.ts'
import type { FactOf } from '../facts.ts'
import type { Rules } from '../rules.ts'
import { LOST, type CyclerState, type Launch } from '../state.ts'
import { seen } from './boxes.ts'
import { attention, pause, released } from './holding.ts'
import { isPastDue } from './measuring.ts'
import { afterLaunch } from './next.ts'
import { snapshot } from './snapshot.ts'
import { resumedLaunch } from './starting.ts'

type LaunchGone = FactOf<'LaunchGone'>

/** The process is gone, with all that belonged to it: as we asked, by a person's hand, or lost. */
export function launchGone(before: CyclerState, fact: LaunchGone, rules: Rules): Step {
  const { launch, step: at } = before
  if (launch === null || launch.id !== fact.launchId) return observe(before)
  const state = seen(before, fact.look)
  const events: BareEvent[] = launch.startedAt === null ? [] : [endedEvent(launch, fact)]
  if (at.name === 'ending') {
    const orphan = at.unsafe ? { ...launch, prompted: fact.resumable } : null
    const counted = countShort({ ...state, launch: null, orphan }, launch, rules)
    return prepend(events, afterLaunch(counted, at.wish, fact.at, rules))
  }
  // What runs for these goes on without the session: the snapshot, the look, the verify command.
  if (at.name === 'snapshotting' || at.name === 'inspecting') {
    return step('ended', { ...state, launch: { ...launch, endReason: LOST, pid: null } }, { events })
  }
  if (at.name === 'checking') return step('ended', { ...state, launch: null }, { events })
  // Whether it can be resumed is for the transcript to say: what was only observed is forgotten in a crash.
  const orphan: Launch = { ...launch, prompted: fact.resumable }
  if (state.status === 'paused' || state.hold?.status === 'needs-attention') {
    return step('ended', { ...state, launch: null, orphan, step: { name: 'ready' } }, { events })
  }
  if (launch.endReason === 'prompt_input_exit' || launch.endReason === 'logout') {
    return prepend(events, pause({ ...state, launch: null, orphan, step: { name: 'ready' } }, fact.at))
  }
  return prepend(events, lost(state, launch, fact, rules))
}

/** A session that ended without us: resumed once if that is safe, else its state is written mechanically. */
function lost(state: CyclerState, launch: Launch, fact: LaunchGone, rules: Rules): Step {
  const asked = state.step.name === 'asking' || state.step.name === 'halting' ? state.step.wish : null
  // What was wanted of the lost session is wanted still: of the resumed one, or of the checkpoint written for it.
  const wanted = asked ?? state.wish
  const wish = wanted ?? { purpose: 'cycle', reason: 'session-lost' }
  const gone: CyclerState = { ...state, launch: { ...launch, endReason: LOST, pid: null } }
  if (asked !== null && fact.look.missing.length === 0) return snapshot(gone, wish, 'agent')
  if (launch.pid === null && launch.mode === 'resume') return neverStarted(state, launch, fact)
  if (fact.resumable && !launch.resumed && !isPastDue(launch, rules)) {
    return step(
      'start',
      {
        ...released(state, fact.at),
        wish: wanted,
        step: { name: 'starting' },
        launch: resumedLaunch(state, launch, fact.at),
      },
      { effects: [{ do: 'start' }] },
    )
  }
  if (!launch.prompted && !fact.resumable) return neverStarted(state, launch, fact)
  return snapshot(gone, wish, 'mechanical')
}

/** It took no prompt. Ended by a signal (a killed core, a reboot): started again; by itself: a person has to look. */
function neverStarted(state: CyclerState, launch: Launch, fact: LaunchGone): Step {
  const killedAgain = fact.signal !== null && launch.resumed
  if (launch.pid === null || (!killedAgain && (fact.signal !== null || fact.exitCode === null))) {
    // Its number stays taken: it is the same session, started again. A kill that we saw counts: it may come each time.
    const resumed = launch.resumed || fact.signal !== null
    const again: Launch = { ...launch, pid: null, pidStart: null, startedAt: null, intendedAt: fact.at, resumed }
    return step('start', { ...state, step: { name: 'starting' }, launch: again }, { effects: [{ do: 'start' }] })
  }
  const sessions = launch.mode === 'fresh' ? state.sessions - 1 : state.sessions
  const stopped: CyclerState = { ...state, launch: null, step: { name: 'ready' }, sessions }
  const exit = fact.signal ?? `exit ${fact.exitCode}`
  return attention(stopped, fact.at, 'start-failed', { exit, screen: fact.screen })
}

/** Sessions that hardly turned, running: the loop spins. A long turn of many tools is no spin. */
function countShort(state: CyclerState, launch: Launch, { timing }: Rules): CyclerState {
  const short = launch.turns < timing.shortTurns && launch.tools < timing.shortTools
  return { ...state, shortSessions: short ? state.shortSessions + 1 : 0 }
}

function endedEvent(launch: Launch, fact: LaunchGone): BareEvent {
  const { exitCode, signal, ms } = fact
  return { type: 'session.ended', sessionId: launch.sessionId, exitCode, signal, ms }
}

function prepend(events: BareEvent[], next: Step): Step {
  return { ...next, transition: next.transition ?? 'ended', events: [...events, ...next.events] }
}
