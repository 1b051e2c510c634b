import type { HostedSession } from '../../sessions/hosted-session.ts'
import { hasPrompt } from '../../agents/claude/transcript/conversation.ts'
import type { FactOf } from '../facts.ts'
import { lookAt } from './look.ts'
import type { Driven } from './ports.ts'
import { transcriptOf } from './transcripts.ts'

/** How much of the last screen is told when a session did not start. */
const SCREEN_CHARACTERS = 300

/** Ends the session that the state ends. → LaunchGone */
export async function endSession(driver: Driven): Promise<void> {
  const { session } = driver
  if (session === null) return gone(driver, null, { exitCode: null, signal: null }, 0)
  const ended = await session.end()
  tellLeft(driver, ended.left)
  await gone(driver, session, await session.terminal.exited, ended.ms)
}

/** The process exited without our asking: what it left behind is ended, then the fact is told. */
export async function exitedByItself(driver: Driven, launchId: string): Promise<void> {
  const { session } = driver
  if (session === null || session.launchId !== launchId) return
  const exit = await session.terminal.exited
  const swept = await session.sweep()
  tellLeft(driver, swept.left)
  await gone(driver, session, exit, 0)
}

function tellLeft(driver: Driven, left: { pid: number; command: string }[]): void {
  for (const mark of left) {
    driver.ports.problem(
      {
        code: 'process-left',
        thing: `process ${mark.pid} (${mark.command})`,
        cause: 'it was seen under a session that ended and no link leads to it any more, so it was not signalled',
        remedy: 'end it yourself if it is of no use',
      },
      { series: driver.id },
    )
  }
}

async function gone(
  driver: Driven,
  session: HostedSession | null,
  exit: { exitCode: number | null; signal: string | null },
  ms: number,
): Promise<void> {
  const { ports } = driver
  const { launch } = driver.state
  const id = session?.launchId ?? launch?.id
  // One that we end while it exits by itself is told once; the next session may be there already.
  if (id === undefined || driver.session !== session) return
  const transcript = session?.transcript ?? (launch === null ? null : transcriptOf(driver, launch))
  // Handing over, the next session starts now: what is left to read and to put away does not hold it up.
  const ready = driver.ready
  driver.hosts(null)
  // Of a session that hands over nobody asks whether it could go on, or why it went.
  const { step } = driver.state
  const asked = step.name === 'ending' && !step.unsafe
  const screen = session === null || asked ? '' : (await session.terminal.replay()).text
  await session?.poke()
  const closing = async (): Promise<void> => {
    // A launch that is intended again has the same folder: it must be put away before that one's is made.
    await Promise.all([session?.close(), ready?.discard()])
  }
  closing().catch((error: unknown) => ports.fault(error, { series: driver.id }))
  driver.tell(async () => ({
    type: 'LaunchGone',
    at: ports.now(),
    launchId: id,
    exitCode: exit.exitCode,
    signal: exit.signal,
    ms,
    resumable: !asked && transcript !== null && (await hasPrompt(transcript)),
    screen: lastWords(screen),
    look: asked ? await lookAt(driver.state, { at: ports.now() }) : await lookNow(driver),
  }))
}

/** The dev-docs as they lie, with the handover judged against the request that is open. */
export async function lookNow(driver: Driven): Promise<FactOf<'LaunchGone'>['look']> {
  const { state, ports } = driver
  const { step } = state
  const baseline = 'baseline' in step ? step.baseline : null
  return lookAt(state, { at: ports.now(), handover: { baseline } })
}

function lastWords(screen: string): string {
  // oxlint-disable-next-line no-control-regex -- the screen is drawn with control sequences
  const plain = screen.replace(/\u001b(\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(\u0007|\u001b\\)|.)/g, ' ')
  return plain.replace(/\s+/g, ' ').trim().slice(-SCREEN_CHARACTERS)
}
