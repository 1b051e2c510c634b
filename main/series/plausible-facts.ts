import * as fc from 'fast-check'
import type { SeriesFact } from './facts.ts'
import { boxes, command, gone, look, prompt, signal, taken, T0, tick, tool, toolEnd, turnEnd } from './testing.ts'
import type { CyclerState } from './state.ts'

/** Facts for property tests: drawn blindly, then fitted to the state so that most of them can happen. */

/** A fact that waits for the state it falls into: launch, checkpoint number and time come from there. */
export type Draw = { fact: SeriesFact; passed: number }

const SPAWNED: SeriesFact = { type: 'Spawned', at: T0, launchId: 'S-1', pid: 7, pidStart: '1', transcript: '/x' }

const looks = fc.record({
  boxes: fc.constantFrom(boxes('a* b'), boxes('a b'), boxes('a* b c'), boxes('a* b*'), boxes('a*'), null),
  missing: fc.constantFrom<string[]>([], [], ['Update it.']),
  secrets: fc.constantFrom<string[]>([], [], [], ['Take it out.']),
  vanished: fc.constantFrom<string[]>([], [], [], [], ['b']),
  workMark: fc.constantFrom('mark-1', 'mark-2', 'mark-3'),
  contextSha256: fc.constantFrom('sha-1', 'sha-2'),
  shown: fc.constantFrom<string[]>(
    [],
    ['plan', 'context', 'tasks'].map((role) => `dev/active/t/t-${role}.md`),
  ),
})
const seen = looks.map((change) => look(change))
const agent = fc.constantFrom(undefined, undefined, undefined, 'a1')
const thread = (agentId: string | undefined) => (agentId === undefined ? {} : { agentId })

const signals = fc.oneof(
  { weight: 3, arbitrary: fc.constant(prompt()) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(looks, fc.constantFrom('Done.', 'Done.', 'Done.', 'BATON: NEEDS-HUMAN x'), fc.constantFrom(0, 0, 0, 1))
      .map(([change, lastMessage, subagents]) => turnEnd(change, { lastMessage, subagents, shells: ['server'] })),
  },
  {
    weight: 6,
    arbitrary: fc.tuple(agent, fc.option(seen)).map(([who, shown]) => toolEnd({ look: shown, ...thread(who) })),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(agent, fc.option(seen))
      .map(([who, shown]) => signal({ type: 'ToolBatchEnded' }, { look: shown, ...thread(who) })),
  },
  fc
    .tuple(agent, fc.boolean())
    .map(([who, question]) => signal({ type: 'PermissionRequested', tool: tool(), question }, thread(who))),
  fc
    .tuple(agent, fc.constantFrom('rate_limit', 'overloaded', 'billing_error', 'prompt is too long'))
    .map(([who, error]) => signal({ type: 'TurnFailed', error, details: error }, thread(who))),
  fc.tuple(agent, fc.boolean()).map(([who, auto]) => signal({ type: 'CompactionAsked', auto }, thread(who))),
  fc
    .constantFrom('SubagentStarted', 'SubagentEnded')
    .map((type) => signal({ type, agentType: 'x' } as never, { agentId: 'a1' })),
  fc.constantFrom('clear', 'prompt_input_exit', 'other').map((reason) => signal({ type: 'SessionEnded', reason })),
  fc.constant(signal({ type: 'PromptSubmitted', prompt: 'hi' }, { sessionId: 'cleared' })),
)

const others = fc.oneof(
  fc
    .constantFrom('pause', 'resume', 'resume', 'checkpoint', 'cycle', 'stop', 'interrupt', 'interrupt-now')
    .map((name) => command(name as never)),
  fc
    .tuple(fc.constantFrom(30_000, 75_000, 101_000, 120_000, null), fc.constantFrom(200_000, null))
    .map(([used, window]) => measured(used, window)),
  fc.constantFrom(1, 4, 9).map((costUsd): SeriesFact => ({ type: 'CostMeasured', at: T0, costUsd })),
  fc.constant<SeriesFact>({ type: 'TranscriptSeen', at: T0, launchId: 'S-1' }),
  fc.boolean().map((draft): SeriesFact => ({ type: 'Drafted', at: T0, draft })),
  fc.constantFrom<SeriesFact>({ type: 'Typed', at: T0 }, { type: 'Interrupted', at: T0 }),
  fc.constant(tick(T0)),
  fc.constantFrom(60_000, 8 * 3_600_000).map((sleptMs): SeriesFact => ({ type: 'Woke', at: T0, sleptMs })),
  fc.constant<SeriesFact>({ type: 'PolicyChanged', at: T0, changes: {} }),
)

