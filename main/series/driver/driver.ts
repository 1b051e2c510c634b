import { setTimeout as delay } from 'node:timers/promises'
import type { AgentSignal, SignalAnswer } from '../../../contract/facts.ts'
import { PolicyLayer, type Policy } from '../../../contract/policy.ts'
import { cleanLine } from '../../../contract/text.ts'
import { FINISHED } from '../../../contract/series.ts'
import { withConfigDir } from '../../agents/claude/environment.ts'
import { activityOf } from '../../agents/claude/describe-tool.ts'
import { turnEnding, type TurnEnding } from '../../agents/claude/transcript/conversation.ts'
import { untilAnswerWritten } from '../../agents/claude/transcript/last-answer.ts'
import { workTreeMark } from '../../checkpoints/work-tree.ts'
import type { HostedSession } from '../../sessions/hosted-session.ts'
import { NO_ANSWER, type Effect, type Step } from '../effects.ts'
import type { Command, SeriesFact } from '../facts.ts'
import { reduce } from '../reduce.ts'
import type { CyclerState } from '../state.ts'
import { runEffect } from './effects.ts'
import { keep } from './keeping.ts'
import { isFirstTool, lookFor } from './looking.ts'
import { lookAt } from './look.ts'
import type { Driven, DriverPorts, ReadyLaunch } from './ports.ts'

/** A turn end whose answer comes later than this is not waiting for it any more (the hook's timeout is 60 s); ms. */
const ANSWER_LIMIT_MS = 50_000
/** How long a turn end waits for its own answer to be on disk, ms; then it is judged by what is there. */
const ANSWER_WRITTEN_MS = 500
/** How often an ending session is looked for, ms. */
const WAIT_CHECK_MS = 50
/** How a transcript ends under an idle agent whose turn did not: Esc amid the answer, or before its first word. */
const STOPPED_BY_HAND: readonly TurnEnding[] = ['interrupted', 'unanswered']
/** Signals whose answer may change what the agent does. The others are taken note of and answered at once. */
const ANSWERABLE: readonly AgentSignal['type'][] = ['TurnEnded', 'ToolEnded', 'ToolBatchEnded', 'CompactionAsked']

/**
 * Drives one series: facts go in one at a time, the reducer says what they mean, the transition is committed, and only
 * then are effects run and hooks answered. What effects bring comes back as facts.
 */
export class SeriesDriver implements Driven {
  #state: CyclerState
  #policy: Policy
  #env: Record<string, string>
  #queue: Promise<unknown> = Promise.resolve()
  #session: HostedSession | null = null
  #ready: ReadyLaunch | null = null
  #activity = ''
  #closed = false
  readonly #closing = new AbortController()
  readonly #ports: DriverPorts
  /** Contents of a checkpoint between its making and its commit. */
  pending: Driven['pending'] = null

  constructor(ports: DriverPorts, state: CyclerState, policy: Policy, env: Record<string, string>) {
    this.#ports = ports
    this.#state = state
    this.#policy = policy
    this.#env = env
  }

