import type { AgentSignal, SignalAnswer } from '../../contract/facts.ts'
import { failure, success, type Outcome } from '../../contract/problem.ts'
import type { Policy, PolicyLayer } from '../../contract/policy.ts'
import { FINISHED } from '../../contract/series.ts'
import type { Settings } from '../../contract/settings.ts'
import type { SeriesRow } from '../store/types.ts'
import { AfterSleep } from './after-sleep.ts'
import { checkAgent, checkWorkTree, findProject, findWork } from './admission.ts'
import { localDay, prepareAdoption, type AdoptRequest } from './adoption.ts'
import { goesOn, seriesRow, type Beginning } from './beginning.ts'
import { SeriesDriver } from './driver/driver.ts'
import type { DriverPorts } from './driver/ports.ts'
import type { Command } from './facts.ts'
import { findSeries } from './find-series.ts'
import { policyChange, resolvePolicy } from './policy-layers.ts'
import { recoverSeries } from './recovery.ts'
import { SAID } from './said.ts'
import type { CyclerState } from './state.ts'

/** How often time itself is a fact, ms: the finest wait of the loop is counted in seconds. */
const TICK_MS = 1_000

/** How long a handover may take when the core is to quit, ms. */
const PAUSE_LIMIT_MS = 120_000

export interface RunRequest {
  project: string
  task: string
  flags: PolicyLayer
  again: boolean
  env: Record<string, string>
}

export interface RunAnswer {
  seriesId: string
  resumed: boolean
  afterSeq: number
}

export interface BookParts extends DriverPorts {
  dataDir: string
  /** For series that go on without a caller. */
  env: Record<string, string>
}

/** All series of a data folder: the ones that are driven now, and the way to the others. */
export class SeriesBook {
  readonly #parts: BookParts
  readonly #drivers = new Map<string, SeriesDriver>()
  #ticking: NodeJS.Timeout | null = null
  readonly #afterSleep = new AfterSleep()
  #starting: Promise<unknown> = Promise.resolve()
  /** Series that an earlier core left unfinished, with the last event that it kept. */
  readonly #takenUp = new Map<string, number>()
  readonly #opened = Promise.withResolvers<void>()

  constructor(parts: BookParts) {
    this.#parts = parts
  }