/** What effects bring back. It is only drawn; `fitting` lets it pass where such an effect is under way. */
const results = fc.oneof(
  fc.constant<SeriesFact>(SPAWNED),
  fc.constant<SeriesFact>({ type: 'SpawnRefused', at: T0, launchId: 'S-1', problem: problem() }),
  fc
    .tuple(seen, fc.boolean(), fc.constantFrom('SIGKILL', null))
    .map(([shown, resumable, by]) => gone({ look: shown, resumable, signal: by, exitCode: by === null ? 1 : null })),
  seen.map((shown): SeriesFact => ({ type: 'Rested', at: T0, look: shown })),
  fc.constant(taken()),
  fc.constant(taken()),
  fc.constant<SeriesFact>({ type: 'SnapshotFailed', at: T0, problem: problem() }),
  fc
    .constantFrom(0, 1, null)
    .map((exitCode): SeriesFact => ({ type: 'VerifyEnded', at: T0, exitCode, output: '', problem: null })),
)

export const draws: fc.Arbitrary<Draw[]> = fc.array(
  fc.record({
    fact: fc.oneof(
      { weight: 5, arbitrary: signals },
      { weight: 4, arbitrary: results },
      { weight: 3, arbitrary: others },
    ),
    passed: fc.constantFrom(10, 1_000, 30_000, 200_000, 900_000),
  }),
  { minLength: 20, maxLength: 120 },
)

/** The drawn fact as it can happen in this state, at `at`; where it cannot, what an effect brings back. Null: nothing. */
export function fitting(state: CyclerState, { fact }: Draw, at: number, due: ReadonlySet<string>): SeriesFact | null {
  const found = fitted(state, fact, at, due)
  if (found !== null) return found
  const { name } = state.step
  if (due.has('start')) return fitted(state, SPAWNED, at, due)
  if (name === 'snapshotting') return fitted(state, taken(), at, due)
  return name === 'ending' ? fitted(state, gone(), at, due) : null
}

function fitted(state: CyclerState, fact: SeriesFact, at: number, due: ReadonlySet<string>): SeriesFact | null {
  const { launch } = state
  switch (fact.type) {
    case 'Signalled': {
      if (launch === null || launch.pid === null) return null
      const own = fact.signal.sessionId === 'cleared' ? fact.signal.sessionId : launch.sessionId
      return { ...fact, at, launchId: launch.id, signal: { ...fact.signal, sessionId: own } }
    }
    case 'Measured':
      return launch === null ? null : { ...fact, at, sessionId: launch.sessionId }
    case 'TranscriptSeen':
      return launch === null ? null : { ...fact, at, launchId: launch.id }
    case 'LaunchGone':
      return due.has('launch') && launch !== null ? { ...fact, at, launchId: launch.id } : null
    case 'Spawned':
    case 'SpawnRefused':
      return due.has('start') && launch !== null ? { ...fact, at, launchId: launch.id } : null
    case 'Rested':
      return due.has('rest') ? { ...fact, at } : null
    case 'VerifyEnded':
      return due.has('verify') ? { ...fact, at } : null
    case 'SnapshotFailed':
      return due.has('snapshot') ? { ...fact, at } : null
    case 'SnapshotTaken':
      if (!due.has('snapshot') || state.step.name !== 'snapshotting') return null
      return { ...fact, at, checkpoint: { ...fact.checkpoint, n: state.step.n, kind: state.step.kind } }
    default:
      return { ...fact, at }
  }
}

function measured(used: number | null, window: number | null): SeriesFact {
  return { type: 'Measured', at: T0, sessionId: '', used, window, model: null, resetsAt: null }
}
function problem() {
  return { code: 'x', thing: 'x', cause: 'y', remedy: 'z' }
}