  get id(): string {
    return this.#state.id
  }
  get state(): CyclerState {
    return this.#state
  }
  get policy(): Policy {
    return this.#policy
  }
  get env(): Record<string, string> {
    const configDir = this.#state.adopted?.configDir ?? null
    return configDir === null ? this.#env : withConfigDir(this.#env, configDir)
  }
  get session(): HostedSession | null {
    return this.#session
  }
  get ports(): DriverPorts {
    return this.#ports
  }
  get activity(): string {
    return this.#activity
  }
  get ready(): ReadyLaunch | null {
    return this.#ready
  }
  get closed(): boolean {
    return this.#closed
  }
  get closing(): AbortSignal {
    return this.#closing.signal
  }
  /** Whether the loop would go on by itself. */
  get running(): boolean {
    return !FINISHED.includes(this.#state.status) && this.#state.status !== 'paused'
  }

  /** It goes on by itself, or has a session open. */
  get going(): boolean {
    return this.#session !== null || this.#state.status === 'running' || this.#state.status === 'waiting'
  }

  hosts(session: HostedSession | null): void {
    this.#session = session
    if (session === null) this.#activity = ''
    this.#ports.changed(this.id)
  }

  /** The caller's environment of now: what the next session is started with. */
  useEnvironment(env: Record<string, string>): void {
    this.#env = env
  }

  /** A hook of this series' launch. Resolves with what the agent is to be told. */
  async signal(launchId: string, signal: AgentSignal): Promise<SignalAnswer> {
    const activity = activityOf(signal)
    if (activity !== null && activity !== this.#activity) {
      this.#activity = activity
      this.#ports.changed(this.id)
    }
    if (signal.agentId !== null || !(ANSWERABLE.includes(signal.type) || this.#isFirstTool(signal))) {
      this.#background(this.#takeSignal(launchId, signal))
      return NO_ANSWER
    }
    return this.#takeSignal(launchId, signal)
  }

  /** The first tool waits for the look that its start asks for. */
  #isFirstTool(signal: AgentSignal): boolean {
    const { launch } = this.#state
    return signal.type === 'ToolStarting' && launch !== null && isFirstTool(launch)
  }

  async #takeSignal(launchId: string, signal: AgentSignal): Promise<SignalAnswer> {
    const session = this.#session
    // Git takes longest of what a turn end looks at, and the work rests already.
    const mark = signal.type === 'TurnEnded' && signal.agentId === null ? workTreeMark(this.#state.project) : null
    if (mark !== null) this.#background(mark)
    if (session?.launchId === launchId) {
      if (signal.sessionId !== session.sessionId && signal.type !== 'SessionEnded')
        await this.#moveTo(session, signal.sessionId)
      // The figure that a decision rests on is the one that is on disk now. A handover is not judged by it.
      const measured = this.#measure(session, signal)
      if (this.#state.step.name === 'asking') this.#background(measured)
      else await measured
    }
    const at = this.#ports.now()
    const answer = await this.submit(async () => {
      const wanted = lookFor(this.#state, signal, session?.transcript ?? null, at)
      const look = wanted === null ? null : await lookAt(this.#state, wanted, mark)
      return { type: 'Signalled', at, launchId, signal, look }
    })
    // Kept for a core that has to end them after a crash; no answer waits for it.
    if (signal.type === 'TurnEnded' && session?.launchId === launchId) this.#background(session.recordProcesses())
    const late = this.#ports.now() - at > ANSWER_LIMIT_MS
    if (late && answer.do === 'tell' && signal.type === 'TurnEnded') this.#run([{ do: 'type', text: answer.text }])
    return answer
  }

  /** A person cleared the conversation: what the new one uses belongs to the series as well. */
  async #moveTo(session: HostedSession, sessionId: string): Promise<void> {
    const { store, now } = this.#ports
    await store.addSession({ sessionId, launchId: session.launchId, seriesId: this.id, at: now() })
    await session.moveTo(sessionId)
  }

  async #measure(session: HostedSession, signal: AgentSignal): Promise<void> {
    if (!ANSWERABLE.includes(signal.type)) return
    if (signal.type === 'TurnEnded') {
      await untilAnswerWritten(session.transcript, signal.lastMessage, ANSWER_WRITTEN_MS)
    }
    await session.poke()
  }

  /** One fact, after those before it. A function is called when its turn comes, to look at the world then. */
  submit(fact: SeriesFact | (() => Promise<SeriesFact | null>)): Promise<SignalAnswer> {
    const turn = this.#queue.then(async () => {
      const found = typeof fact === 'function' ? await fact() : fact
      return found === null || this.#closed ? NO_ANSWER : this.#take(found)
    })
    this.#queue = turn.catch((error: unknown) => this.#failed(error))
    return turn
  }

