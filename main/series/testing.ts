import type { AgentSignal, ToolUse } from '../../contract/facts.ts'
import { DEFAULT_POLICY, type Policy } from '../../contract/policy.ts'
import type { Box, Checkpoint } from '../../contract/series.ts'
import type { Step } from './effects.ts'
import type { FactOf, Look, SeriesFact } from './facts.ts'
import { reduce } from './reduce.ts'
import type { Rules } from './rules.ts'
import { newSeries, type CyclerState, type Launch, type Step as At, type Wish } from './state.ts'
import { freshLaunch } from './steps/starting.ts'
import { TIMING, type Timing } from './timing.ts'

/** Builders for the cycler's tests: a series `S` over the task `t` in `/p`, and what happens to it. */

export const T0 = 1_700_000_000_000
export const SECOND = 1_000
export const MINUTE = 60 * SECOND

/** Due at 100 000 tokens of 200 000, soft point at 70 000. */
export function rules(policy: Partial<Policy> = {}, timing: Partial<Timing> = {}): Rules {
  return { policy: { ...DEFAULT_POLICY, thresholdTokens: 100_000, ...policy }, timing: { ...TIMING, ...timing } }
}

/** One word a box; `*` marks a ticked one: `boxes('a* b')`. */
export function boxes(words: string): Box[] {
  return words.split(' ').map((word, index) => ({
    number: index + 1,
    title: word.replace('*', ''),
    done: word.endsWith('*'),
  }))
}

/** One box ticked, one open; nothing missing in the handover. */
export function look(change: Partial<Look> = {}): Look {
  return {
    boxes: boxes('a* b'),
    problem: null,
    contextSha256: 'sha-2',
    vanished: [],
    missing: [],
    secrets: [],
    workMark: 'mark-2',
    shown: [],
    at: T0,
    ...change,
  }
}

/** A series at rest, before its first session. */
export function ready(change: Partial<CyclerState> = {}): CyclerState {
  const state = { ...newSeries('S', '/p', 't', boxes('a* b'), T0), contextSha256: 'sha-1', workMark: 'mark-1' }
  return { ...state, ...change }
}

/** Its first session works: prompted, receipt given, context measured at 50 000. */
export function working(launch: Partial<Launch> = {}, change: Partial<CyclerState> = {}): CyclerState {
  const base = ready({ sessions: 1, step: { name: 'working' } })
  const live: Launch = {
    ...freshLaunch(ready(), T0),
    pid: 4242,
    pidStart: '77',
    startedAt: T0,
    prompted: true,
    pickup: 'confirmed',
    lastSignalAt: T0,
    turns: 3,
    used: 50_000,
    usedAtTurnEnd: 50_000,
    window: 200_000,
    ...launch,
  }
  return { ...base, launch: live, ...change }
}

/** The same between two turns. */
export function resting(launch: Partial<Launch> = {}, change: Partial<CyclerState> = {}): CyclerState {
  return working({ turn: 'ended', ...launch }, change)
}

export const CYCLE: Wish = { purpose: 'cycle', reason: 'due' }
export const STOP: Wish = { purpose: 'stop', reason: 'asked-stop' }
export const CHECKPOINT: Wish = { purpose: 'continue', reason: 'asked-checkpoint' }
export const COMPLETE: Wish = { purpose: 'complete', reason: 'completed' }

export function asking(change: Partial<Extract<At, { name: 'asking' }>> = {}): At {
  return { name: 'asking', wish: CYCLE, midTurn: false, repaired: false, baseline: 'sha-1', batches: 0, ...change }
}
export function snapshotting(wish: Wish = CYCLE): At {
  return { name: 'snapshotting', wish, kind: 'agent', n: 1 }
}
export function ending(wish: Wish = CYCLE, unsafe = false): At {
  return { name: 'ending', wish, unsafe }
}

const TOOL: ToolUse = { name: 'Bash', reads: [], writes: [], command: 'make', readOnly: false }
export function tool(change: Partial<ToolUse> = {}): ToolUse {
  return { ...TOOL, ...change }
}