  drivers(): SeriesDriver[] {
    return [...this.#drivers.values()]
  }

  driver(id: string): SeriesDriver | null {
    return this.#drivers.get(id) ?? null
  }

  driverOfLaunch(launchId: string): SeriesDriver | null {
    return this.drivers().find((driver) => driver.state.launch?.id === launchId) ?? null
  }

  /** Takes up what an earlier core left, and lets time pass from now on. */
  async open(recover: boolean): Promise<void> {
    if (recover) {
      const rows = await this.#parts.store.listSeries()
      const unfinished = rows.filter((row) => !FINISHED.includes(row.status))
      await Promise.all(unfinished.map((row) => this.#takeUp(row)))
    }
    this.#ticking = setInterval(() => void this.#tick(), TICK_MS)
    this.#opened.resolve()
  }

  /** One that cannot be taken up keeps the core from nothing else. */
  async #takeUp(row: SeriesRow): Promise<void> {
    try {
      this.#takenUp.set(row.id, await this.#parts.store.lastSeq(row.id))
      await recoverSeries(this.#drive(row, this.#parts.env))
    } catch (error) {
      this.#parts.fault(error, { series: row.id })
    }
  }

  /** Where the crash left the events of a series, said once: the first to follow it hears of all since. */
  #sinceCrash(id: string): number | null {
    const seq = this.#takenUp.get(id) ?? null
    this.#takenUp.delete(id)
    return seq
  }

  /** The series that had only to be finished when this core took it up: the run that was typed for it is answered by that. */
  #finishedSinceCrash(project: string, task: string): RunAnswer | null {
    const mine = ({ state }: SeriesDriver): boolean => state.project === project && state.task === task
    const found = this.drivers().find((driver) => mine(driver) && FINISHED.includes(driver.state.status))
    const afterSeq = found === undefined ? null : this.#sinceCrash(found.id)
    return found === undefined || afterSeq === null ? null : { seriesId: found.id, resumed: true, afterSeq }
  }

  /** Starts a series, or goes on with the unfinished one. One at a time, so that no two begin for one task. */
  run(request: RunRequest): Promise<Outcome<RunAnswer>> {
    return this.#inTurn(() => this.#run(request))
  }

  #inTurn(start: () => Promise<Outcome<RunAnswer>>): Promise<Outcome<RunAnswer>> {
    const turn = this.#starting.then(start)
    this.#starting = turn.catch(() => {
      // Told to its caller.
    })
    return turn
  }

  async #run({ project, task, flags, again, env }: RunRequest): Promise<Outcome<RunAnswer>> {
    await this.#opened.promise
    const { store, dataDir } = this.#parts
    const found = await findProject(project, task)
    if (!found.ok) return found
    const real = found.value
    const unfinished = await store.unfinishedSeries(real, task)
    if (unfinished !== null) return this.#goOn(unfinished, flags, env)
    const finished = again ? null : this.#finishedSinceCrash(real, task)
    if (finished !== null) return success(finished)
    const earlier = (await store.listSeries()).filter((row) => row.project === real && row.task === task)
    const docs = await findWork(real, task)
    if (!docs.ok) return docs
    if (earlier.length > 0 && !again) {
      const last = earlier.at(-1)
      const cause = `its last series ${last?.id ?? ''} is ${last?.status ?? 'finished'}`
      return failure('series-finished', task, cause, 'start a new one with --again')
    }
    const policy = await resolvePolicy(dataDir, real, flags)
    if (!policy.ok) return policy
    const ready = await this.#admit(real, policy.value, env, null)
    if (!ready.ok) return ready
    return this.#begin({ project: real, task, docs: docs.value, policy: policy.value }, env)
  }

  async #begin(beginning: Beginning, env: Record<string, string>): Promise<Outcome<RunAnswer>> {
    const row = await seriesRow(beginning, this.#parts.now())
    await this.#parts.store.createSeries(row)
    await this.#drive(row, env).submit({ type: 'Begun', at: row.createdAt })
    return success({ seriesId: row.id, resumed: false, afterSeq: 0 })
  }

  /** Makes a series of a session that ran without Baton. In turn with the starts of others. */
  adopt(request: AdoptRequest): Promise<Outcome<RunAnswer>> {
    return this.#inTurn(async () => {
      await this.#opened.promise
      const { store, dataDir, now } = this.#parts
      const ready = await prepareAdoption(request, {
        store,
        dataDir,
        admit: (project, policy, env) => this.#admit(project, policy, env, null),
        today: localDay(now()),
      })
      return ready.ok ? this.#begin({ ...ready.value, task: request.task }, request.env) : ready
    })
  }

  async #goOn(row: SeriesRow, flags: PolicyLayer, env: Record<string, string>): Promise<Outcome<RunAnswer>> {
    const driver = this.#drivers.get(row.id) ?? this.#drive(row, env)
    const lastSeq = await this.#parts.store.lastSeq(row.id)
    const ready = await this.#admit(row.project, { ...driver.policy, ...flags } as Policy, env, row.id)
    if (!ready.ok) return ready
    driver.useEnvironment(env)
    for (const stored of await this.#parts.store.appendEvents(row.id, [goesOn(row, this.#parts.now())])) {
      this.#parts.event(stored.event, stored.seq)
    }
    await driver.changePolicy(flags)
    const { status } = driver.state
    const held = status === 'paused' || status === 'needs-attention'
    // What made it stop is over with this run: its follower is not to end by it.
    const afterSeq = held ? lastSeq : (this.#sinceCrash(row.id) ?? lastSeq)
    if (held) await driver.command('resume')
    this.#parts.changed(row.id)
    return success({ seriesId: row.id, resumed: true, afterSeq })
  }

  /** The agent is ready, and the work tree is free or shared by all who work in it. */
  async #admit(
    project: string,
    policy: Policy,
    env: Record<string, string>,
    self: string | null,
  ): Promise<Outcome<null>> {
    const agent = await checkAgent(project, policy, env)
    if (!agent.ok) return agent
    const others = this.drivers().filter((other) => other.id !== self && other.running)
    return checkWorkTree(project, policy, others)
  }

  /** A person's word to one series. */
  async command(id: string, command: Command): Promise<Outcome<{ said: string }>> {
    await this.#opened.promise
    const found = await this.find(id)
    if (!found.ok) return found
    const row = found.value
    if (FINISHED.includes(row.status)) {
      return failure('series-finished', row.id, `it is ${row.status}`, 'start a new one with `baton run … --again`')
    }
    const driver = this.#drivers.get(row.id) ?? this.#drive(row, this.#parts.env)
    await driver.command(command)
    return success({ said: SAID[command] })
  }

  /** Unfinished series follow a change of the settings where nobody gave them another value. */
  async followSettings(before: Settings, after: Settings): Promise<void> {
    await this.#opened.promise
    const rows = await this.#parts.store.listSeries()
    // Each has its new policy before this turn of the event loop ends: a change that follows at once finds it there.
    const following = rows.map((row) => {
      if (FINISHED.includes(row.status)) return null
      const present = this.#drivers.get(row.id)?.policy ?? (row.policy as Policy)
      const { set, unset } = policyChange(before, after, row.project, present)
      if (Object.keys(set).length + unset.length === 0) return null
      const driver = this.#drivers.get(row.id) ?? this.#drive(row, this.#parts.env)
      return driver.changePolicy(set, unset)
    })
    await Promise.all(following)
  }

  /** By id, by a part of it that only one series has, or by its task. */
  async find(id: string): Promise<Outcome<SeriesRow>> {
    return findSeries(await this.#parts.store.listSeries(), id)
  }

  async signal(launchId: string, signal: AgentSignal): Promise<SignalAnswer> {
    const driver = this.driverOfLaunch(launchId)
    return driver === null ? { do: 'none' } : driver.signal(launchId, signal)
  }

  /** The machine slept: waits are moved, transcripts are read anew. */
  woke(sleptMs: number): void {
    this.#afterSleep.told()
    for (const driver of this.drivers()) {
      driver.tell({ type: 'Woke', at: this.#parts.now(), sleptMs })
      driver.session?.poke().catch((error: unknown) => this.#parts.fault(error, { series: driver.id }))
    }
  }

  /** Whether anything runs or lives here that must not end with the core. */
  get busy(): boolean {
    return this.going > 0
  }

  /** Series that go on by themselves, or have a session open. */
  get going(): number {
    return this.drivers().filter(({ going }) => going).length
  }

  #drive(row: SeriesRow, env: Record<string, string>): SeriesDriver {
    const driver = new SeriesDriver(this.#parts, row.state as CyclerState, row.policy as Policy, env)
    this.#drivers.set(row.id, driver)
    return driver
  }

  async #tick(): Promise<void> {
    if (!this.#afterSleep.mayTell(this.#parts.now())) return
    for (const driver of this.drivers()) {
      if (FINISHED.includes(driver.state.status) && driver.session === null) continue
      try {
        await driver.watch()
      } catch (error) {
        this.#parts.fault(error, { series: driver.id })
      }
    }
  }

  /** Checkpoints and pauses every series that goes on, also between two sessions; one that is late is paused as it is. */
  async pauseAll(): Promise<void> {
    const asked = new Set<SeriesDriver>()
    const pause = async (driver: SeriesDriver): Promise<void> => {
      asked.add(driver)
      await driver.command('interrupt')
      if (await driver.untilStill(PAUSE_LIMIT_MS)) return
      await driver.command('interrupt-now')
      await driver.untilStill(PAUSE_LIMIT_MS)
    }
    // Some may be started while others write their handovers.
    const left = (): SeriesDriver[] => this.drivers().filter((driver) => driver.going && !asked.has(driver))
    for (let going = left(); going.length > 0; going = left()) await Promise.all(going.map(pause))
  }

  /** Ends what is hosted here. Series that ran stay as they are: the next core goes on with them. */
  async close(): Promise<void> {
    if (this.#ticking !== null) clearInterval(this.#ticking)
    await Promise.all(this.drivers().map((driver) => driver.close()))
  }
}
