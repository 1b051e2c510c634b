import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FINISHED } from '../../contract/series.ts'
import type { Step } from './effects.ts'
import type { SeriesFact } from './facts.ts'
import { draws, fitting, type Draw } from './plausible-facts.ts'
import { reduce } from './reduce.ts'
import type { Rules } from './rules.ts'
import type { CyclerState } from './state.ts'
import { ready, rules, T0 } from './testing.ts'
import { TRANSITIONS } from './transitions.ts'

/** One fact of a run, and what came of it. */
interface Taken {
  before: CyclerState
  fact: SeriesFact
  made: Step
}

/** Facts as far as they can happen, one after the other, over a series that has just begun. */
function play(drawn: Draw[], how: Rules): Taken[] {
  const run: Taken[] = []
  /** What is under way outside: effects whose facts may come, and a process that may go. */
  const due = new Set<string>()
  let state = ready()
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
const seen = new Set<string>()

function always(name: string, holds: (run: Taken[], how: Rules) => void): void {
  it(name, () => {
    fc.assert(
      fc.property(draws, policies, (drawn, how) => {
        const run = play(drawn, how)
        for (const { made } of run) if (made.transition !== null) seen.add(made.transition)
        holds(run, how)
      }),
      { numRuns: 300, seed: 20_261_122 },
    )
  })
}

always('a session is only ended behind a kept checkpoint, or when a person says so twice', (run) => {
  for (const { fact, made, before } of run) {
    if (!made.effects.some((effect) => effect.do === 'end')) continue
    const kept = fact.type === 'SnapshotTaken' && before.step.name === 'snapshotting'
    const twice = fact.type === 'Commanded' && fact.command === 'interrupt-now'
    expect(kept || twice).toBe(true)
    if (kept) expect(made.state.checkpoints).toBe(before.checkpoints + 1)
    expect(made.state.step).toMatchObject({ name: 'ending', unsafe: twice })
  }
})

always('no session starts beside another', (run) => {
  let open = false
  for (const { fact, made } of run) {
    if (fact.type === 'LaunchGone' || fact.type === 'SpawnRefused') open = false
    if (!made.effects.some((effect) => effect.do === 'start')) continue
    expect(open).toBe(false)
    expect(made.state.launch).toMatchObject({ pid: null, startedAt: null })
    open = true
  }
})

always('nothing is said, told or done without a transition that can be kept', (run) => {
  for (const { made } of run) {
    if (made.transition === null) {
      expect(made.answer.do).toBe('none')
      expect([...made.events, ...made.effects]).toEqual([])
    }
  }
})

always('no subagent is told, stopped or held back', (run) => {
  for (const { fact, made } of run) {
    if (fact.type === 'Signalled' && fact.signal.agentId !== null) expect(made.answer.do).toBe('none')
  }
})

always('only a hook is answered, in a way that it can carry', (run) => {
  for (const { fact, made } of run) {
    const { do: answer } = made.answer
    if (answer === 'none') continue
    const type = fact.type === 'Signalled' ? fact.signal.type : ''
    const carries = {
      tell: ['TurnEnded', 'ToolEnded', 'ToolBatchEnded'],
      stop: ['ToolBatchEnded'],
      block: ['CompactionAsked'],
    }
    expect(carries[answer]).toContain(type)
  }
})

always('a finished series changes no more', (run) => {
  for (const { before, made } of run) {
    if (!FINISHED.includes(before.status)) continue
    expect(made.state.status).toBe(before.status)
    expect(made.effects).toEqual([])
    expect(made.state.launch).toBeNull()
  }
})

always('checkpoints are numbered one after the other', (run) => {
  for (const { before, made } of run) {
    const kept = made.events.filter((event) => event.type === 'checkpoint.verified')
    expect(made.state.checkpoints).toBe(before.checkpoints + kept.length)
    for (const event of kept) expect(event.n).toBe(before.checkpoints + 1)
  }
})

always('a state is plain data, and the same fact makes the same of it', (run, how) => {
  for (const { before, fact, made } of run) {
    const kept = JSON.parse(JSON.stringify(before)) as CyclerState
    expect(kept).toEqual(before)
    expect(reduce(kept, fact, how)).toEqual(made)
  }
})

always('there are never more sessions than the policy allows', (run, { policy }) => {
  for (const { made } of run) expect(made.state.sessions).toBeLessThanOrEqual(policy.maxSessions ?? Infinity)
})

always('a paused series is set going by nothing but a person', (run) => {
  for (const { before, fact, made } of run) {
    if (before.status !== 'paused' || made.state.status === 'paused') continue
    const spoken = fact.type === 'Commanded' || before.step.name !== 'working'
    expect(spoken).toBe(true)
  }
})

always('status and hold say the same', (run) => {
  for (const { made } of run) {
    const { status, hold } = made.state
    if (status === 'running' || FINISHED.includes(status)) expect(hold).toBeNull()
    if (status === 'paused') expect(hold?.kind).toBe('paused')
    if (status === 'waiting' || status === 'needs-attention') expect(hold?.status).toBe(status)
  }
})

it('every transition is among those that were made', () => {
  expect(Object.keys(TRANSITIONS).filter((name) => !seen.has(name))).toEqual([])
})
