import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { AgentSignalType } from '../../contract/facts.ts'
import { FINISHED } from '../../contract/series.ts'
import type { Step } from './effects.ts'
import type { SeriesFact } from './facts.ts'
import { draws, fitting, type Draw } from './plausible-facts.ts'
import { reduce } from './reduce.ts'
import type { Rules } from './rules.ts'
import type { CyclerState } from './state.ts'
import { sessionIdOf } from './steps/starting.ts'
import { ready, rules, T0 } from './testing.ts'
import { TRANSITIONS, type TransitionName } from './transitions.ts'

/** One fact of a run, and what came of it. */
interface Taken {
  before: CyclerState
  fact: SeriesFact
  made: Step
}

const ADOPTED = { sessionId: sessionIdOf('S', 1), transcript: '/theirs.jsonl', configDir: null }

/** Facts as far as they can happen, one after the other, over a series that has just begun. */
function play(drawn: Draw[], how: Rules, adopts = false): Taken[] {
  const run: Taken[] = []
  /** What is under way outside: effects whose facts may come, and a process that may go. */
  const due = new Set<string>()
  let state = adopts ? ready({ adopted: ADOPTED }) : ready()
  let at = T0
  const one = (fact: SeriesFact): void => {
    const made = reduce(state, fact, how)
    run.push({ before: state, fact, made })
    if (fact.type === 'Spawned' || fact.type === 'SpawnRefused') due.delete('start')
    if (fact.type === 'Spawned') due.add('launch')
    if (fact.type === 'LaunchGone' || fact.type === 'SpawnRefused') due.delete('launch')
    if (fact.type === 'Rested') due.delete('rest')
    if (fact.type === 'VerifyEnded') due.delete('verify')
    if (fact.type === 'SnapshotTaken' || fact.type === 'SnapshotFailed') due.delete('snapshot')
    for (const effect of made.effects) due.add(effect.do)
    // An end without a process is told at once: the driver has none to wait for.
    if (due.delete('end')) due.add('launch')
    if (made.state.launch === null) due.delete('start')
    state = made.state
  }
  one({ type: 'Begun', at })
  for (const draw of drawn) {
    at += draw.passed
    const fact = fitting(state, draw, at, due)
    if (fact !== null) one(fact)
  }
  return run
}

const policies = fc.constantFrom(
  rules(),
  rules({ maxSessions: 2, verify: 'make test', waitForHumanMs: 0 }),
  rules({ maxCostUsd: 5, maxDurationMs: 3_600_000 }),
)

/** What holds of every run. */
const PROPERTIES: Record<string, (run: Taken[], how: Rules) => boolean> = {
  'a session is only ended behind a kept checkpoint, or when a person says so twice': (run) =>
    run.every(({ fact, made, before }) => {
      if (!does(made, 'end')) return true
      const { step } = made.state
      if (fact.type === 'Commanded') {
        return fact.command === 'interrupt-now' && step.name === 'ending' && step.unsafe
      }
      const kept = before.step.name === 'snapshotting' && made.state.checkpoints === before.checkpoints + 1
      return fact.type === 'SnapshotTaken' && kept && step.name === 'ending' && !step.unsafe
    }),

  'nothing that the agent does comes between a checkpoint and its end': (run) =>
    run.every(({ fact, made, before }) => {
      const closing = before.step.name === 'snapshotting' || before.step.name === 'ending'
      return !closing || fact.type !== 'Signalled' || made.state.step.name === before.step.name
    }),

  'no session starts beside another': (run) => {
    let open = false
    return run.every(({ fact, made }) => {
      if (fact.type === 'LaunchGone' || fact.type === 'SpawnRefused') open = false
      if (!does(made, 'start')) return true
      const first = !open && made.state.launch?.pid === null
      open = true
      return first
    })
  },

  'nothing is said, told or done without a transition that can be kept': (run) =>
    run.every(
      ({ made }) =>
        made.transition !== null || (made.answer.do === 'none' && made.events.length + made.effects.length === 0),
    ),

  'no subagent is told, stopped or held back': (run) =>
    run.every(
      ({ fact, made }) => fact.type !== 'Signalled' || fact.signal.agentId === null || made.answer.do === 'none',
    ),

  'only a hook is answered, in a way that it can carry': (run) =>
    run.every(({ fact, made }) => {
      if (made.answer.do === 'none') return true
      return fact.type === 'Signalled' && CARRIERS[made.answer.do].includes(fact.signal.type)
    }),

  'a finished series changes no more': (run) =>
    run.every(({ before, made }) => {
      if (!FINISHED.includes(before.status)) return true
      return made.state.status === before.status && made.state.launch === null && made.effects.length === 0
    }),

  'checkpoints are numbered one after the other': (run) =>
    run.every(({ before, made }) => {
      const kept = made.events.filter((event) => event.type === 'checkpoint.verified')
      const risen = made.state.checkpoints === before.checkpoints + kept.length
      return risen && kept.every((event) => event.n === before.checkpoints + 1)
    }),

  'a state is plain data, and the same fact makes the same of it': (run, how) =>
    run.every(({ before, fact, made }) => {
      const kept = JSON.parse(JSON.stringify(before)) as CyclerState
      return isDeepStrictEqual(kept, before) && isDeepStrictEqual(reduce(kept, fact, how), made)
    }),

  'there are never more sessions than the policy allows': (run, { policy }) =>
    run.every(({ made }) => made.state.sessions <= (policy.maxSessions ?? Number.POSITIVE_INFINITY)),

  'a paused series is set going by a person, or by what a person began': (run) =>
    run.every(({ before, fact, made }) => {
      const left = before.status === 'paused' && made.state.status !== 'paused'
      return !left || fact.type === 'Commanded' || before.step.name !== 'working'
    }),

  'an adopted session is the first one, is only ever resumed, and hears its task until it has picked it up': (run) =>
    run.every(({ made: { state } }) => {
      const { launch, adopted } = state
      if (launch === null) return true
      if (adopted === undefined || launch.n !== 1) return launch.prompt !== 'adopted'
      return launch.mode === 'resume' && (launch.prompt === 'adopted' || launch.pickup === 'confirmed')
    }),

  'status and hold say the same': (run) =>
    run.every(({ made: { state } }) => {
      const { status, hold } = state
      if (status === 'paused') return hold?.kind === 'paused'
      return status === 'waiting' || status === 'needs-attention' ? hold?.status === status : hold === null
    }),
}

const CARRIERS: Record<'tell' | 'stop' | 'block', AgentSignalType[]> = {
  tell: ['TurnEnded', 'ToolEnded', 'ToolBatchEnded'],
  stop: ['ToolBatchEnded'],
  block: ['CompactionAsked'],
}

function does({ effects }: Step, what: string): boolean {
  return effects.some((effect) => effect.do === what)
}

it.each(Object.entries(PROPERTIES))('%s', (_, holds) => {
  const property = fc.property(draws, policies, fc.boolean(), (drawn, how, adopts) =>
    holds(play(drawn, how, adopts), how),
  )
  expect(fc.defaultReportMessage(fc.check(property, { numRuns: 500, seed: 20_261_122 }))).toBeUndefined()
})

it('makes every transition that there is', () => {
  const runs = fc.sample(fc.tuple(draws, policies), { numRuns: 300, seed: 20_261_122 })
  const seen = new Set(runs.flatMap(([drawn, how]) => play(drawn, how).map(({ made }) => made.transition)))
  expect(Object.keys(TRANSITIONS).filter((name) => !seen.has(name as TransitionName))).toEqual([])
})