  /** A fault of ours is never silent: the loop stops and says so. One that stops it again is only logged. */
  #failed(error: unknown): void {
    this.#ports.fault(error, { series: this.id })
    if (this.#closed || this.#state.hold?.kind === 'fault') return
    const said = cleanLine(error instanceof Error ? error.message : String(error))
    this.tell({ type: 'Faulted', at: this.#ports.now(), error: said })
  }

  /** The same, where nobody waits for the answer. */
  tell(fact: SeriesFact | (() => Promise<SeriesFact | null>)): void {
    this.submit(fact).catch(() => {
      // Told by the queue already.
    })
  }

  command(command: Command): Promise<SignalAnswer> {
    return this.submit({ type: 'Commanded', at: this.#ports.now(), command })
  }

  /** Lays flags over the policy, takes `unset` fields out of it, and says what changed: null for those. */
  async changePolicy(flags: PolicyLayer, unset: readonly (keyof Policy)[] = []): Promise<void> {
    const given = Object.entries(PolicyLayer.parse(flags)).filter(([, value]) => value !== undefined)
    const now = new Map<string, unknown>(Object.entries(this.#policy))
    const set = Object.fromEntries(
      given.filter(([key, value]) => JSON.stringify(now.get(key)) !== JSON.stringify(value)),
    )
    const gone = unset.filter((key) => now.get(key) !== undefined)
    const changes = { ...set, ...Object.fromEntries(gone.map((key) => [key, null])) }
    if (Object.keys(changes).length === 0) return
    const policy = { ...this.#policy, ...set }
    for (const key of gone) delete policy[key]
    this.#policy = policy
    await this.submit({ type: 'PolicyChanged', at: this.#ports.now(), changes })
  }

  async #take(fact: SeriesFact): Promise<SignalAnswer> {
    const made = reduce(this.#state, fact, { policy: this.#policy, timing: this.#ports.timing })
    if (made.transition === null) {
      const visible = made.state !== this.#state
      this.#state = made.state
      if (visible) this.#ports.changed(this.id)
      return made.answer
    }
    await this.#prepare(made)
    await keep(this, made, fact)
    this.#state = made.state
    this.#ports.probe?.after(made.transition, made.state)
    this.#ports.changed(this.id)
    this.#run(made.effects)
    return made.answer
  }

  /** A launch is written down with its command line before it is spawned. */
  async #prepare(made: Step): Promise<void> {
    if (!made.effects.some((effect) => effect.do === 'start')) return
    const { launcher } = this.#ports
    const restart = this.#state.launch?.background.map((task) => task.description) ?? []
    const ready = await launcher.prepare(made.state, { policy: this.#policy, env: this.env, restart })
    this.#ready = ready.ok ? ready.value : null
    if (ready.ok) return
    const launchId = made.state.launch?.id ?? ''
    made.effects = []
    this.tell({ type: 'SpawnRefused', at: this.#ports.now(), launchId, problem: ready.problem })
  }

  /** Lets time pass: deadlines, and an agent that came to rest without a turn end. */
  async watch(): Promise<void> {
    const { now, hooksSetting, timing } = this.#ports
    const { launch, step } = this.#state
    const silent = launch !== null && launch.lastSignalAt === null && launch.firstTranscriptAt !== null
    const setting = silent ? await hooksSetting(this.#state, this.env) : null
    this.tell({ type: 'Ticked', at: now(), hooksSetting: setting })
    const session = this.#session
    if (session === null || launch === null || launch.turn !== 'busy' || !launch.prompted) return
    if (step.name === 'ending' || step.name === 'halting' || this.#state.hold !== null) return
    if (launch.lastSignalAt === null || now() - launch.lastSignalAt < timing.interrupted) return
    if ((await session.rests()) !== true || !STOPPED_BY_HAND.includes(await turnEnding(session.transcript))) return
    this.tell({ type: 'Interrupted', at: now() })
  }

  #run(effects: Effect[]): void {
    for (const effect of effects) runEffect(this, effect).catch((error: unknown) => this.#failed(error))
  }

  /** Runs the effect that a crash may have cut off. */
  again(effect: Effect): void {
    this.#run([effect])
  }

  #background(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#ports.fault(error, { series: this.id }))
  }

  /** False when it still goes on after `limitMs`. */
  async untilStill(limitMs: number): Promise<boolean> {
    const until = Date.now() + limitMs
    while (this.going && Date.now() < until) await delay(WAIT_CHECK_MS)
    return !this.going
  }

  /** Nothing more is taken; the session is ended with all its processes. */
  async close(): Promise<void> {
    this.#closed = true
    this.#closing.abort()
    await this.#queue
    const session = this.#session
    await session?.end()
    await session?.close()
    if (session !== null) await this.#ready?.discard()
  }
}
