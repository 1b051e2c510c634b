import type { Effect } from '../effects.ts'
import { processStart } from '../../store/process-start.ts'
import type { HostedSession } from '../../sessions/hosted-session.ts'
import { endSession } from './ending.ts'
import { hostedEvents } from './hearing.ts'
import { lookAt } from './look.ts'
import { takeCheckpoint } from './snapshotting.ts'
import { runVerifyCommand, VERIFY_VARIABLE } from './verify-command.ts'
import type { Driven } from './ports.ts'

/** How long a halted agent may take to come to rest, ms. Past it the look decides: SIGTERM works on a busy one too. */
const REST_LIMIT_MS = 15_000
/** How long typing waits for its conditions, and how often they are looked at, ms. */
const TYPE_LIMIT_MS = 60_000
const TYPE_CHECK_MS = 200

/** Does what a transition asked for; what comes of it is submitted as a fact. */
export async function runEffect(driver: Driven, effect: Effect): Promise<void> {
  switch (effect.do) {
    case 'start':
      return start(driver)
    case 'end':
      return endSession(driver)
    case 'snapshot':
      return takeCheckpoint(driver, effect.background)
    case 'rest':
      return rest(driver, effect.baseline)
    case 'verify':
      return verify(driver)
    case 'type':
      return type(driver, effect.text)
  }
}

async function start(driver: Driven): Promise<void> {
  const { launch } = driver.state
  const { ready, ports } = driver
  if (launch === null || ready === null) return
  await ports.store.addSession({
    sessionId: launch.sessionId,
    launchId: launch.id,
    seriesId: driver.id,
    at: ports.now(),
  })
  // A person may have ended it meanwhile: then nothing is spawned that no state knows.
  if (driver.state.launch?.id !== launch.id || driver.state.step.name !== 'starting') return ready.discard()
  const spawned = ready.spawn(hostedEvents(driver, launch.id))
  if (!spawned.ok) {
    await ready.discard()
    driver.tell({ type: 'SpawnRefused', at: ports.now(), launchId: launch.id, problem: spawned.problem })
    return
  }
  const session = spawned.value
  driver.hosts(session)
  const pidStart = session.mark.start || (await processStart(session.mark.pid))
  driver.tell({
    type: 'Spawned',
    at: ports.now(),
    launchId: launch.id,
    pid: session.mark.pid,
    pidStart,
    transcript: session.transcript,
  })
}

async function rest(driver: Driven, baseline: string | null): Promise<void> {
  await driver.session?.untilRest(REST_LIMIT_MS)
  await driver.session?.poke()
  driver.tell(async () => {
    const at = driver.ports.now()
    return { type: 'Rested', at, look: await lookAt(driver.state, { at, handover: { baseline } }) }
  })
}

async function verify(driver: Driven): Promise<void> {
  const { policy, state, ports } = driver
  if (policy.verify === undefined) return
  const env = { ...driver.env, [VERIFY_VARIABLE]: driver.id }
  const result = await runVerifyCommand(policy.verify, state.project, env, driver.closing)
  driver.tell({ type: 'VerifyEnded', at: ports.now(), ...result })
}

const typing = new WeakSet<HostedSession>()

/** Types when that can approve nothing; gives up when the agent moved on meanwhile. */
async function type(driver: Driven, text: string): Promise<void> {
  const { session } = driver
  // One text at a time: two would become one line.
  if (session === null || typing.has(session)) return
  typing.add(session)
  try {
    await typeWhenSafe(driver, session, text)
  } finally {
    typing.delete(session)
  }
}

async function typeWhenSafe(driver: Driven, session: HostedSession, text: string): Promise<void> {
  const { ports } = driver
  const until = ports.now() + TYPE_LIMIT_MS
  const { launchId } = session
  while (ports.now() < until && driver.session?.launchId === launchId && !driver.closed) {
    if (mayType(driver) && (await session.type(text, () => mayType(driver)))) {
      driver.tell({ type: 'Typed', at: ports.now() })
      return
    }
    if (driver.state.launch?.turn === 'busy') return
    await new Promise((resolve) => setTimeout(resolve, TYPE_CHECK_MS))
  }
}

/** The last fact of the main thread is a turn end, nothing runs, nobody types, nothing is asked. */
function mayType(driver: Driven): boolean {
  const { launch, hold } = driver.state
  if (launch === null || launch.turn === 'busy' || launch.draft || launch.subagents.length > 0) return false
  return hold === null || hold.kind === 'limit'
}
