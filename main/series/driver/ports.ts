import type { RunEvent } from '../../../contract/events.ts'
import type { PlanLimit } from '../../../contract/forecast.ts'
import type { Policy } from '../../../contract/policy.ts'
import type { Outcome, Problem } from '../../../contract/problem.ts'
import type { HostedEvents, HostedSession } from '../../sessions/hosted-session.ts'
import type { Store, TransitionRecord } from '../../store/types.ts'
import type { SeriesFact } from '../facts.ts'
import type { CyclerState } from '../state.ts'
import type { Timing } from '../timing.ts'
import type { TransitionName } from '../transitions.ts'

/** A launch that is ready to be spawned. */
export interface ReadyLaunch {
  argv: string[]
  spawn(events: HostedEvents): Outcome<HostedSession>
  /** Removes what was prepared, after the launch or instead of it. */
  discard(): Promise<void>
}

/** How the driver starts agents; peculiarities of the agent stay behind it. */
export interface Launcher {
  prepare(state: CyclerState, how: LaunchHow): Promise<Outcome<ReadyLaunch>>
}

export interface LaunchHow {
  policy: Policy
  env: Record<string, string>
  /** Background jobs that ended with the session before. */
  restart: string[]
}

/** Looks on as transitions are kept. The kill test ends the process here. */
export interface TransitionProbe {
  before(name: TransitionName, state: CyclerState): void
  after(name: TransitionName, state: CyclerState): void
}

export interface DriverPorts {
  store: Store
  launcher: Launcher
  timing: Timing
  /** Milliseconds since the epoch. */
  now(): number
  /** Something of the series changed that followers may see. */
  changed(seriesId: string): void
  /** An event that was kept, under the number `seq`. */
  event(event: RunEvent, seq: number): void
  /** Limits of the plan, as the agent of a session tells them. */
  limits?(limits: PlanLimit[]): void
  problem(problem: Problem, context: { series: string }): void
  /** A bug: told, never swallowed. */
  fault(error: unknown, context: { series: string }): void
  /** Which setting keeps hooks from us, if one is known. */
  hooksSetting(state: CyclerState, env: Record<string, string>): Promise<string | null>
  probe?: TransitionProbe | undefined
}

/** A series as its effects see it. */
export interface Driven {
  readonly id: string
  readonly state: CyclerState
  readonly policy: Policy
  /** What sessions and commands of this series are started with. */
  readonly env: Record<string, string>
  readonly ports: DriverPorts
  readonly session: HostedSession | null
  readonly ready: ReadyLaunch | null
  readonly closed: boolean
  /** Aborted when the driver closes: what runs for it beside the session ends. */
  readonly closing: AbortSignal
  /** Contents of a checkpoint between its making and its commit. */
  pending: TransitionRecord['checkpoint']
  hosts(session: HostedSession | null): void
  /** One fact, after those before it; a function is called when its turn comes. */
  tell(fact: SeriesFact | (() => Promise<SeriesFact | null>)): void
}