type Bare<T> = T extends unknown ? Omit<T, 'sessionId' | 'agentId' | 'transcriptPath'> : never
type Said = Bare<AgentSignal>

/** A hook of the first session at `at`. */
export function signal(
  said: Said,
  more: { at?: number; look?: Look | null; agentId?: string; sessionId?: string } = {},
) {
  const { at = T0 + SECOND, look: seen = null, agentId = null, sessionId = freshLaunch(ready(), T0).sessionId } = more
  const whole = { ...said, sessionId, agentId, transcriptPath: null } as AgentSignal
  return { type: 'Signalled', at, launchId: 'S-1', signal: whole, look: seen } satisfies SeriesFact
}

export function turnEnd(
  seen: Partial<Look> = {},
  more: { at?: number; lastMessage?: string; subagents?: number; shells?: string[] } = {},
) {
  const { at = T0 + SECOND, lastMessage = 'Done.', subagents = 0, shells = [] } = more
  const background = [
    ...shells.map((description) => ({ id: description, kind: 'shell' as const, description })),
    ...Array.from({ length: subagents }, (_, n) => ({ id: `a${n}`, kind: 'subagent' as const, description: 'agent' })),
  ]
  const said = { type: 'TurnEnded', lastMessage, background, crons: 0, continued: false } as const
  return signal(said, { at, look: look(seen) })
}

export function toolEnd(more: { at?: number; look?: Look | null; agentId?: string } = {}) {
  return signal({ type: 'ToolEnded', tool: TOOL, failed: false }, more)
}
export function turnFailure(error: string, details = '', at = T0 + SECOND) {
  return signal({ type: 'TurnFailed', error, details }, { at })
}
export const prompt = (at = T0 + SECOND) => signal({ type: 'PromptSubmitted', prompt: 'go' }, { at })
export const tick = (at: number, hooksSetting: string | null = null) => ({ type: 'Ticked', at, hooksSetting }) as const
export const command = (name: FactOf<'Commanded'>['command'], at = T0 + SECOND) =>
  ({ type: 'Commanded', at, command: name }) as const

export function gone(change: Partial<FactOf<'LaunchGone'>> = {}): SeriesFact {
  const end = { exitCode: 0, signal: null, ms: 12, resumable: true, screen: '' }
  return { type: 'LaunchGone', at: T0 + SECOND, launchId: 'S-1', ...end, look: look(), ...change }
}

export function taken(change: Partial<Checkpoint> = {}, at = T0 + SECOND): SeriesFact {
  const files = [{ path: 'dev/active/t/t-plan.md', sha256: 'f', bytes: 1 }]
  const checkpoint: Checkpoint = {
    seriesId: 'S',
    n: 1,
    at: new Date(at).toISOString(),
    kind: 'agent',
    reason: 'due',
    sessionId: null,
    files,
    sha256: 'c',
    ref: 'refs/baton/S/1',
    commit: 'd',
    refProblem: null,
    skipped: [],
    masked: [],
    contextUsed: 1,
    boxesDone: 1,
    boxesOpen: 1,
    ...change,
  }
  return { type: 'SnapshotTaken', at, checkpoint }
}

/** What the reducer makes of one fact. */
export function take(state: CyclerState, fact: SeriesFact, how: Rules = rules()): Step {
  return reduce(state, fact, how)
}

/** The last step of several facts, each after the one before. */
export function follow(state: CyclerState, facts: readonly SeriesFact[], how: Rules = rules()): Step {
  let made: Step = { state, transition: null, events: [], effects: [], answer: { do: 'none' } }
  for (const fact of facts) made = reduce(made.state, fact, how)
  return made
}

/** What a person would read of the step. */
export function said(made: Step): string {
  return made.state.hold?.said ?? ''
}
export function doing(made: Step): string[] {
  return made.effects.map((effect) => effect.do)
}
export function told(made: Step): string[] {
  return made.events.map((event) => event.type)
}
